//! The rules once more, from the practice as plain lists: qualification, shifts, blocks, buffers, rooms and devices.

use dispatch_core::{
    BookingId, Minutes, Occupancy, Origin, ReasonCode, Span, Timestamp, ViolationKind, Who, check_booking,
    engine::{Assigned, Cause},
};

use crate::{
    practice::{Provider, Service, Thing},
    shell::Shell,
    world::{day_of, local_minute, weekday},
};

use super::{
    case::Case,
    invariant::{Invariant, Judged},
    memory::Judge,
};

impl Judge {
    /// The calendar's owner cannot be read.
    pub(super) fn is_unreadable(&self, id: &str) -> bool {
        self.unreadable.get(id).is_some_and(|(_, readable)| !readable)
    }

    /// True if a block of somebody's, or of something's, lies in a span.
    pub(super) fn is_blocked(&self, id: &str, span: Span) -> bool {
        self.blocks.values().any(|block| {
            !block.cancelled
                && block.of.id().as_str() == id
                && Span::new(block.start.minute_floor(), block.end.minute_ceil()).overlaps(span)
        })
    }

    /// True if a provider may treat, is on shift for all of it, and is neither blocked nor taken.
    pub(super) fn could_treat(
        &self,
        provider: &Provider,
        service: &Service,
        used: Span,
        but: BookingId,
    ) -> bool {
        let padded = with_buffer(used, service.buffers[0]);
        qualified(provider, service)
            && on_shift(provider, padded)
            && !self.is_blocked(provider.id, padded)
            && !self.is_unreadable(provider.id)
            && self.is_free(provider.id, padded, but)
    }

    /// True if a room, and where it is needed a device, could be had.
    pub(super) fn has_resources(&self, service: &Service, used: Span, but: BookingId) -> bool {
        let room_span = with_buffer(used, service.buffers[1]);
        let device_span = with_buffer(used, service.buffers[2]);
        let is_had = |thing: &Thing, span: Span| {
            !self.is_blocked(thing.id, span)
                && !self.is_unreadable(thing.id)
                && self.is_open(span)
                && self.is_free(thing.id, span, but)
        };
        let mut rooms =
            self.practice.things.iter().filter(|thing| {
                thing.is_room && thing.can.contains(&service.room) && is_had(thing, room_span)
            });
        let Some(device) = service.device else { return rooms.next().is_some() };
        rooms.any(|room| {
            let mut devices =
                self.practice.things.iter().filter(|thing| !thing.is_room && thing.can.contains(&device));
            devices.any(|thing| {
                is_had(thing, device_span) && thing.fixed_in.is_none_or(|fixed| fixed == room.id)
            })
        })
    }

    fn is_free(&self, id: &str, padded: Span, but: BookingId) -> bool {
        self.lanes.get(id).is_some_and(|lane| self.ledger.is_free(*lane, padded, but))
    }

    /// True if the practice is open for all of a span.
    pub(super) fn is_open(&self, span: Span) -> bool {
        let day = day_of(span.start);
        let (from, to) = self.practice.open;
        weekday(day) < 6 && local_minute(day, from) <= span.start && span.end <= local_minute(day, to)
    }

    /// The name of a lane.
    pub(super) fn name_of(&self, occupancy: &Occupancy) -> Option<&str> {
        self.lanes.iter().find(|(_, lane)| **lane == occupancy.lane).map(|(name, _)| name.as_str())
    }
}

pub(super) fn qualified(provider: &Provider, service: &Service) -> bool {
    service.qualification.iter().all(|needed| provider.credentials.contains(needed))
}

pub(super) fn on_shift(provider: &Provider, span: Span) -> bool {
    let day = day_of(span.start);
    let shift = provider.shifts.get(weekday(day)).copied().flatten();
    shift.is_some_and(|(from, to)| local_minute(day, from) <= span.start && span.end <= local_minute(day, to))
}

pub(super) fn with_buffer(used: Span, (before, after): (i32, i32)) -> Span {
    used.padded(Minutes(before), Minutes(after))
}

