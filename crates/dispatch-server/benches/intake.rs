//! From webhook to durable decision, over loopback, with a platform that answers at once: `cargo bench -p
//! dispatch-server`. Bounded: ten weeks of the Friday, 38 bookings each, in databases of their own. What the disk takes
//! to make a page durable is measured beside it, since every decision waits for the disk.
#![expect(clippy::unwrap_used, reason = "a measurement: what fails ends it")]

#[expect(dead_code, clippy::expect_used, reason = "the tests' fixture, of which a measurement uses a part")]
#[path = "../tests/service/fixture.rs"]
mod fixture;

use std::{
    collections::BTreeSet,
    fs::File,
    io::Write as _,
    time::{Duration, Instant},
};

use dispatch_core::engine::Fact;
use fixture::{World, lines};

const WEEKS: usize = 10;
const SYNCS: usize = 500;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let appointments: BTreeSet<String> = lines()
        .iter()
        .filter_map(|line| match &line.fact {
            Fact::AppointmentObserved(observed) => Some(observed.snapshot.id.to_string()),
            _ => None,
        })
        .collect();

    let (mut decided, mut events, mut busy) = (Vec::new(), 0, Duration::ZERO);
    for _ in 0..WEEKS {
        runtime.block_on(async {
            let world = World::at("2026-06-08T13:00:00Z").await;
            let start = now();
            for appointment in &appointments {
                let delivery = world.book(appointment);
                assert_eq!(world.post(&delivery).await, 200);
            }
            world.settled().await;
            busy += start.elapsed();
            decided.extend(world.running().timings().iter().filter_map(|timing| timing.decided));
            events += world.running().state(&fixture::practice()).unwrap().sequence();
        });
    }
    decided.sort_unstable();
    let synced = syncs();
    let rate = u128::from(events) * 1_000_000 / busy.as_micros().max(1);
    println!(
        "webhook to durable decision, {} deliveries, each posted as soon as the one before was taken in:",
        decided.len()
    );
    println!(
        "  p50 {:.2?}   p99 {:.2?}   {rate} events a second into the journal",
        at(&decided, 50),
        at(&decided, 99)
    );
    println!("a 4 KiB write made durable: p50 {:.2?}   p99 {:.2?}", at(&synced, 50), at(&synced, 99));
}

fn at(sorted: &[Duration], share: usize) -> Duration {
    sorted.get((sorted.len() * share).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default()
}

/// What the disk takes for one durable write, on the file system that the databases lie on.
fn syncs() -> Vec<Duration> {
    let directory = tempfile::tempdir().unwrap();
    let mut file = File::create(directory.path().join("probe")).unwrap();
    let mut took: Vec<_> = (0..SYNCS)
        .map(|_| {
            let start = now();
            file.write_all(&[7; 4096]).unwrap();
            file.sync_data().unwrap();
            start.elapsed()
        })
        .collect();
    took.sort_unstable();
    took
}

#[expect(clippy::disallowed_methods, reason = "a measurement looks at a clock")]
fn now() -> Instant {
    Instant::now()
}
