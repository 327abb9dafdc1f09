//! Whether a client has had what a service asks for, and the service as they get it then.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::PageIndex,
    explain::{Note, ReasonCode},
    ids::ClearanceIndex,
    rulebook::{Rulebook, UnknownClearance, Variant},
    time::Minute,
};

use super::judge::{Flags, ItemCase};

/// Something that a client has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cleared {
    /// What.
    pub clearance: ClearanceIndex,
    /// On which local date.
    pub on: NaiveDate,
}

/// What a client is for a service on the date of its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Has had all that it asks for.
    Cleared,
    /// Has not.
    Missing,
    /// Nobody says, and the rulebook does not say what to think of that.
    Unknown,
}

impl<'a> ItemCase<'a> {
    /// The same request at a start: the service as the client gets it on that date.
    #[inline]
    pub(crate) fn at(&self, start: Minute) -> Self {
        if self.service.clearance.is_empty() { *self } else { self.after(start, &[]) }
    }

    /// Becomes [`Self::at`] a start, where there is nothing to look up without being copied.
    #[inline]
    pub(super) fn stand_at(&mut self, start: Minute) {
        if !self.service.clearance.is_empty() {
            *self = self.after(start, &[]);
        }
    }

    /// The same after a client had these clearances in earlier services of the visit.
    pub(super) fn after(&self, start: Minute, had: &[ClearanceIndex]) -> Self {
        let standing = self.standing(start, had);
        let variant = Variant { clearance_missing: standing == Standing::Missing, ..self.variant };
        let service = self.context.rulebook.services.get(self.item.service.position());
        let service = service.map_or(self.service, |service| service.for_client(variant));
        Self { service, variant, standing, ..*self }
    }

    fn standing(&self, start: Minute, had: &[ClearanceIndex]) -> Standing {
        let rulebook = self.context.rulebook;
        let mut wanted = self.service.clearance.iter().filter(|wanted| !had.contains(wanted));
        let Some(held) = &self.context.client.clearances else {
            return match (wanted.next(), rulebook.unknown_clearance) {
                (None, _) => Standing::Cleared,
                (Some(_), UnknownClearance::Flag) => Standing::Unknown,
                (Some(_), UnknownClearance::Missing) => Standing::Missing,
            };
        };
        let date = rulebook.date(start);
        let holds = |wanted: &ClearanceIndex| rulebook.is_cleared(held, *wanted, date);
        if wanted.all(holds) { Standing::Cleared } else { Standing::Missing }
    }

    /// What the client has not had by the end of what goes before goes to a person, unless the service sees to it.
    #[inline]
    pub(super) fn clearance_flags(&self) -> Flags {
        let mut flags = Flags::default();
        match self.standing {
            Standing::Cleared => {}
            Standing::Missing => flags.raise_if(!self.service.clears, ReasonCode::ClearanceMissing),
            Standing::Unknown => flags.raise(ReasonCode::ClearanceUnknown),
        }
        flags
    }

    /// What the client has had once this service is over, which it has a phase for.
    pub(super) fn clears_in_it(&self) -> &'a [ClearanceIndex] {
        if self.standing == Standing::Missing && self.service.clears { &self.service.clearance } else { &[] }
    }

    /// What is to be said of each clearance that the client lacks or may lack.
    pub(super) fn clearance_notes(&self, start: Minute, item: u8, had: &[ClearanceIndex]) -> Vec<Note> {
        if self.service.clearance.is_empty() {
            return Vec::new();
        }
        let rulebook = self.context.rulebook;
        let date = rulebook.date(start);
        let held = self.context.client.clearances.as_deref();
        let note = |wanted: &ClearanceIndex| {
            let clearance = rulebook.clearances.get(wanted.position())?;
            let (id, in_phase) = (clearance.id.clone(), self.service.clears);
            match (self.standing, held) {
                (Standing::Cleared, _) => None,
                (Standing::Unknown, _) => Some(Note::ClearanceUnknown { item, clearance: id }),
                (Standing::Missing, Some(held)) if rulebook.is_cleared(held, *wanted, date) => None,
                (Standing::Missing, held) => {
                    let had = held.unwrap_or_default().iter().filter(|held| held.clearance == *wanted);
                    let last = had.map(|held| held.on).filter(|on| *on <= date).max();
                    Some(Note::ClearanceMissing { item, clearance: id, last, in_phase })
                }
            }
        };
        self.service.clearance.iter().filter(|wanted| !had.contains(wanted)).filter_map(note).collect()
    }
}

impl Rulebook {
    /// The local date by which days are counted: that of the first location.
    pub(crate) fn date(&self, at: Minute) -> NaiveDate {
        // The business days are those of that location.
        let of_page = |page: PageIndex| self.first_date.checked_add_days(Days::new(page.0.into()));
        let looked_up = || self.locations.first().map(|location| location.zone.local(at).0);
        self.table.page(at).and_then(of_page).or_else(looked_up).unwrap_or_default()
    }

    /// True if one of these clearances is the wanted one, was had by a date and still holds on it.
    fn is_cleared(&self, held: &[Cleared], wanted: ClearanceIndex, date: NaiveDate) -> bool {
        let Some(rules) = self.clearances.get(wanted.position()) else { return false };
        let days_ago = |held: &Cleared| date.signed_duration_since(held.on).num_days();
        let mut of_it = held.iter().filter(|held| held.clearance == wanted).map(days_ago);
        of_it.any(|days| days >= 0 && rules.valid_days.is_none_or(|most| days <= i64::from(most)))
    }
}
