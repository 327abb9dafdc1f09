//! Supervision from outside the room: the supervisor is at hand for all of it, and under no block.

use std::collections::BTreeSet;

use crate::{
    calendar::Occupancy,
    ids::{Lane, LocationIndex},
    rulebook::{Demand, Presence, Rulebook, Service},
    time::{Minute, Span},
};

use super::{
    facts::{Facts, LaneFacts, assigns},
    presence,
    violation::{Violation, ViolationKind},
};

/// True for the second lane of a supervisor.
pub(super) fn is_second(rulebook: &Rulebook, lane: Lane) -> bool {
    rulebook.lanes.get(lane.position()).is_some_and(|rules| rules.person.is_some())
}

/// A second lane's blocks lie on its provider's own.
pub(super) fn blocks(rulebook: &Rulebook, facts: &Facts, lane: &LaneFacts, violations: &mut Vec<Violation>) {
    let person = rulebook.lanes.get(lane.lane.position()).and_then(|rules| rules.person);
    let own = facts.lanes.iter().filter(|other| Some(other.lane) == person);
    for block in own.flat_map(|own| &own.blocks) {
        let used = lane.occupancies.iter().filter(|occupancy| assigns(occupancy.origin));
        for occupancy in used.filter(|occupancy| occupancy.padded().overlaps(block.span)) {
            let shared = occupancy.padded().intersection(block.span);
            violations.push(Violation {
                block: Some(block.block),
                ..Violation::of(ViolationKind::Blocked, &[occupancy], shared)
            });
        }
    }
}

/// Minute by minute, at the place of all others of the service.
pub(super) fn at_hand(
    rulebook: &Rulebook,
    service: &Service,
    held: &[&Occupancy],
    violations: &mut Vec<Violation>,
) {
    let Some(presence) = service.demands.iter().find_map(Demand::presence) else { return };
    let others = held.iter().filter(|occupancy| !is_second(rulebook, occupancy.lane));
    let places: Vec<BTreeSet<LocationIndex>> = others
        .filter_map(|other| {
            let rules = rulebook.lanes.get(other.lane.position())?;
            Some(presence::present(rulebook, rules, other))
        })
        .filter(|places| !places.is_empty())
        .collect();
    let all = (0..).map(LocationIndex).take(rulebook.locations.len());
    let shared: Vec<LocationIndex> =
        all.filter(|place| places.iter().all(|places| places.contains(place))).collect();
    for occupancy in held.iter().filter(|occupancy| is_second(rulebook, occupancy.lane)) {
        let absent = |place: &LocationIndex| -> Option<Span> {
            let mut minutes = (occupancy.used.start.0..occupancy.used.end.0).map(Minute);
            let away = |minute: &Minute| !is_at_hand(rulebook, occupancy.lane, presence, *place, *minute);
            let first = minutes.find(away)?;
            Some(Span::new(first, minutes.rfind(away).unwrap_or(first).plus(crate::time::Minutes(1))))
        };
        let absences: Vec<Option<Span>> = shared.iter().map(absent).collect();
        if let Some(Some(span)) = absences.iter().find(|absence| absence.is_none()).or(absences.first()) {
            violations.push(Violation::of(ViolationKind::SupervisorAbsent, &[occupancy], *span));
        }
    }
}

fn is_at_hand(
    rulebook: &Rulebook,
    lane: Lane,
    presence: Presence,
    place: LocationIndex,
    minute: Minute,
) -> bool {
    let Some(page) = rulebook.table.page(minute) else { return false };
    let Some(day) = rulebook.day(page) else { return false };
    let wanted = match presence {
        Presence::OnSite => Some(place),
        Presence::InRoom | Presence::Reachable => None,
    };
    let Ok(offset) = usize::try_from(minute.since(rulebook.table.span(page).start).0) else { return false };
    let rows = day.at_hand.iter().filter(|row| row.lane == lane && row.location == wanted);
    rows.filter_map(|row| row.open.0.get(offset / 64)).any(|word| word >> (offset % 64) & 1 == 1)
}
