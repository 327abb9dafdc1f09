//! What an assignment says of each item, next to what the platform shows.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::{
    assign::{AssignedItem, AssignedRole, Assignment},
    calendar::{Occupancy, Origin},
    explain::{RoleName, Who},
    ids::{BookingId, Lane, ProviderId, ServiceCode},
    rulebook::Rulebook,
    time::Span,
};

use super::super::model::{Booking, Connection, FieldAuthority, Snapshot, State, WriteStatus, WrittenItem};
use super::{
    Draft,
    resolve::{Lanes, Resolved, observed_occupancies, padding},
};
use crate::time::Timestamp;

/// Who treats in an item of an assignment.
pub(super) fn provider_of(assignment: &Assignment, item: usize) -> Option<&ProviderId> {
    assignment.items.get(item)?.roles.iter().find_map(|role| match &role.who {
        Who::Provider(id) => Some(id),
        Who::Room(_) | Who::Device(_) | Who::Supervisor(_) => None,
    })
}

/// The lane of who treats in an item.
pub(super) fn provider_lane(rulebook: &Rulebook, assignment: &Assignment, item: usize) -> Option<Lane> {
    rulebook.provider(provider_of(assignment, item)?.as_str())
}

/// The lane of whoever fills a role.
pub(super) fn lane_of(rulebook: &Rulebook, who: &Who) -> Option<Lane> {
    rulebook.lane_of(who)
}

/// The rooms and devices of an item that the platform keeps, in lane order.
pub(super) fn kept_resources(
    rulebook: &Rulebook,
    connection: &Connection,
    assignment: &Assignment,
    item: usize,
) -> Lanes {
    let authority = &connection.authority;
    let roles = assignment.items.get(item).map_or(&[][..], |item| &item.roles);
    let mut lanes: Lanes = roles
        .iter()
        .filter_map(|role| match &role.who {
            Who::Room(id) if authority.room != FieldAuthority::Local => rulebook.resource(id.as_str()),
            Who::Device(id) if authority.device != FieldAuthority::Local => rulebook.resource(id.as_str()),
            _ => None,
        })
        .collect();
    lanes.sort_unstable();
    lanes.dedup();
    lanes
}

/// The platform's own picture as an assignment, of that origin.
pub(super) fn platform_assignment(
    rulebook: &Rulebook,
    booking: BookingId,
    snapshot: &Snapshot,
    resolved: &Resolved,
    origin: Origin,
) -> Assignment {
    let occupancies: Vec<Occupancy> = observed_occupancies(rulebook, booking, resolved)
        .into_iter()
        .map(|occupancy| Occupancy { origin, ..occupancy })
        .collect();
    let items = resolved
        .items
        .iter()
        .zip(&snapshot.items)
        .map(|(item, raw)| {
            let code = item.service.and_then(|service| rulebook.service_code(service)).cloned();
            let roles = item.provider.iter().chain(&item.resources);
            AssignedItem {
                service: code.unwrap_or_else(|| ServiceCode::from(raw.service.as_str())),
                span: item.span,
                roles: roles.filter_map(|lane| role(rulebook, *lane)).collect(),
            }
        })
        .collect();
    Assignment { visit: resolved.visit, items, occupancies }
}

fn role(rulebook: &Rulebook, lane: Lane) -> Option<AssignedRole> {
    let who = rulebook.who(lane)?.clone();
    let role = match who {
        Who::Provider(_) => "provider",
        Who::Room(_) => "room",
        Who::Device(_) => "device",
        Who::Supervisor(_) => "supervisor",
    };
    Some(AssignedRole { role: RoleName::from(role), who })
}

/// An assignment with one lane of an item given to another lane of the same kind.
pub(super) fn exchanged(
    rulebook: &Rulebook,
    assignment: &Assignment,
    item: usize,
    from: Lane,
    to: Lane,
    origin: Origin,
) -> Assignment {
    let mut assignment = assignment.clone();
    if let (Some(before), Some(after), Some(item)) =
        (rulebook.who(from), rulebook.who(to), assignment.items.get_mut(item))
    {
        for role in item.roles.iter_mut().filter(|role| role.who == *before) {
            role.who = after.clone();
        }
    }
    for occupancy in &mut assignment.occupancies {
        if occupancy.lane == from && usize::from(occupancy.item) == item {
            let service = occupancy.service.map(crate::ids::ServiceIndex);
            let (before, after) = padding(rulebook, service, to);
            *occupancy = Occupancy { lane: to, before, after, origin, ..*occupancy };
        }
    }
    assignment
}

