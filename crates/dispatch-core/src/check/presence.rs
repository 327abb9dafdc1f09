//! One lane against its own hours, breaks and cap.

use std::collections::BTreeSet;

use crate::{
    calendar::{Occupancy, Origin, PageIndex, Row},
    ids::{BookingId, Lane, LocationIndex},
    rulebook::{FloatingBreakRule, InARowDocument, LaneRules, PageSpan, Rulebook},
    time::{Minute, Minutes, Span},
};

use super::{
    assigns,
    facts::LaneFacts,
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let Some(rules) = rulebook.lanes.get(facts.lane.position()) else { return };
    let mut pages = BTreeSet::new();
    for occupancy in &facts.occupancies {
        pages.extend(rulebook.table.pages(occupancy.padded()));
        if assigns(occupancy.origin) {
            hours(rulebook, occupancy, violations);
        }
    }
    if let Some(rule) = rules.about.max_in_a_row {
        in_a_row(rulebook, facts, rule, violations);
    }
    for page in pages {
        let Some(day) = rulebook.day(page) else { continue };
        for rule in day.floating_breaks.iter().filter(|rule| rule.lane == facts.lane) {
            floating_break(rulebook, facts, page, rules, *rule, violations);
        }
        if let Some(most) = rules.about.max_appointments_a_day {
            cap(rulebook, facts, page, most, violations);
        }
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
    // Where somebody supervises from is judged with the service.
    if rules.person.is_some() || !present(rulebook, rules, occupancy).is_empty() {
        return;
    }
    // Told of the location at which they are for some of it.
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

/// Some stretch of the break's length must be free, minute by minute. A break that no booking comes near is nobody's
/// fault.
fn floating_break(
    rulebook: &Rulebook,
    facts: &LaneFacts,
    page: PageIndex,
    rules: &LaneRules,
    rule: FloatingBreakRule,
    violations: &mut Vec<Violation>,
) {
    let start = rulebook.table.span(page).start;
    let within = absolute(start, rule.within);
    let near: Vec<&Occupancy> =
        facts.occupancies.iter().filter(|occupancy| occupancy.padded().overlaps(within)).collect();
    if !near.iter().any(|occupancy| assigns(occupancy.origin)) {
        return;
    }
    let mut run = 0;
    for minute in (within.start.0..within.end.0).map(Minute) {
        let this = Span::from_start(minute, Minutes(1));
        let free = locations(rules).any(|place| is_at(rulebook, rules, facts.lane, place, minute))
            && !near.iter().any(|occupancy| occupancy.padded().overlaps(this))
            && !facts.blocks.iter().any(|block| block.span.overlaps(this));
        run = if free { run + 1 } else { 0 };
        if run >= rule.minutes {
            return;
        }
    }
    let needed = i32::try_from(rule.minutes).ok().map(Minutes);
    violations.push(Violation { needed, ..Violation::of(ViolationKind::BreakLost, &near, within) });
}

/// Distinct bookings of one local day.
fn cap(rulebook: &Rulebook, facts: &LaneFacts, page: PageIndex, most: u16, violations: &mut Vec<Violation>) {
    let day = rulebook.table.span(page);
    let of_day: Vec<&Occupancy> = facts
        .occupancies
        .iter()
        .filter(|occupancy| occupancy.origin != Origin::Vacating && occupancy.padded().overlaps(day))
        .collect();
    let bookings: BTreeSet<BookingId> = of_day.iter().map(|occupancy| occupancy.booking).collect();
    if bookings.len() > usize::from(most) {
        let violation = Violation::of(ViolationKind::DayFull, &of_day, day);
        violations.push(Violation { most: Some(most), ..violation });
    }
}

/// Uses in order of time; one that starts later than a pause after all before it begins a run of its own. A room that
/// is being left counts for nothing here, nor does what lies beyond the planned days.
fn in_a_row(rulebook: &Rulebook, facts: &LaneFacts, rule: InARowDocument, violations: &mut Vec<Violation>) {
    let horizon = rulebook.table.horizon();
    let mut uses: Vec<(Span, &Occupancy)> = facts
        .occupancies
        .iter()
        .filter(|occupancy| occupancy.origin != Origin::Vacating)
        .map(|occupancy| (occupancy.used.intersection(horizon), occupancy))
        .filter(|(used, _)| !used.is_empty())
        .collect();
    uses.sort_by_key(|(used, _)| *used);
    let mut rest = uses.as_slice();
    while let Some((first, _)) = rest.first() {
        let mut end = first.end;
        let in_run = |(used, _): &&(Span, &Occupancy)| {
            let together = used.start.since(end) < rule.pause;
            end = if together { end.max(used.end) } else { end };
            together
        };
        let (run, after) = rest.split_at(rest.iter().take_while(in_run).count());
        let last = run.iter().map(|(used, _)| used.end).max().unwrap_or(first.end);
        let whole = Span::new(first.start, last);
        let involved: Vec<&Occupancy> = run.iter().map(|(_, occupancy)| *occupancy).collect();
        if whole.minutes() > rule.minutes && involved.iter().any(|occupancy| assigns(occupancy.origin)) {
            let needed = Some(rule.pause);
            violations
                .push(Violation { needed, ..Violation::of(ViolationKind::TooLongInARow, &involved, whole) });
        }
        rest = after;
    }
}

/// The locations at which a lane may have hours.
fn locations(rules: &LaneRules) -> impl Iterator<Item = LocationIndex> {
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

fn is_at(rulebook: &Rulebook, rules: &LaneRules, lane: Lane, place: LocationIndex, minute: Minute) -> bool {
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

fn absolute(page_start: Minute, within: PageSpan) -> Span {
    let at = |offset: u32| page_start.plus(Minutes(i32::try_from(offset).unwrap_or(i32::MAX)));
    Span::new(at(within.from), at(within.to))
}
