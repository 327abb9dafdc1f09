//! Bookings as a whole: the services of a visit one after the other, all of it at one place that is open, and devices
//! in their rooms.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    calendar::{Occupancy, Origin},
    ids::{BookingId, LocationIndex, ServiceIndex},
    rulebook::{Demand, DemandKind, Rulebook, Service},
    time::{Minutes, Span},
};

use super::{
    facts::{Facts, assigns},
    presence,
    roles::{complete, demands, hull, is_of, unfit},
    supervision,
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &Facts, violations: &mut Vec<Violation>) {
    let mut items: BTreeMap<(BookingId, u8), Vec<&Occupancy>> = BTreeMap::new();
    for occupancy in facts.occupancies().filter(|occupancy| assigns(occupancy.origin)) {
        items.entry((occupancy.booking, occupancy.item)).or_default().push(occupancy);
    }
    let mut visits: BTreeMap<BookingId, Visit<'_>> = BTreeMap::new();
    for ((booking, _), held) in &items {
        let ours = held.iter().copied().filter(|occupancy| occupancy.origin == Origin::Ours);
        visits.entry(*booking).or_default().ours.extend(ours);
    }
    for ((booking, _), held) in &items {
        let Some(visit) = visits.get_mut(booking) else { continue };
        let span = item(rulebook, held, &visit.ours, violations);
        visit.items.push(span);
    }
    for visit in visits.values().filter(|visit| visit.items.len() > 1 && !visit.ours.is_empty()) {
        sequence(rulebook, visit, violations);
    }
}

/// The services of one booking, in order.
#[derive(Default)]
struct Visit<'a> {
    /// The span of each; none if what is held does not say.
    items: Vec<Option<Span>>,
    ours: Vec<&'a Occupancy>,
}

/// One service after the other with no more waiting than allowed, at one place, all of it while that is open.
fn sequence(rulebook: &Rulebook, visit: &Visit<'_>, violations: &mut Vec<Violation>) {
    opening(rulebook, &visit.ours, violations);
    let rules = rulebook.visits;
    for pair in visit.items.windows(2) {
        let [Some(before), Some(after)] = pair else { continue };
        let gap = after.start.since(before.end);
        let allowed =
            gap >= Minutes(0) && gap <= rules.most_minutes_between && gap.0 % rules.grid.0.max(1) == 0;
        if !allowed {
            let between = Span::new(before.end.min(after.start), before.end.max(after.start));
            violations.push(Violation::of(ViolationKind::Apart, &visit.ours, between));
        }
    }
}

/// The span of one service, if what is held says so.
fn item(
    rulebook: &Rulebook,
    held: &[&Occupancy],
    visit: &[&Occupancy],
    violations: &mut Vec<Violation>,
) -> Option<Span> {
    fixed_devices(rulebook, held, violations);
    opening(rulebook, held, violations);
    let Some(service) = service(rulebook, held) else {
        if held.iter().any(|occupancy| occupancy.origin == Origin::Ours) {
            violations.push(Violation::of(ViolationKind::UnknownService, held, hull(held)));
        }
        return None;
    };
    supervision::at_hand(rulebook, service, held, violations);
    let ours: Vec<&Occupancy> =
        held.iter().copied().filter(|occupancy| occupancy.origin == Origin::Ours).collect();
    let span = if ours.is_empty() { None } else { complete(rulebook, service, (&ours, visit), violations) };
    for occupancy in held.iter().filter(|occupancy| occupancy.origin != Origin::Ours) {
        let roles: Vec<&Demand> =
            demands(service).filter(|demand| is_of(rulebook, occupancy.lane, demand.kind)).collect();
        violations.extend(unfit(rulebook, &roles, occupancy, occupancy.used.start));
    }
    span
}

/// The one service that all of them name.
fn service<'a>(rulebook: &'a Rulebook, held: &[&Occupancy]) -> Option<&'a Service> {
    let named: BTreeSet<Option<u16>> = held.iter().map(|occupancy| occupancy.service).collect();
    if named.len() != 1 {
        return None;
    }
    let index = named.first().copied().flatten()?;
    rulebook.services.get(ServiceIndex(index).position())
}

/// A device that cannot leave its room is used in that room.
fn fixed_devices(rulebook: &Rulebook, held: &[&Occupancy], violations: &mut Vec<Violation>) {
    let is_room = |occupancy: &Occupancy| is_of(rulebook, occupancy.lane, DemandKind::Room);
    for device in held {
        let fixed_in = rulebook.lanes.get(device.lane.position()).and_then(|rules| rules.fixed_in);
        let Some(room) = fixed_in else { continue };
        let stands_there = |other: &&&Occupancy| {
            let ours = device.origin == Origin::Ours;
            let together =
                if ours { other.used.contains(device.used) } else { other.used.overlaps(device.used) };
            other.lane == room && together
        };
        // A platform that does not say in which room it is may mean the right one.
        let unsaid = device.origin != Origin::Ours && !held.iter().any(|other| is_room(other));
        if !unsaid && held.iter().find(stands_there).is_none() {
            let mut violation = Violation::of(ViolationKind::DeviceWithoutRoom, &[device], device.used);
            violation.lanes.push(room);
            violations.push(violation);
        }
    }
}

/// All of it is at one location, which is open from the first use to the last.
fn opening(rulebook: &Rulebook, held: &[&Occupancy], violations: &mut Vec<Violation>) {
    // Where each of them is at that time; all that it could be if it is nowhere, which is another fault.
    let own = held.iter().filter(|occupancy| !supervision::is_second(rulebook, occupancy.lane));
    let may_be = |occupancy: &&Occupancy| -> Option<BTreeSet<LocationIndex>> {
        let rules = rulebook.lanes.get(occupancy.lane.position())?;
        let there = presence::present(rulebook, rules, occupancy);
        let ever = || std::iter::once(rules.location).chain(rules.about.elsewhere.iter().copied()).collect();
        Some(if there.is_empty() { ever() } else { there })
    };
    let each: Vec<BTreeSet<LocationIndex>> = own.filter_map(may_be).collect();
    let any: BTreeSet<LocationIndex> = each.iter().flatten().copied().collect();
    let all: BTreeSet<LocationIndex> =
        any.iter().copied().filter(|place| each.iter().all(|places| places.contains(place))).collect();
    let whole = hull(held);
    if all.is_empty() && !any.is_empty() {
        violations.push(Violation::of(ViolationKind::TwoLocations, held, whole));
    }
    let places = if all.is_empty() { &any } else { &all };
    let is_open = |place: &LocationIndex| rulebook.opening(*place).iter().any(|open| open.contains(whole));
    if !places.is_empty() && !places.iter().any(is_open) {
        violations.push(Violation::of(ViolationKind::OutsideOpening, held, whole));
    }
}
