//! Presence: each use against the hours, fixed breaks and duties of its lane.

use std::collections::BTreeSet;

use crate::{
    calendar::{Occupancy, PageIndex, Row},
    ids::{Lane, LocationIndex},
    rulebook::{LaneRules, PageSpan, Rulebook},
    time::{Minute, Minutes, Span},
};

use super::{
    facts::{LaneFacts, assigns},
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    for occupancy in facts.occupancies.iter().filter(|occupancy| assigns(occupancy.origin)) {
        hours(rulebook, occupancy, violations);
    }
}

/// Every minute of the padded use must be one in which the lane is there.
fn hours(rulebook: &Rulebook, occupancy: &Occupancy, violations: &mut Vec<Violation>) {
    let padded = occupancy.padded();
    if !rulebook.table.horizon().contains(padded) {
        violations.push(Violation::of(ViolationKind::OutsideHorizon, &[occupancy], padded));
        return;
    }
    let Some(rules) = rulebook.lanes.get(occupancy.lane.position()) else { return };
    // The place of a supervisor outside the room is judged with the service.
    if rules.person.is_some() || !present(rulebook, rules, occupancy).is_empty() {
        return;
    }
    // The violations are those of the location at which the lane is for some of the use.
    let near = |place: &LocationIndex| {
        let minutes = (padded.start.0..padded.end.0).map(Minute);
        minutes.into_iter().any(|minute| is_at(rulebook, rules, occupancy.lane, *place, minute))
    };
    let place = locations(rules).find(near).unwrap_or(rules.location);
    for page in rulebook.table.pages(padded) {
        let Some(day) = rulebook.day(page) else { continue };
        let start = rulebook.table.span(page).start;
        let breaks = || {
            let of_lane = day.fixed_breaks.iter().filter(|fixed| fixed.lane == occupancy.lane);
            let own = of_lane.filter(|fixed| fixed.location == place);
            own.map(|fixed| (absolute(start, fixed.within), fixed.duty.is_some()))
        };
        for (at, duty) in breaks().filter(|(at, _)| at.overlaps(padded)) {
            let kind = if duty { ViolationKind::OnDuty } else { ViolationKind::OnBreak };
            violations.push(Violation::of(kind, &[occupancy], at));
        }
        let absent = |minute: &i32| {
            !is_at(rulebook, rules, occupancy.lane, place, Minute(*minute))
                && !cleans_up(rulebook, rules, occupancy, Minute(*minute))
                && !breaks().any(|(at, _)| at.contains(Span::from_start(Minute(*minute), Minutes(1))))
        };
        let part = rulebook.table.span(page).intersection(padded);
        let mut missing = (part.start.0..part.end.0).filter(absent);
        if let Some(first) = missing.next() {
            let last = missing.next_back().unwrap_or(first);
            let span = Span::new(Minute(first), Minute(last + 1));
            violations.push(Violation::of(ViolationKind::OutsideHours, &[occupancy], span));
        }
    }
}

/// The locations at which a lane may have hours.
pub(super) fn locations(rules: &LaneRules) -> impl Iterator<Item = LocationIndex> {
    std::iter::once(rules.location).chain(rules.about.elsewhere.iter().copied())
}

/// The locations at which the lane is for the whole of a padded use.
pub(super) fn present(
    rulebook: &Rulebook,
    rules: &LaneRules,
    occupancy: &Occupancy,
) -> BTreeSet<LocationIndex> {
    let padded = occupancy.padded();
    let whole = |place: &LocationIndex| {
        let mut minutes = (padded.start.0..padded.end.0).map(Minute);
        minutes.all(|minute| {
            is_at(rulebook, rules, occupancy.lane, *place, minute)
                || cleans_up(rulebook, rules, occupancy, minute)
        })
    };
    locations(rules).filter(whole).collect()
}

pub(super) fn is_at(
    rulebook: &Rulebook,
    rules: &LaneRules,
    lane: Lane,
    place: LocationIndex,
    minute: Minute,
) -> bool {
    let Some(page) = rulebook.table.page(minute) else { return false };
    let Some(day) = rulebook.day(page) else { return false };
    let row = if rules.location == place {
        day.open.get(lane.position())
    } else {
        let rows = day.elsewhere.iter().filter(|row| row.lane == lane && row.location == place);
        rows.map(|row| &row.open).next()
    };
    row.is_some_and(|row| is_set(rulebook, page, row, minute))
}

/// True if a minute lies after the use, and after the last of the lane's hours that day, where its kind may clean up.
fn cleans_up(rulebook: &Rulebook, rules: &LaneRules, occupancy: &Occupancy, minute: Minute) -> bool {
    rules.overruns
        && minute >= occupancy.used.end
        && rulebook.table.page(minute).is_some_and(|page| {
            let row = rulebook.day(page).and_then(|day| day.after_close.get(occupancy.lane.position()));
            row.is_some_and(|row| is_set(rulebook, page, row, minute))
        })
}

fn is_set(rulebook: &Rulebook, page: PageIndex, row: &Row, minute: Minute) -> bool {
    let Ok(offset) = usize::try_from(minute.since(rulebook.table.span(page).start).0) else { return false };
    row.0.get(offset / 64).is_some_and(|word| word >> (offset % 64) & 1 == 1)
}

pub(super) fn absolute(page_start: Minute, within: PageSpan) -> Span {
    let at = |offset: u32| page_start.plus(Minutes(i32::try_from(offset).unwrap_or(i32::MAX)));
    Span::new(at(within.from), at(within.to))
}
