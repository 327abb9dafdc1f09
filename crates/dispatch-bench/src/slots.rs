//! The job `slots`: every start that could be had.

use dispatch_core::{Minute, SlotScratch, starts};

use crate::{
    answer::{QueryAnswer, SlotsAnswer},
    instance_practice::{Asked, Practice, day_and_minute},
    timings::{Nanoseconds, Timings},
};

/// Answers every query, the measured work `repeat` times over; `clock` is read before and after each query.
pub fn slots(practice: &Practice, repeat: u32, clock: &mut dyn FnMut() -> Nanoseconds) -> SlotsAnswer {
    let mut scratch = SlotScratch::default();
    let mut timings = Timings::of(practice.queries.len().saturating_mul(repeat as usize));
    let mut queries = Vec::with_capacity(practice.queries.len());
    let mut found = Vec::new();
    for query in &practice.queries {
        find(practice, query, &mut scratch, &mut found);
        queries.push(QueryAnswer { starts: found.iter().copied().map(day_and_minute).collect() });
    }
    for _ in 0..repeat {
        for query in &practice.queries {
            let from = clock();
            find(practice, query, &mut scratch, &mut found);
            timings.add(from, clock());
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "times are far below what a float holds exactly")]
    let median_micros = timings.percentile(50) as f64 / 1000.0;
    SlotsAnswer { queries, median_micros }
}

/// Day by day: the window is the same part of each.
fn find(practice: &Practice, query: &Asked, scratch: &mut SlotScratch, found: &mut Vec<Minute>) {
    found.clear();
    for request in &query.requests {
        found.extend(starts(&practice.rulebook, &practice.schedule, request, scratch));
    }
}
