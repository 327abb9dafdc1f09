//! Supervision, person by person and minute by minute.

use dispatch_core::{Lane, Occupancy, Presence};

use super::{
    case::ReferenceCase,
    supervisor::{Supervisor, person},
};

impl ReferenceCase<'_> {
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
