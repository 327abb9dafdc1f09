//! Floating breaks: the gap that must be left for each.

use crate::{
    calendar::{Occupancy, PageIndex},
    rulebook::{FloatingBreakRule, LaneRules, Rulebook},
    time::{Minute, Minutes, Span},
};

use super::{
    facts::{LaneFacts, assigns},
    presence::{absolute, is_at, locations},
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let Some(rules) = rulebook.lanes.get(facts.lane.position()) else { return };
    for page in facts.pages(rulebook) {
        let Some(day) = rulebook.day(page) else { continue };
        for rule in day.floating_breaks.iter().filter(|rule| rule.lane == facts.lane) {
            floating_break(rulebook, facts, page, rules, *rule, violations);
        }
    }
}

/// Some stretch of the break's length must be free, minute by minute. No booking is at fault
/// for a break that none comes near.
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