/// Which fields of an item differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) time: bool,
    pub(super) provider: bool,
    pub(super) resources: bool,
}

impl Fields {
    pub(super) const fn any(self) -> bool {
        self.time || self.provider || self.resources
    }
}

/// Where the platform's picture differs from what we decided, item by item.
pub(super) fn differing(
    rulebook: &Rulebook,
    connection: &Connection,
    assignment: &Assignment,
    resolved: &Resolved,
) -> SmallVec<[Fields; 4]> {
    let items = resolved.items.iter().enumerate();
    items
        .map(|(at, item)| {
            let wanted = assignment.items.get(at);
            let authority = &connection.authority;
            let provider = provider_lane(rulebook, assignment, at);
            Fields {
                time: authority.time != FieldAuthority::Local
                    && wanted.is_none_or(|wanted| wanted.span.start != item.span.start),
                provider: authority.provider != FieldAuthority::Local && provider != item.provider,
                resources: kept_resources(rulebook, connection, assignment, at) != item.resources,
            }
        })
        .collect()
}

/// True if a write of this item's field is on its way, or was accepted only after the picture was taken: what the
/// picture says of the field is then no override.
pub(super) fn masked(
    state: &State,
    booking: &Booking,
    item: usize,
    observed_at: Timestamp,
    field: impl Fn(&WrittenItem) -> bool,
) -> bool {
    writes_of(state, booking, item, field).any(|status| match status {
        WriteStatus::Pending | WriteStatus::Overdue => true,
        WriteStatus::Acknowledged(at) => *at > observed_at,
        WriteStatus::Refused(_) => false,
    })
}

/// True if a write of this item's field was accepted.
pub(super) fn written(
    state: &State,
    booking: &Booking,
    item: usize,
    field: impl Fn(&WrittenItem) -> bool,
) -> bool {
    writes_of(state, booking, item, field).any(|status| matches!(status, WriteStatus::Acknowledged(_)))
}

fn writes_of<'a>(
    state: &'a State,
    booking: &'a Booking,
    item: usize,
    field: impl Fn(&WrittenItem) -> bool,
) -> impl Iterator<Item = &'a WriteStatus> {
    booking.writes.iter().filter_map(move |write| {
        let write = state.write(*write)?;
        write.write.items.get(item).is_some_and(&field).then_some(&write.status)
    })
}

impl Draft<'_> {
    /// The other bookings that these occupancies clash with, in order.
    pub(super) fn conflicts(&self, occupancies: &[Occupancy]) -> Vec<BookingId> {
        let mut conflicts = Vec::new();
        for occupancy in occupancies {
            conflicts.append(&mut self.schedule.clashes(occupancy));
        }
        conflicts.sort_unstable();
        conflicts.dedup();
        conflicts
    }

    /// True if everything that an assignment takes up is still free for it.
    pub(super) fn still_free(&self, assignment: &Assignment) -> bool {
        self.conflicts(&assignment.occupancies).is_empty() && !self.is_blocked(assignment)
    }

    /// True if some of what an assignment takes up lies under a block.
    pub(super) fn is_blocked(&self, assignment: &Assignment) -> bool {
        assignment.occupancies.iter().any(|occupancy| {
            let span: Span = occupancy.padded();
            self.schedule.blocks(self.rulebook.blocked_with(occupancy.lane), span).next().is_some()
        })
    }

    /// Puts other occupancies in a booking's place in the working copy, so that what follows in this command sees
    /// them.
    pub(super) fn lay(&mut self, before: &[Occupancy], after: &[Occupancy]) {
        let schedule = self.schedule.to_mut();
        for occupancy in before {
            schedule.remove(occupancy);
        }
        for occupancy in after {
            schedule.insert(*occupancy);
        }
    }
}

/// The same assignment behind a counter, all of that origin.
pub(super) fn shared(assignment: Assignment, origin: Origin) -> Arc<Assignment> {
    Arc::new(assignment.with_origin(origin))
}
