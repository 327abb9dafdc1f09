//! One booking decided with all its reasons.

use smallvec::SmallVec;

use crate::{
    calendar::{Origin, Schedule},
    explain::Trace,
    ids::Lane,
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

use super::{
    bounds::Bounds,
    decision::{Assignment, Decision, Flagged, Outcome},
    free::Moment,
    judge::{ItemCase, NOT_REQUESTED, NOT_TREATING, Scratch, unjudged},
    place::{Placement, assignment_of},
    rank::Contender,
    request::{Request, When},
    trace::trace,
    visit::Visit,
};

/// Alternatives are looked for at these distances from local midnight, over this many days, until so many are found.
const ALTERNATIVE_GRID: Minutes = Minutes(15);
const ALTERNATIVE_DAYS: i32 = 7;
pub(super) const ALTERNATIVES: usize = 3;

/// Decides one booking, with the full trace. Leaves the schedule as it is: insert the assignment's occupancies to
/// commit it.
///
/// ```
/// use dispatch_core::{BookingId, Criteria, Horizon, LocationIndex, Outcome, Request, Rulebook, Timestamp, assign};
///
/// let text = std::fs::read_to_string("examples/practice.json")?;
/// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
/// let compiled = Rulebook::compile(&serde_json::from_str(&text)?, horizon, &Criteria::builtin());
/// let rulebook = compiled.unwrap().rulebook;
/// let ten = Timestamp::parse("2026-06-12T10:00:00-04:00")?.minute_floor();
/// let request = Request::at(BookingId(1), LocationIndex(0), rulebook.service("LAS-HAIR").unwrap(), ten);
///
/// // Cleo and Dan are equal on every criterion: a person chooses, and is shown both.
/// let decision = assign(&rulebook, &rulebook.empty_schedule(), &request);
/// let Outcome::ToPerson(flagged) = decision.outcome else { panic!("a tie") };
/// assert_eq!(flagged.flags[0].slug(), "tie");
/// assert_eq!(flagged.candidates.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn assign(rulebook: &Rulebook, schedule: &Schedule, request: &Request) -> Decision {
    let Some(case) = ItemCase::of(rulebook, schedule, request) else {
        if let Some(visit) = Visit::of(rulebook, schedule, request) {
            return visit.assign();
        }
        let flagged = Flagged { flags: vec![unjudged(request)], ..Flagged::default() };
        return Decision { outcome: Outcome::ToPerson(flagged), trace: Trace::default() };
    };
    let mut scratch = Scratch::default();
    let (start, judged) = case.judge(&mut scratch);
    let case = case.at(start);
    let Some(moment) = judged.moment else {
        let alternatives = alternatives(&case, start, &mut scratch);
        let flagged = Flagged { flags: judged.flags.to_vec(), candidates: Vec::new(), alternatives };
        return Decision {
            outcome: Outcome::ToPerson(flagged),
            trace: Trace::of(Some(start), Vec::new(), Vec::new()),
        };
    };
    let Scratch { able, solved, memory, .. } = &mut scratch;
    let best = best(able);
    // First of all, while what was found with the judgment still lies there.
    let chosen = best.filter(|_| judged.flags.is_empty()).and_then(|best| {
        let others = case.others_of(&best, &moment, solved, memory)?;
        with_others(&case, &best, &moment, others)
    });
    let packed = trace(&case, &moment, (able, best), judged.flags.is_empty(), memory);
    let mut notes = case.clearance_notes(start, 0, &[]);
    case.spacing_notes(start, &mut notes);
    let trace = Trace::packed(Some(start), packed, notes);
    if let Some(assignment) = chosen {
        return Decision { outcome: Outcome::Assigned(assignment), trace };
    }
    let able = best_first(&scratch.able);
    let candidates: Vec<_> =
        able.iter().filter_map(|able| assigned(&case, able, &moment, &mut scratch)).collect();
    let works = case.works(&judged, &scratch);
    let alternatives = if works { Vec::new() } else { alternatives(&case, start, &mut scratch) };
    let flagged = Flagged { flags: judged.flags.to_vec(), candidates, alternatives };
    Decision { outcome: Outcome::ToPerson(flagged), trace }
}

/// Those left in the ranking first; then who left it late before who left it early.
pub(crate) fn best_first(able: &[Contender]) -> Vec<Contender> {
    let mut able = able.to_vec();
    able.sort_by_key(place_of);
    able
}

/// The first of those.
pub(crate) fn best(able: &[Contender]) -> Option<Contender> {
    able.iter().min_by_key(|able| place_of(able)).copied()
}

fn place_of(able: &Contender) -> (u8, usize, i64, Lane) {
    match able.lost {
        None => (0, 0, 0, able.lane),
        Some(lost) if matches!(lost.stage, NOT_REQUESTED | NOT_TREATING) => (2, 0, lost.own, able.lane),
        Some(lost) => (1, usize::MAX - lost.stage, lost.own, able.lane),
    }
}

pub(crate) fn assigned(
    case: &ItemCase<'_>,
    able: &Contender,
    moment: &Moment<'_>,
    scratch: &mut Scratch,
) -> Option<Assignment> {
    let others = case.question(Some(able.lane), able.extra, moment).solve(&mut scratch.memory)?;
    with_others(case, able, moment, others)
}

/// Somebody who treats, and the lanes of all other demands.
fn with_others(
    case: &ItemCase<'_>,
    able: &Contender,
    moment: &Moment<'_>,
    others: &[Lane],
) -> Option<Assignment> {
    let lanes: SmallVec<[Option<Lane>; 8]> =
        std::iter::once(&able.lane).chain(others).copied().map(Some).collect();
    let placement = Placement {
        booking: case.request.booking,
        item: 0,
        service: case.item.service,
        variant: case.variant,
        start: moment.start,
        extra: able.extra,
        lanes: &lanes,
        origin: Origin::Ours,
    };
    assignment_of(case.context.rulebook, &placement)
}

/// The nearest other starts that can be had: of the same day first, then of the days after.
fn alternatives(case: &ItemCase<'_>, start: Minute, scratch: &mut Scratch) -> Vec<Assignment> {
    let slot = |other| {
        let case = case.at(other);
        let judged = case.judge_at(other, scratch);
        let best = best(&scratch.able).filter(|_| case.works(&judged, scratch));
        best.zip(judged.moment).and_then(|(able, moment)| assigned(&case, &able, &moment, scratch))
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
