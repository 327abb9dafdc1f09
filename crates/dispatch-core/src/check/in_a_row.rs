//! Pauses: runs of bookings that last too long without one.

use crate::{
    calendar::{Occupancy, Origin},
    rulebook::Rulebook,
    time::{Minutes, Span},
};

use super::{
    facts::{LaneFacts, assigns},
    violation::{Violation, ViolationKind},
};

/// How far around a booking its run is looked at: no longer than the longest run that any provider may have, since further
/// on it is too long in any case.
pub(super) fn reach(rulebook: &Rulebook) -> Minutes {
    let rules = rulebook.lanes.iter().filter_map(|lane| lane.about.max_in_a_row);
    rules.map(|rule| Minutes(rule.minutes.0 + rule.pause.0)).max().unwrap_or_default()
}

/// Uses in order of time; one that starts later than a pause after all before it begins a run of its own. A room that
/// is being left counts for nothing here, nor does what lies beyond the planned days.
pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let rules = rulebook.lanes.get(facts.lane.position());
    let Some(rule) = rules.and_then(|rules| rules.about.max_in_a_row) else { return };
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