/// Judges an assignment as it is made.
pub(super) fn assigned(judge: &mut Judge, assigned: &Assigned, now: Timestamp, shell: &Shell) -> Judged {
    let Some(known) = shell.state.booking(assigned.booking) else { return Ok(()) };
    let is_last = known.revision == assigned.revision;
    let by_rule = matches!(assigned.cause, Cause::Rule | Cause::Redispatch | Cause::Deadline);
    if !is_last || !by_rule || known.disposition != dispatch_core::engine::Disposition::Assigned {
        return Ok(());
    }
    let case = Case { known, now, shell };
    judge.tried(Invariant::Overlap);
    // What a person chose against the rules is theirs, whoever judged the rest.
    for one in known.occupancies.iter().filter(|one| one.origin == Origin::Ours) {
        let other = judge.ledger.others(one.lane, one.padded(), known.booking).next();
        case.must(Invariant::Overlap, other.is_none(), || {
            let name = judge.name_of(one).unwrap_or_default();
            format!("assigned {name} {} to {}, taken by {other:?}", one.used.start, one.used.end)
        })?;
    }
    if known.occupancies.iter().any(|one| one.origin != Origin::Ours) {
        return Ok(());
    }
    judge.tried(Invariant::Lawful);
    for item in &assigned.assignment.items {
        let Some(service) = judge.practice.service(item.service.as_str()) else { continue };
        for role in &item.roles {
            let id = role.who.as_str();
            let (kind, fits) = match &role.who {
                Who::Provider(_) => {
                    let padded = with_buffer(item.span, service.buffers[0]);
                    let provider = judge.practice.provider(id);
                    let fits = provider.is_some_and(|provider| {
                        qualified(provider, service)
                            && on_shift(provider, item.span)
                            && !judge.is_blocked(id, item.span)
                            && (known.snapshot.items.len() > 1 || on_shift(provider, padded))
                    });
                    (0, fits)
                }
                Who::Room(_) => {
                    let room = judge.practice.thing(id);
                    (1, room.is_some_and(|room| room.is_room && room.can.contains(&service.room)))
                }
                _ => {
                    let device = judge.practice.thing(id);
                    let fits = device.is_some_and(|device| {
                        service.device.is_some_and(|needed| device.can.contains(&needed))
                    });
                    (2, fits)
                }
            };
            case.must(Invariant::Lawful, fits, || {
                format!("assigned {id} for {} at {}, which cannot be", service.code, item.span.start)
            })?;
            case.must(Invariant::Lawful, !judge.is_blocked(id, item.span), || {
                format!("assigned {id}, who or which is blocked")
            })?;
            if let ([_], Some(buffers)) = (assigned.assignment.items.as_slice(), service.buffers.get(kind)) {
                let lane = judge.lanes.get(id).copied();
                let kept = known.occupancies.iter().find(|one| Some(one.lane) == lane);
                let right = kept.is_some_and(|one| {
                    one.origin != Origin::Ours
                        || ((one.before.0, one.after.0) == *buffers && one.used.contains(item.span))
                });
                case.must(Invariant::Lawful, right, || {
                    format!(
                        "{id} is to be kept {} to {} with {buffers:?}, and is {kept:?}",
                        item.span.start, item.span.end
                    )
                })?;
            }
        }
        let kinds = |wanted: fn(&Who) -> bool| item.roles.iter().filter(|role| wanted(&role.who)).count();
        let complete = kinds(|who| matches!(who, Who::Provider(_))) == 1
            && kinds(|who| matches!(who, Who::Room(_))) == 1
            && kinds(|who| matches!(who, Who::Device(_))) == usize::from(service.device.is_some());
        case.must(Invariant::Lawful, complete, || format!("{} is not complete", service.code))?;
    }
    let broken = check_booking(&shell.rulebook, shell.state.schedule(), known.booking);
    // One that is longer than the menu holds everything for longer.
    let as_menu = !case.is_longer();
    let ours = broken
        .into_iter()
        .find(|broken| broken.is_ours() && (as_menu || broken.kind != ViolationKind::Incomplete));
    case.must(Invariant::Lawful, ours.is_none(), || {
        ours.map(|broken| broken.display(&shell.rulebook).to_string()).unwrap_or_default()
    })?;
    let avoids = known.snapshot.about_client.avoid.iter();
    let provider =
        assigned.assignment.items.iter().flat_map(|item| &item.roles).map(|role| role.who.as_str());
    let avoided = provider.clone().find(|id| avoids.clone().any(|avoided| avoided.as_str() == *id));
    let agreed = judge.file(known.booking).accepted.contains(&ReasonCode::WishesUnmet) || assigned.pinned;
    case.must(Invariant::Lawful, avoided.is_none() || agreed, || {
        format!("assigned {avoided:?}, whom the client avoids")
    })
}
