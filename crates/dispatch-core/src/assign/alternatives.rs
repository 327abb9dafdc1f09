//! Alternatives: the nearest other starts at which a booking can be had.

use crate::time::{Minute, Minutes, Span};

use super::{
    assigned::assigned, bounds::Bounds, case::ItemCase, contender::best, decision::Assignment, request::When,
    scratch::Scratch,
};

/// Alternatives are looked for at these distances from local midnight, over this many days, until so many are found: a quarter of
/// an hour is the finest grid on which people agree on a time, and a client who cannot be had within a week is called anyway.
const ALTERNATIVE_GRID: Minutes = Minutes(15);
const ALTERNATIVE_DAYS: i32 = 7;
pub(super) const ALTERNATIVES: usize = 3;

/// The nearest other starts that can be had: of the same day first, then of the days after.
pub(super) fn alternatives(case: &ItemCase<'_>, start: Minute, scratch: &mut Scratch) -> Vec<Assignment> {
    let slot = |other| {
        let case = case.at(other);
        let judged = case.judge_at(other, scratch);
        if !case.works(&judged, scratch) {
            return None;
        }
        assigned(&case, &best(&scratch.contenders)?, &judged.moment?, scratch)
    };
    let starts = other_starts(case, case.bounds(), start);
    starts
        .filter(|other| case.at(*other).ruled_out(*other).is_empty())
        .filter_map(slot)
        .take(ALTERNATIVES)
        .collect()
}

/// The starts among which alternatives to `start` are looked for, nearest first.
pub(super) fn other_starts(case: &ItemCase<'_>, bounds: Bounds, start: Minute) -> std::vec::IntoIter<Minute> {
    let table = case.context.table();
    let Some(day) = table.page(start).map(|page| table.span(page)) else { return Vec::new().into_iter() };
    let week = Span::new(day.start, day.start.plus(Minutes(ALTERNATIVE_DAYS * 24 * 60)));
    let earliest = case.request.not_before.unwrap_or(day.start).max(day.start);
    let mut starts: Vec<_> = case
        .starts(bounds.within(Span::new(earliest, week.end)), ALTERNATIVE_GRID)
        .filter(|other| *other != start && not_judged_yet(case.request.when, *other))
        .collect();
    starts.sort_by_key(|other| (*other >= day.end, other.since(start).0.abs(), *other));
    starts.into_iter()
}

/// A request with a window has judged every start in it: alternatives lie outside.
fn not_judged_yet(when: When, start: Minute) -> bool {
    match when {
        When::At(_) => true,
        When::Within { window, .. } => start < window.start || start >= window.end,
    }
}
