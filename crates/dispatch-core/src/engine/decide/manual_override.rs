//! A person's change on the platform: adopted and pinned, flagged if it breaks a hard rule, never moved back.

use crate::{
    assign::{AssignedItem, AssignedRole, Assignment},
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, Trace, Who},
    ids::{Lane, ServiceIndex},
    time::{Minutes, Span},
};

use super::super::model::{Automation, Booking, Cause, Closed, FieldAuthority};
use super::{
    answer::feasible,
    assignment::{exchanged, platform_assignment, provider_lane},
    case::{BookingCase, Providers},
    conflict::still_free,
    draft::Draft,
    drift::kept_resources,
    judge::judge,
    place::{PlaceOrder, place},
    resolve::{field_of, padding},
};

/// Takes over what the platform shows of a booking that we had decided or asked a person about.
pub(super) fn overridden<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, known: &Booking) {
    if case.connection.automation != Automation::Auto || !case.resolved.flags.is_empty() {
        return judge(draft, case, Cause::Override);
    }
    if case.resolved.items.is_empty() {
        return;
    }
    let order = match within_rules(draft, &case, known) {
        Some((assignment, trace)) => PlaceOrder::of(assignment, Cause::Override, Some(trace)),
        None => PlaceOrder {
            origin: Origin::Observed,
            flags: vec![ReasonCode::ManualOverride],
            ..PlaceOrder::of(as_shown(draft, &case, known), Cause::Override, None)
        },
    };
    place(draft, case, PlaceOrder { pinned: true, ..order }, Closed::Moot);
}

/// The assignment that the platform shows, if no hard rule stands against it.
fn within_rules(draft: &Draft<'_>, case: &BookingCase<'_>, known: &Booking) -> Option<(Assignment, Trace)> {
    let start = case.resolved.items.first()?.span.start;
    let local = case.connection.authority.provider == FieldAuthority::Local;
    let desired = if local { known.desired.as_ref() } else { None };
    let ours = |item| provider_lane(draft.rulebook, &desired?.assignment, item);
    let items = case.resolved.items.iter().enumerate();
    let providers: Option<Providers> =
        items.map(|(at, item)| item.provider.or_else(|| ours(at)).map(Some)).collect();
    let (assignment, trace) = feasible(draft, case, start, &providers?)?;
    if !starts_as_shown(case, &assignment) {
        return None;
    }
    Some((with_shown_resources(draft, case, assignment)?, trace))
}

/// True if every service of a visit starts when the platform says so, as far as it keeps times.
fn starts_as_shown(case: &BookingCase<'_>, assignment: &Assignment) -> bool {
    let ours = assignment.items.iter().map(|item| item.span.start);
    case.connection.authority.time == FieldAuthority::Local
        || ours.eq(case.resolved.items.iter().map(|item| item.span.start))
}

/// An assignment with the rooms and devices that the platform shows in place of ours, if the rules allow them.
fn with_shown_resources(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    assignment: Assignment,
) -> Option<Assignment> {
    let ours = |item| kept_resources(draft.rulebook, case.connection, &assignment, item);
    if case.resolved.items.iter().enumerate().all(|(at, item)| ours(at) == item.resources) {
        return Some(assignment);
    }
    // Paddings between the services of a visit depend on where each of them is: nothing is exchanged there.
    let [item] = case.resolved.items.as_slice() else { return None };
    let (service, ours) = (item.service?, ours(0));
    let mut given = assignment;
    let ours: Vec<_> = ours.iter().filter(|lane| !item.resources.contains(lane)).collect();
    let taken = |lane: &Lane| given.occupancies.iter().any(|one| one.lane == *lane);
    let theirs: Vec<_> = item.resources.iter().filter(|lane| !ours.contains(lane) && !taken(lane)).collect();
    if ours.len() != theirs.len() {
        return None;
    }
    for (from, to) in ours.into_iter().zip(theirs) {
        if !draft.rulebook.serve_alike(service, *from, *to) {
            return None;
        }
        given = exchanged(draft.rulebook, &given, 0, *from, *to, Origin::Ours);
    }
    let in_place = given.occupancies.iter().all(|occupancy| {
        let room = draft.rulebook.fixed_in(occupancy.lane);
        room.is_none_or(|room| given.occupancies.iter().any(|other| other.lane == room))
    });
    (in_place && still_free(draft, &given)).then_some(given)
}

/// The platform's picture, and of ours those rooms and devices that the platform does not keep.
fn as_shown(draft: &Draft<'_>, case: &BookingCase<'_>, known: &Booking) -> Assignment {
    let mut shown =
        platform_assignment(draft.rulebook, case.id, &case.snapshot, &case.resolved, Origin::Observed);
    let Some(ours) = known.desired.as_ref().map(|desired| &desired.assignment) else { return shown };
    if ours.start() != shown.start() {
        return shown;
    }
    let mut kept: Vec<(usize, Lane)> = Vec::new();
    for (at, (item, ours)) in shown.items.iter_mut().zip(&ours.items).enumerate() {
        let theirs = case.resolved.items.get(at).and_then(|item| item.provider);
        for (role, lane) in kept_by_us(draft, case, ours).filter(|(_, lane)| Some(*lane) != theirs) {
            kept.push((at, lane));
            item.roles.push(role.clone());
        }
    }
    let is_kept = |occupancy: &&Occupancy| kept.contains(&(usize::from(occupancy.item), occupancy.lane));
    let moved = |kept: &Occupancy| moved_along(draft, *kept, ours, &shown);
    let kept: Vec<Occupancy> = ours.occupancies.iter().filter(is_kept).map(moved).collect();
    shown.occupancies.extend(kept);
    shown
}

/// An occupancy of ours where the platform shows its service: a later service of a visit may have been moved by itself,
/// and what we keep of it goes with it.
fn moved_along(draft: &Draft<'_>, kept: Occupancy, ours: &Assignment, shown: &Assignment) -> Occupancy {
    let start =
        |assignment: &Assignment| assignment.items.get(usize::from(kept.item)).map(|item| item.span.start);
    let later = start(shown).zip(start(ours)).map_or(Minutes(0), |(shown, ours)| shown.since(ours));
    if later == Minutes(0) {
        return kept;
    }
    let (before, after) = padding(draft.rulebook, kept.service.map(ServiceIndex), kept.lane);
    let used = Span::from_start(kept.used.start.plus(later), kept.used.minutes());
    Occupancy { used, before, after, ..kept }
}

/// The roles of an item that the platform cannot hold: by its authority, and further providers beside the one who treats.
fn kept_by_us<'i>(
    draft: &'i Draft<'_>,
    case: &'i BookingCase<'_>,
    item: &'i AssignedItem,
) -> impl Iterator<Item = (&'i AssignedRole, Lane)> {
    let treats = item.roles.iter().position(|role| matches!(role.who, Who::Provider(_)));
    item.roles.iter().enumerate().filter_map(move |(at, role)| {
        let lane = draft.rulebook.lane_of(&role.who)?;
        let further = matches!(role.who, Who::Provider(_)) && treats != Some(at);
        let local = field_of(draft.rulebook, case.connection, lane) == FieldAuthority::Local;
        (further || local).then_some((role, lane))
    })
}
