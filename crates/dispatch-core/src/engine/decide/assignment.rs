//! An assignment read next to the platform's picture: who treats, the picture itself as an assignment, and one with a
//! lane exchanged.

use std::sync::Arc;

use crate::{
    assign::{AssignedItem, AssignedRole, Assignment},
    calendar::{Occupancy, Origin},
    explain::{RoleName, Who},
    ids::{BookingId, Lane, ProviderId, ServiceCode, ServiceIndex},
    rulebook::Rulebook,
};

use super::super::model::Snapshot;
use super::resolve::{Resolved, observed_occupancies, padding};

/// The provider who treats in an item of an assignment.
pub(super) fn provider_of(assignment: &Assignment, item: usize) -> Option<&ProviderId> {
    assignment.items.get(item)?.roles.iter().find_map(|role| match &role.who {
        Who::Provider(id) => Some(id),
        Who::Room(_) | Who::Device(_) | Who::Supervisor(_) => None,
    })
}

/// The lane of the provider who treats in an item.
pub(super) fn provider_lane(rulebook: &Rulebook, assignment: &Assignment, item: usize) -> Option<Lane> {
    rulebook.provider(provider_of(assignment, item)?.as_str())
}

/// The platform's own picture as an assignment of that origin.
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
                roles: roles.filter_map(|lane| role_of(rulebook, *lane)).collect(),
            }
        })
        .collect();
    Assignment { visit: resolved.visit, items, occupancies }
}

pub(super) fn role_of(rulebook: &Rulebook, lane: Lane) -> Option<AssignedRole> {
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
            let service = occupancy.service.map(ServiceIndex);
            let (before, after) = padding(rulebook, service, to);
            *occupancy = Occupancy { lane: to, before, after, origin, ..*occupancy };
        }
    }
    assignment
}

/// The same assignment behind a counter, all of that origin.
pub(super) fn shared(assignment: Assignment, origin: Origin) -> Arc<Assignment> {
    Arc::new(assignment.with_origin(origin))
}
