//! Overlap on one lane: uses, paddings and blocks against each other.

use std::collections::BTreeSet;

use crate::{
    calendar::{Occupancy, Origin, Padding},
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

use super::{
    facts::{LaneFacts, assigns},
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let Some(rules) = rulebook.lanes.get(facts.lane.position()) else { return };
    let supervises = rules.person.is_some();
    let counts = rules.holds > 1 || supervises;
    if counts {
        let kind = if supervises { ViolationKind::TooManySupervised } else { ViolationKind::Overlap };
        too_many(kind, rules.holds, facts, violations);
    }
    let holds_one = if counts { &[][..] } else { &facts.occupancies };
    for (at, one) in holds_one.iter().enumerate() {
        for other in facts.occupancies.iter().skip(at + 1) {
            let apart = one.booking != other.booking || two_services_of_ours(one, other);
            if apart && !may_stand_together(one.origin, other.origin) {
                violations.extend(between(rules.padding, one, other));
            }
        }
    }
    for occupancy in facts.occupancies.iter().filter(|occupancy| assigns(occupancy.origin)) {
        let padded = occupancy.padded();
        for block in facts.blocks.iter().filter(|block| padded.overlaps(block.span)) {
            let shared = padded.intersection(block.span);
            violations.push(Violation {
                block: Some(block.block),
                ..Violation::of(ViolationKind::Blocked, &[occupancy], shared)
            });
        }
    }
}

/// Two services of one visit: where the provider goes on or the client stays in a room, their paddings say so.
fn two_services_of_ours(one: &Occupancy, other: &Occupancy) -> bool {
    one.item != other.item && one.origin == Origin::Ours && other.origin == Origin::Ours
}

/// Minute by minute: more bookings than a lane holds, paddings included. What is being left makes way for what is held.
fn too_many(kind: ViolationKind, holds: u16, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let Some(first) = facts.occupancies.iter().map(|one| one.padded().start.0).min() else { return };
    let end = facts.occupancies.iter().map(|one| one.padded().end.0).max().unwrap_or(first);
    let at = |minute: i32| -> Vec<&Occupancy> {
        let this = Span::new(Minute(minute), Minute(minute + 1));
        let here = || facts.occupancies.iter().filter(|one| one.padded().overlaps(this));
        let is_held = here().any(|one| one.origin == Origin::Hold);
        let counts = here().filter(|one| !(is_held && one.origin == Origin::Vacating));
        let counts: Vec<&Occupancy> = counts.collect();
        let bookings: BTreeSet<_> = counts.iter().map(|one| one.booking).collect();
        if bookings.len() > usize::from(holds) { counts } else { Vec::new() }
    };
    let mut minute = first;
    while minute < end {
        let group = at(minute);
        let start = minute;
        minute += 1;
        if group.is_empty() {
            continue;
        }
        while minute < end && at(minute) == group {
            minute += 1;
        }
        let span = Span::new(Minute(start), Minute(minute));
        violations.push(Violation { most: Some(holds), ..Violation::of(kind, &group, span) });
    }
}

/// A room that is being left is already promised to the one who moves in.
const fn may_stand_together(one: Origin, other: Origin) -> bool {
    matches!(
        (one, other),
        (Origin::Vacating, Origin::Hold | Origin::Vacating) | (Origin::Hold, Origin::Vacating)
    )
}

/// `earlier` does not start after `later`.
fn between(padding: Padding, earlier: &Occupancy, later: &Occupancy) -> Option<Violation> {
    let gap = later.used.start.since(earlier.used.end);
    let (after, before) = (earlier.after, later.before);
    let needed = match padding {
        Padding::Exclusive => Minutes(after.0 + before.0),
        Padding::Shared => after.max(before),
    };
    if gap.0 >= needed.0 && gap.0 >= 0 {
        return None;
    }
    Some(if gap.0 < 0 {
        let shared = earlier.used.intersection(later.used);
        Violation::of(ViolationKind::Overlap, &[earlier, later], shared)
    } else {
        let between = Span::new(earlier.used.end, later.used.start);
        Violation { needed: Some(needed), ..Violation::of(ViolationKind::Buffer, &[earlier, later], between) }
    })
}
