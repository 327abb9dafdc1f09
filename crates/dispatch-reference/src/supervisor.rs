//! Those who may supervise, and their lanes.

use dispatch_core::{Lane, Presence, RulebookDocument, ServiceDocument};

use super::menu::{self, Role, Whom};

/// What a service asks of whoever supervises.
#[derive(Clone)]
pub(super) struct Supervisor {
    pub(super) presence: Presence,
    pub(super) role: Role,
}

/// Those who hold what some supervision from outside the room asks for, on whichever dates: each has a lane behind all
/// rooms and devices, in the order of the providers.
pub(super) fn from_outside(document: &RulebookDocument) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, provider) in document.providers.iter().enumerate() {
        let held: Vec<_> = provider.credentials.iter().map(|held| &held.id).collect();
        let asked = document.services.iter().filter_map(|service| service.supervision.as_ref());
        let outside = asked.filter(|rule| rule.presence != Presence::InRoom);
        let may = outside.flat_map(|rule| &rule.by).any(|set| set.iter().all(|id| held.contains(&id)));
        if may {
            found.push(at);
        }
    }
    found
}

/// The provider whose lane behind the rooms and devices it is.
pub(super) fn person(document: &RulebookDocument, lane: Lane) -> Option<usize> {
    let behind = lane.position().checked_sub(document.providers.len() + document.resources.len())?;
    from_outside(document).get(behind).copied()
}

pub(super) fn supervisor(
    document: &RulebookDocument,
    service: &ServiceDocument,
    whom: Whom,
) -> Option<Supervisor> {
    let rule = service.supervision.as_ref()?;
    let in_room = rule.presence == Presence::InRoom;
    let first = if in_room { 0 } else { document.providers.len() + document.resources.len() };
    let many = if in_room { document.providers.len() } else { from_outside(document).len() };
    let role = Role {
        buffer: if in_room { service.buffers.provider } else { Default::default() },
        uses: vec![menu::whole(service, whom)],
        candidates: (first..first + many).filter_map(|at| u16::try_from(at).ok()).map(Lane).collect(),
        again: 0,
        qualification: Some(rule.by.clone()),
    };
    Some(Supervisor { presence: rule.presence, role })
}
