//! Calendars that cannot be read.

use dispatch_core::{Lane, Presence, ReasonCode};

use super::{case::ReferenceCase, outcome::ReferenceCandidate, supervisor::Supervisor};

impl ReferenceCase<'_> {
    /// True if somebody or something that could serve at a start has a calendar that cannot be read. Of who treats, only
    /// the one asked for counts.
    pub(super) fn could_be_unread(&self, start: i32) -> bool {
        let supervises = |supervisor: &Supervisor| self.supervisor_unread(supervisor, start);
        if self.supervisor.as_ref().is_some_and(supervises) {
            return true;
        }
        self.roles.iter().enumerate().any(|(at, role)| {
            let asked =
                |lane: &Lane| at > 0 || self.item.requested.is_none_or(|requested| requested == *lane);
            let may = |lane: &Lane| {
                role.qualification.as_ref().is_none_or(|sets| self.qualified(*lane, sets, start))
            };
            let mut candidates = role.candidates.iter().filter(|lane| asked(lane) && may(lane));
            candidates.any(|lane| {
                self.unreadable.contains(lane) && self.hours.works_at(*lane, self.request.location)
            })
        })
    }

    /// From outside the room anywhere will do.
    fn supervisor_unread(&self, supervisor: &Supervisor, start: i32) -> bool {
        let outside = supervisor.presence != Presence::InRoom;
        let rule = self.service.supervision.as_ref();
        supervisor.role.candidates.iter().any(|lane| {
            let person = self.whose(*lane);
            self.unreadable.contains(&person)
                && (outside || self.hours.works_at(person, self.request.location))
                && rule.is_some_and(|rule| self.qualified(person, &rule.by, start))
        })
    }

    /// The flag, if nobody who would do could be had.
    pub(super) fn unread(&self, start: i32, able: &[ReferenceCandidate]) -> Option<ReasonCode> {
        let would_do = |able: &ReferenceCandidate| {
            self.item.requested.is_none_or(|requested| requested == able.provider)
        };
        let wanting = !able.iter().any(would_do) && self.could_be_unread(start);
        wanting.then_some(ReasonCode::CalendarUnreadable)
    }
}
