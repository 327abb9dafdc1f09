//! Two on one lane: uses, paddings and blocks against each other.

use crate::{
    calendar::{Occupancy, Origin},
    rulebook::{Padding, Rulebook},
    time::{Minutes, Span},
};

use super::{
    assigns,
    facts::LaneFacts,
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let Some(rules) = rulebook.lanes.get(facts.lane.position()) else { return };
    for (at, one) in facts.occupancies.iter().enumerate() {
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

/// Two services of one visit: where somebody goes on or the client stays in a room, their paddings say so.
fn two_services_of_ours(one: &Occupancy, other: &Occupancy) -> bool {
    one.item != other.item && one.origin == Origin::Ours && other.origin == Origin::Ours
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
