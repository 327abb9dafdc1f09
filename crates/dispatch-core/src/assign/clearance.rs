//! The rule on clearances: a client has had whatever a service asks for, or gets the service as those get it who have not.

use chrono::NaiveDate;

use crate::{
    availability::{Cleared, Context},
    explain::{Note, ReasonCode},
    ids::ClearanceIndex,
    rulebook::{Rulebook, Service, UnknownClearance},
    time::Minute,
};

use super::flags::Flags;

/// The client's clearance for a service on the date of its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Has had all that it asks for.
    Cleared,
    /// Has not.
    Missing,
    /// It is not known, and the rulebook does not say how to take that.
    Unknown,
}

impl Standing {
    /// At a start, after the clearances that the client had in earlier services of the visit.
    pub(super) fn of(
        context: &Context<'_>,
        service: &Service,
        start: Minute,
        had: &[ClearanceIndex],
    ) -> Self {
        let rulebook = context.rulebook;
        let mut wanted = service.clearance.iter().filter(|wanted| !had.contains(wanted));
        let Some(held) = &context.client.clearances else {
            return match (wanted.next(), rulebook.unknown_clearance) {
                (None, _) => Self::Cleared,
                (Some(_), UnknownClearance::Flag) => Self::Unknown,
                (Some(_), UnknownClearance::Missing) => Self::Missing,
            };
        };
        let date = rulebook.date(start);
        let holds = |wanted: &ClearanceIndex| is_cleared(rulebook, held, *wanted, date);
        if wanted.all(holds) { Self::Cleared } else { Self::Missing }
    }

    /// A clearance that the client lacks goes to a person, unless the service has a phase for it.
    #[inline]
    pub(super) fn flags(self, service: &Service) -> Flags {
        let mut flags = Flags::default();
        match self {
            Self::Cleared => {}
            Self::Missing => flags.raise_if(!service.clears, ReasonCode::ClearanceMissing),
            Self::Unknown => flags.raise(ReasonCode::ClearanceUnknown),
        }
        flags
    }
}

/// One note for each clearance that the client lacks or may lack.
pub(super) fn notes(
    context: &Context<'_>,
    service: &Service,
    standing: Standing,
    (start, item): (Minute, u8),
    had: &[ClearanceIndex],
) -> Vec<Note> {
    if service.clearance.is_empty() {
        return Vec::new();
    }
    let rulebook = context.rulebook;
    let date = rulebook.date(start);
    let held = context.client.clearances.as_deref();
    let note = |wanted: &ClearanceIndex| {
        let clearance = rulebook.clearances.get(wanted.position())?;
        let (id, in_phase) = (clearance.id.clone(), service.clears);
        match (standing, held) {
            (Standing::Cleared, _) => None,
            (Standing::Unknown, _) => Some(Note::ClearanceUnknown { item, clearance: id }),
            (Standing::Missing, Some(held)) if is_cleared(rulebook, held, *wanted, date) => None,
            (Standing::Missing, held) => {
                let had = held.unwrap_or_default().iter().filter(|held| held.clearance == *wanted);
                let last = had.map(|held| held.on).filter(|on| *on <= date).max();
                Some(Note::ClearanceMissing { item, clearance: id, last, in_phase })
            }
        }
    };
    service.clearance.iter().filter(|wanted| !had.contains(wanted)).filter_map(note).collect()
}

/// True if one of these clearances is the wanted one, was had by a date and still holds on it.
fn is_cleared(rulebook: &Rulebook, held: &[Cleared], wanted: ClearanceIndex, date: NaiveDate) -> bool {
    let Some(rules) = rulebook.clearances.get(wanted.position()) else { return false };
    let days_ago = |held: &Cleared| date.signed_duration_since(held.on).num_days();
    let mut of_it = held.iter().filter(|held| held.clearance == wanted).map(days_ago);
    of_it.any(|days| days >= 0 && rules.valid_days.is_none_or(|most| days <= i64::from(most)))
}
