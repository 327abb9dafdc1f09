//! Clearances of a client, day by day.

use dispatch_core::{ClearanceId, Cleared, ReasonCode, UnknownClearance};

use super::{
    case::{ReferenceCase, Standing},
    clock,
    menu::{self, Whom},
    supervisor,
};

impl<'a> ReferenceCase<'a> {
    /// The service as the client gets it on the day of a start, after having had these in the same visit.
    pub(super) fn on_the_day(&self, start: i32, had: &[ClearanceId]) -> Self {
        let standing = self.standing_on(self.clock.day(start), had);
        let whom = Whom { new: self.request.client.new, uncleared: standing == Standing::Uncleared };
        let service = &self.as_given[usize::from(whom.uncleared)];
        let roles = menu::roles(self.document, service, whom);
        let supervisor = supervisor::supervisor(self.document, service, whom);
        ReferenceCase { service, whom, standing, roles, supervisor, ..*self }
    }

    fn standing_on(&self, day: i32, had: &[ClearanceId]) -> Standing {
        let asked: Vec<&ClearanceId> = self.service.clearance.iter().filter(|id| !had.contains(id)).collect();
        if asked.is_empty() {
            return Standing::Cleared;
        }
        match &self.request.client.clearances {
            None if self.document.unknown_clearance == UnknownClearance::Flag => Standing::Unknown,
            None => Standing::Uncleared,
            Some(held) if asked.into_iter().all(|id| self.holds_on(day, id, held)) => Standing::Cleared,
            Some(_) => Standing::Uncleared,
        }
    }

    /// Each day from the one on which they had it until it holds no more.
    fn holds_on(&self, day: i32, id: &ClearanceId, held: &[Cleared]) -> bool {
        let date = clock::date(day);
        held.iter().any(|one| {
            let rules = self.document.clearances.get(one.clearance.position());
            rules.filter(|rules| rules.id == *id).is_some_and(|rules| match rules.valid_days {
                None => one.on <= date,
                Some(days) => one.on.iter_days().take(usize::from(days) + 1).any(|valid| valid == date),
            })
        })
    }

    pub(super) fn clearance_flag(&self) -> Option<ReasonCode> {
        match self.standing {
            Standing::Uncleared if !self.sees_to_it() => Some(ReasonCode::ClearanceMissing),
            Standing::Unknown => Some(ReasonCode::ClearanceUnknown),
            _ => None,
        }
    }

    /// What they have had after it.
    pub(super) fn clears_in_it(&self) -> Vec<ClearanceId> {
        let does = self.standing == Standing::Uncleared && self.sees_to_it();
        if does { self.service.clearance.clone() } else { Vec::new() }
    }

    /// True if some phase takes place because of it.
    fn sees_to_it(&self) -> bool {
        self.service.phases.iter().any(|phase| phase.only == Some(dispatch_core::Only::ClearanceMissing))
    }
}
