//! Who supervises, person by person and minute by minute.

use dispatch_core::{Lane, Occupancy, Presence, RulebookDocument, ServiceDocument};

use super::{
    Case,
    menu::{self, Role, Whom},
};

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

impl Case<'_> {
    /// Who could supervise these people, in order; none if nobody need.
    pub(super) fn supervisors(&self, people: &[Lane], start: i32) -> Option<Vec<Lane>> {
        let Supervisor { role, presence } = self.supervisor.as_ref()?;
        let rule = self.service.supervision.as_ref()?;
        let treats = *people.first()?;
        if !rule.unless.is_empty() && self.qualified(treats, &rule.unless, start) {
            return None;
        }
        let own = self.own_minutes(treats);
        let is_free = |lane: &Lane| {
            let person = self.whose(*lane);
            let takes = self.take_up(role, *lane, own, start);
            !people.contains(&person)
                && !self.request.client.avoid.contains(&person)
                && self.qualified(person, &rule.by, start)
                && match presence {
                    Presence::InRoom => {
                        self.hours.works_at(*lane, self.request.location) && self.person_free(*lane, &takes)
                    }
                    Presence::OnSite | Presence::Reachable => self.free(&takes),
                }
        };
        Some(role.candidates.iter().copied().filter(is_free).collect())
    }

    /// Whose lane it is.
    pub(super) fn whose(&self, lane: Lane) -> Lane {
        let person = person(self.document, lane).and_then(|at| u16::try_from(at).ok());
        person.map_or(lane, Lane)
    }

    /// Nothing of theirs in the way but their hours, their blocks, and as much as they may supervise at once.
    pub(super) fn at_hand(&self, person: usize, own: &Occupancy) -> bool {
        let service = own.service.and_then(|at| self.document.services.get(usize::from(at)));
        let rule = service.and_then(|service| service.supervision.as_ref());
        let at = rule.filter(|rule| rule.presence == Presence::OnSite).map(|_| self.request.location);
        (own.used.start.0..own.used.end.0).all(|minute| self.hours.at_hand(self.clock, person, at, minute))
    }
}
