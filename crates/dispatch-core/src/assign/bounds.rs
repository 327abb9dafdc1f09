//! The rule on lead times: the first and the last start that may be booked now, whoever takes the booking.

use crate::{
    calendar::PageIndex,
    explain::ReasonCode,
    ids::LocationIndex,
    rulebook::{Rulebook, Service},
    time::{Minute, Minutes, Span},
};

use super::flags::Flags;

/// The first and the last start that rules about time allow, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// The lead time is over.
    pub(crate) earliest: Minute,
    /// Not too far ahead.
    pub(crate) latest: Minute,
}

impl Bounds {
    /// The starts that a service allows to a client who asks at `now`; all if that is not judged.
    #[inline]
    pub(super) fn of(rulebook: &Rulebook, service: &Service, now: Option<Minute>) -> Self {
        let mut bounds = Self { earliest: Minute(i32::MIN), latest: Minute(i32::MAX) };
        let Some(now) = now else { return bounds };
        if let Some(lead) = service.lead {
            bounds.earliest = now.plus(lead);
        }
        if let Some(days) = service.furthest_days {
            bounds.latest = last_minute(rulebook, now, days);
        }
        bounds
    }

    /// What two services of one visit both allow.
    pub(super) fn and(self, other: Self) -> Self {
        Self { earliest: self.earliest.max(other.earliest), latest: self.latest.min(other.latest) }
    }

    /// The starts of a span that are allowed.
    pub(crate) fn within(self, starts: Span) -> Span {
        starts.intersection(Span::new(self.earliest, self.latest.plus(Minutes(1))))
    }

    /// What stands against a start.
    pub(super) fn flags(self, start: Minute) -> Flags {
        let mut flags = Flags::default();
        flags.raise_if(start < self.earliest, ReasonCode::LeadTime);
        flags.raise_if(start > self.latest, ReasonCode::TooFarAhead);
        flags
    }
}

/// The last minute of the business day that lies so many days after today.
fn last_minute(rulebook: &Rulebook, now: Minute, days: u16) -> Minute {
    let table = rulebook.pages();
    let horizon = table.horizon();
    let today = match table.page(now) {
        Some(page) => i32::from(page.0),
        None if now < horizon.start => {
            let zone = rulebook.zone(LocationIndex::default());
            -zone.map_or(0, |zone| zone.days_between(now, horizon.start))
        }
        // Nothing beyond the horizon is judged.
        None => return horizon.end,
    };
    let last = today.saturating_add(i32::from(days));
    if last < 0 {
        return horizon.start.minus(Minutes(1));
    }
    let last = u16::try_from(last).ok().filter(|last| usize::from(*last) < table.days());
    last.map_or(horizon.end, |last| table.span(PageIndex(last)).end.minus(Minutes(1)))
}
