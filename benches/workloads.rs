//! The workloads of docs/benchmarks.md, and how cost grows.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dispatch_bench::Instance;
use dispatch_benches::{
    decisions::{Day, Full, Half},
    floor::{BareDecisions, BareStarts},
    instances::{half_full, longest, read, ready, repeated, three_quarters_full},
    starts::Starts,
    stream::Stream,
    vectors::SortedVectors,
};

/// One decision beside plans of different sizes.
fn w1(criterion: &mut Criterion) {
    let plans = [
        ("friday38", read("friday38_fixed")),
        ("multi200", read("multi200_fixed")),
        ("days28", read("days28_fixed")),
        ("100 days, 3800 bookings", repeated(&read("friday38_fixed"), 100)),
        ("80 providers, 64 rooms", read("day_x16_fixed")),
    ];
    for (name, plan) in &plans {
        let mut group = criterion.benchmark_group(format!("w1 {name}"));
        let mut full = Full::of(ready(plan));
        group.bench_function("pick + commit + undo", |bencher| bencher.iter(|| full.pick_commit_undo()));
        group.bench_function("commit + undo alone", |bencher| bencher.iter(|| full.commit_undo()));
        let mut half = Half::of(half_full(plan));
        group.bench_function("half full: pick", |bencher| bencher.iter(|| half.pick()));
        group.bench_function("half full: assign", |bencher| bencher.iter(|| half.assign()));
        let mut bare = BareDecisions::of(plan);
        group.bench_function("half full: the floor", |bencher| bencher.iter(|| bare.pick()));
        let mut vectors = SortedVectors::of(plan);
        let name = "bare sorted vectors: pick + commit + undo";
        group.bench_function(name, |bencher| bencher.iter(|| vectors.pick_commit_undo()));
        let standing = half.standing();
        group.throughput(Throughput::Elements(half.round() as u64));
        group.bench_function("half full: pick + commit of all the others", |bencher| {
            bencher.iter_batched_ref(
                || standing.clone(),
                |schedule| assert!(half.fill(schedule) > half.round() / 2),
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

/// A whole Friday from empty.
fn w2(criterion: &mut Criterion) {
    let mut day = Day::of(ready(&read("friday38_fixed")));
    let empty = day.empty();
    criterion.bench_function("w2 a Friday of 38 from empty", |bencher| {
        bencher.iter_batched_ref(
            || empty.clone(),
            |schedule| assert!(day.fill(schedule) > 30),
            BatchSize::SmallInput,
        );
    });
}

/// Starts for the lip filler at a load of 75 %, and all starts of 28 days.
fn w3(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("w3");
    let busy = three_quarters_full(&read("friday38_fixed"), 30);
    let mut lip_filler = Starts::of(busy.clone(), longest(&busy), 30);
    assert_eq!(lip_filler.first(10), 10);
    group.bench_function("first 10 starts, 30 days at 75 %", |bencher| bencher.iter(|| lip_filler.first(10)));
    group.bench_function("all starts, 30 days at 75 %", |bencher| {
        bencher.iter(|| lip_filler.first(usize::MAX))
    });
    let days28 = read("days28_fixed");
    let practice = ready(&days28);
    for (query, asked) in days28.queries.iter().zip(&practice.queries) {
        let what = if query.device.is_some() { "with a device" } else { "without" };
        let name = format!("{} min, {} providers, {what}", query.minutes, query.provider.any_of.len());
        let mut all = Starts::of(practice.clone(), asked, 28);
        let bare = BareStarts::of(&days28, query);
        assert_eq!(all.first(usize::MAX), bare.count() as usize);
        group.bench_function(format!("28 days: {name}"), |bencher| bencher.iter(|| all.first(usize::MAX)));
        group.bench_function(format!("28 days: {name}: the floor"), |bencher| bencher.iter(|| bare.count()));
    }
    group.finish();
}

/// Many practices at once.
fn w4(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("w4");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for (mixed, order) in [(true, "mixed at random"), (false, "practice after practice")] {
        let mut stream = Stream::of(&read("day_x4_fixed"), 1000, 100, mixed);
        group.throughput(Throughput::Elements(stream.count() as u64));
        group.bench_function(format!("1000 practices, 100 bookings each, {order}"), |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| one_pass(&mut stream)).sum());
        });
    }
    group.finish();
}

#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn one_pass(stream: &mut Stream) -> Duration {
    let mut schedules = stream.empty();
    let start = Instant::now();
    assert!(black_box(stream.run(&mut schedules)) > stream.count() / 2);
    start.elapsed()
}

/// One thing grows, all else stays.
fn growth(criterion: &mut Criterion) {
    let friday = read("friday38_fixed");
    let days = |days: u16| Instance { days, ..friday.clone() };
    let mut group = criterion.benchmark_group("growth");
    for fridays in [1, 3, 10, 30, 100] {
        let standing = repeated(&friday, fridays);
        let mut full = Full::of(ready(&Instance { days: 100, ..standing }));
        let name = format!("{} bookings on 100 days, each decided in turn", 38 * u32::from(fridays));
        group.bench_function(name, |bencher| bencher.iter(|| full.pick_commit_undo()));
    }
    for (providers, name) in [(5, "friday38_fixed"), (20, "day_x4_fixed"), (80, "day_x16_fixed")] {
        let mut full = Full::of(ready(&read(name)));
        group.bench_function(format!("{providers} providers"), |bencher| {
            bencher.iter(|| full.pick_commit_undo())
        });
    }
    for horizon in [1, 7, 28, 90] {
        let mut full = Full::of(ready(&days(horizon)));
        let name = format!("{horizon} days, 38 bookings on the first");
        group.bench_function(name, |bencher| bencher.iter(|| full.pick_commit_undo()));
        let busy = three_quarters_full(&friday, horizon);
        let mut starts = Starts::of(busy.clone(), longest(&busy), horizon);
        let name = format!("{horizon} days at 75 %, all starts");
        group.bench_function(name, |bencher| bencher.iter(|| starts.first(usize::MAX)));
    }
    group.finish();
}

criterion_group!(benches, w1, w2, w3, w4, growth);
criterion_main!(benches);
