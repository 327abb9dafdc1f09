//! The job `slots`: every start that could be had.

use dispatch_core::{Minutes, Request, Scratch, When, pick};

use crate::{
    answer::{QueryAnswer, SlotsAnswer},
    practice::{Asked, Practice, day_and_minute, midnight},
    timings::{Nanoseconds, Timings},
};

/// Answers every query, the measured work `repeat` times over; `clock` is read before and after each query.
pub fn slots(practice: &Practice, repeat: u32, clock: &mut dyn FnMut() -> Nanoseconds) -> SlotsAnswer {
    let mut scratch = Scratch::default();
    let mut timings = Timings::of(practice.queries.len().saturating_mul(repeat as usize));
    let mut queries: Vec<QueryAnswer> =
        practice.queries.iter().map(|query| answer(practice, query, &mut scratch)).collect();
    for _ in 0..repeat {
        for (query, last) in practice.queries.iter().zip(&mut queries) {
            let from = clock();
            let found = answer(practice, query, &mut scratch);
            timings.add(from, clock());
            *last = found;
        }
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a time of a query is far below what a float holds exactly"
    )]
    let median_micros = timings.percentile(50) as f64 / 1000.0;
    SlotsAnswer { queries, median_micros }
}

fn answer(practice: &Practice, query: &Asked, scratch: &mut Scratch) -> QueryAnswer {
    let mut starts = Vec::new();
    for request in &query.requests {
        let When::Within { window, grid } = request.when else { continue };
        let last = window.end.minus(query.minutes);
        let mut request: Request = request.clone();
        let mut at = midnight(window.start);
        while at <= last {
            request.when = When::At(at);
            if at >= window.start && pick(&practice.rulebook, &practice.schedule, &request, scratch).is_some()
            {
                starts.push(day_and_minute(at));
            }
            at = at.plus(Minutes(grid.0.max(1)));
        }
    }
    QueryAnswer { starts }
}
