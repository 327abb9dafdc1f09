//! The platform's picture as occupied time: its providers and rooms where it keeps them, and ours where it does not.

use crate::{
    assign::{AssignedItem, AssignedRole, Assignment},
    calendar::{Occupancy, Origin},
    explain::Who,
    ids::{Lane, ServiceIndex},
    time::{Minutes, Span},
};

use super::super::model::FieldAuthority;
use super::{
    answer::ask_for,
    assignment::{platform_assignment, role_of},
    case::{BookingCase, Providers},
    conflict::{conflicts, is_under_block},
    draft::Draft,
    resolve::{field_of, padding},
};

/// The platform's picture, and of our decision those rooms and devices that the platform does not keep.
pub(super) fn as_shown(draft: &Draft<'_>, case: &BookingCase<'_>) -> Assignment {
    let mut shown =
        platform_assignment(draft.rulebook, case.id, &case.snapshot, &case.resolved, Origin::Observed);
    let desired = case.known.and_then(|known| known.desired.as_ref());
    let Some(ours) = desired.map(|desired| &desired.assignment) else { return shown };
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

/// An occupancy of ours where the platform shows its service now: what we keep of a service that was moved or made longer
/// goes with it.
fn moved_along(draft: &Draft<'_>, kept: Occupancy, ours: &Assignment, shown: &Assignment) -> Occupancy {
    let span = |assignment: &Assignment| assignment.items.get(usize::from(kept.item)).map(|item| item.span);
    let Some((shown, ours)) = span(shown).zip(span(ours)).filter(|(shown, ours)| shown != ours) else {
        return kept;
    };
    let start = kept.used.start.plus(shown.start.since(ours.start));
    let to_the_end = kept.used.end == ours.end;
    let end = if to_the_end { shown.end } else { kept.used.end.plus(shown.start.since(ours.start)) };
    let (before, after) = padding(draft.rulebook, kept.service.map(ServiceIndex), kept.lane);
    Occupancy { used: Span::new(start, end.max(start)), before, after, ..kept }
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

/// The time that a booking takes up which we leave as it is.
pub(super) struct Occupied {
    pub(super) occupancies: Vec<Occupancy>,
    /// True if rooms and devices are ours to give, and there was none for it.
    pub(super) lacks_room: bool,
}

/// The time that the platform's picture takes up. A client who is there sits in some room: where the platform keeps no
/// rooms, one is held.
pub(super) fn occupied(draft: &Draft<'_>, case: &BookingCase<'_>) -> Occupied {
    let things = |occupancy: &Occupancy| is_ours(draft, case, occupancy.lane);
    let shown = as_shown(draft, case).occupancies.into_iter();
    let mut occupancies: Vec<Occupancy> =
        shown.map(|one| Occupancy { origin: Origin::Observed, ..one }).collect();
    let (rooms, others): (Vec<Occupancy>, Vec<Occupancy>) = occupancies.iter().partition(|one| things(one));
    // The client sits in the room already: whatever comes next there has to give way.
    let sits_there = case.known.is_some_and(|known| {
        let has = |room: &Occupancy| {
            known.occupancies.iter().any(|one| (one.lane, one.used.start) == (room.lane, room.used.start))
        };
        known.disposition.is_under_way() && rooms.iter().all(has)
    });
    if !rooms.is_empty() && (sits_there || conflicts(draft, &rooms).is_empty()) {
        return Occupied { occupancies, lacks_room: false };
    }
    occupancies = others;
    let before = case.known.map_or(&[][..], |known| &known.occupancies);
    let held: Vec<Occupancy> = before.iter().filter(|held| things(held)).copied().collect();
    if has_all(draft, case, &held) && still_where_shown(case, &held, before) {
        occupancies.extend(held.into_iter().map(|held| Occupancy { origin: Origin::Observed, ..held }));
        return Occupied { occupancies, lacks_room: false };
    }
    let (rooms, lacks_room) = rooms_for(draft, case);
    occupancies.extend(rooms);
    Occupied { occupancies, lacks_room }
}

/// A forced assignment with rooms and devices of its own, where those are ours to give and it names none. True if there was
/// none for it.
pub(super) fn with_rooms(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    forced: Assignment,
) -> (Assignment, bool) {
    if forced.occupancies.iter().any(|one| is_ours(draft, case, one.lane)) {
        return (forced, false);
    }
    let (rooms, lacks_room) = first_free(draft, case, &forced);
    let mut forced = forced;
    for room in rooms {
        let role = role_of(draft.rulebook, room.lane);
        if let Some(item) = forced.items.get_mut(usize::from(room.item)) {
            item.roles.extend(role);
        }
        forced.occupancies.push(room);
    }
    (forced, lacks_room)
}

/// True if a lane is a room or device that is ours alone to give.
fn is_ours(draft: &Draft<'_>, case: &BookingCase<'_>, lane: Lane) -> bool {
    matches!(draft.rulebook.who(lane), Some(Who::Room(_) | Who::Device(_)))
        && field_of(draft.rulebook, case.connection, lane) == FieldAuthority::Local
}

/// True if something is held for each room and device that its services ask for, and that is ours to give.
fn has_all(draft: &Draft<'_>, case: &BookingCase<'_>, held: &[Occupancy]) -> bool {
    let mut items = case.resolved.items.iter().zip(0u8..);
    !held.is_empty()
        && items.all(|(item, number)| {
            let asked =
                item.service.into_iter().flat_map(|service| draft.rulebook.rooms_and_devices(service));
            let has = |lane: Lane| held.iter().any(|held| held.lane == lane && held.item == number);
            asked.into_iter().all(|mut lanes| lanes.any(|lane| has(lane) || !is_ours(draft, case, lane)))
        })
}

/// True if what was held lies in the services as they are shown now.
fn still_where_shown(case: &BookingCase<'_>, held: &[Occupancy], before: &[Occupancy]) -> bool {
    let shown = |item: u8| case.resolved.items.get(usize::from(item));
    let same = |held: &Occupancy| {
        shown(held.item).is_some_and(|item| {
            let to_the_end = held.used.end == item.span.end || item.stretch == Minutes(0);
            item.service.map(|service| service.0) == held.service
                && item.span.contains(held.used)
                && to_the_end
        })
    };
    let covers = |item: u8| held.iter().any(|held| held.item == item);
    held.iter().all(same) && before.iter().all(|taken| covers(taken.item))
}

/// Rooms and devices for a booking as it is shown: such as the solver would give it, or if a rule stands against the
/// booking itself, the first that are free.
fn rooms_for(draft: &Draft<'_>, case: &BookingCase<'_>) -> (Vec<Occupancy>, bool) {
    let authority = &case.connection.authority;
    if ![authority.room, authority.device].contains(&FieldAuthority::Local) {
        return (Vec::new(), false);
    }
    let start = case.shown_start();
    for providers in [case.platform_providers(), Providers::new()] {
        let Some(given) = start.and_then(|start| ask_for(draft, case, start, &providers)) else { continue };
        let Some(theirs) = given.theirs.filter(|theirs| case.starts_like(theirs)) else { continue };
        let ours = theirs.occupancies.into_iter().filter(|one| is_ours(draft, case, one.lane));
        return (ours.map(|one| Occupancy { origin: Origin::Observed, ..one }).collect(), false);
    }
    let shown =
        platform_assignment(draft.rulebook, case.id, &case.snapshot, &case.resolved, Origin::Observed);
    first_free(draft, case, &shown)
}

fn first_free(draft: &Draft<'_>, case: &BookingCase<'_>, shown: &Assignment) -> (Vec<Occupancy>, bool) {
    let mut held: Vec<Occupancy> = Vec::new();
    let mut lacks = false;
    for ((item, number), span) in
        case.resolved.items.iter().zip(0u8..).zip(shown.items.iter().map(|item| item.span))
    {
        let Some(service) = item.service else { continue };
        for mut lanes in draft.rulebook.rooms_and_devices(service) {
            let found = lanes.find_map(|lane| {
                let (before, after) = padding(draft.rulebook, item.service, lane);
                let used = span;
                let (booking, service) = (case.id, Some(service.0));
                let origin = Origin::Observed;
                let one =
                    Occupancy { lane, booking, item: number, phase: 0, service, used, before, after, origin };
                let ours = is_ours(draft, case, lane);
                let taken = held.iter().any(|held| held.lane == lane && held.item == number);
                let free = conflicts(draft, &[one]).is_empty() && !is_under_block(draft, &[one]);
                (ours && !taken && free).then_some(one)
            });
            match found {
                Some(found) => held.push(found),
                None => {
                    lacks |= draft
                        .rulebook
                        .rooms_and_devices(service)
                        .flatten()
                        .any(|lane| is_ours(draft, case, lane))
                }
            }
        }
    }
    (held, lacks)
}

/// The time that a booking still takes up if its client did not come, or it ended early, at this moment. The client who
/// did not come leaves nothing to clean up.
pub(super) fn what_is_over(draft: &Draft<'_>, occupancies: &[Occupancy], came: bool) -> Vec<Occupancy> {
    let now = draft.now.minute_ceil();
    let begun = occupancies.iter().filter(|occupancy| occupancy.used.start < now);
    begun
        .map(|occupancy| {
            let origin = if occupancy.origin == Origin::Hold { Origin::Observed } else { occupancy.origin };
            if occupancy.used.end <= now {
                return Occupancy { origin, ..*occupancy };
            }
            let after = if came { occupancy.after } else { Minutes(0) };
            Occupancy { used: Span::new(occupancy.used.start, now), after, origin, ..*occupancy }
        })
        .collect()
}
