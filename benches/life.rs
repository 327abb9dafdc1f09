//! An event of a booking's life, by how many bookings stand: what waits is found without looking at all of them.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dispatch_benches::standing::Standing;

fn events(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("an event, standing");
    group.throughput(Throughput::Elements(4));
    for bookings in [240, 2_400, 24_000] {
        let standing = Standing::new(bookings);
        let waiting = standing.state.exceptions().count();
        assert!(waiting * 25 > bookings, "{waiting} of {bookings} wait");
        group.bench_function(BenchmarkId::from_parameter(bookings), |bencher| {
            let mut standing = standing.clone();
            bencher.iter(|| standing.events());
        });
    }
    group.finish();
}

criterion_group!(benches, events);
criterion_main!(benches);
