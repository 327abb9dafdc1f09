//! One demand at one start, as each of its candidates is inspected: all that is the same for every candidate is worked out once.

use crate::{
    calendar::{NearEntry, Occupancy, PageIndex},
    explain::{Blocker, Found, IneligibilityIndex},
    ids::Lane,
    rulebook::{Demand, Fit, Presence, Unfit},
    time::{Minute, Minutes, Span},
};

use super::{
    context::{Context, Moment},
    demand_at_start::DemandAtStart,
};

/// A candidate for one demand.
#[derive(Clone, Copy)]
pub(crate) struct CandidateRef<'a> {
    pub(crate) lane: Lane,
    /// What the rulebook says of it; neither for a lane of another kind.
    pub(crate) fit: Option<&'a Fit>,
    pub(crate) unfit: Option<&'a Unfit>,
}

/// One demand at one start.
pub(crate) struct Inspection<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) moment: Moment<'a>,
    pub(crate) wanted: DemandAtStart<'a>,
    /// It wants a provider's own time.
    pub(super) takes_a_provider: bool,
    /// It wants a provider who supervises from outside the room.
    pub(super) from_outside: Option<Presence>,
    /// Its only use, that with its padding, and what may be near; none if there are several, or if it leaves the
    /// business day.
    pub(super) only_use: Option<((Span, Span), NearEntry)>,
    /// Every calendar can be read, and the client avoids no provider.
    pub(super) any_lane_at_home: bool,
}

impl<'a> Inspection<'a> {
    /// At a demand of a service that takes `extra` minutes more than the menu says.
    pub(crate) fn at(context: Context<'a>, demand: &'a Demand, extra: Minutes, moment: &Moment<'a>) -> Self {
        let wanted = context.demand_at_start(demand, extra, moment);
        Self {
            context,
            moment: *moment,
            takes_a_provider: demand.kind.takes_a_provider(),
            from_outside: demand.presence().filter(|presence| *presence != Presence::InRoom),
            only_use: wanted.only_use(moment),
            any_lane_at_home: context.schedule.unreadable().is_empty() && context.client.avoid.is_empty(),
            wanted,
        }
    }

    /// The bare spans that are wanted.
    pub(super) fn uses(&self) -> impl Iterator<Item = Span> + use<'a> {
        self.wanted.spans(self.moment.start)
    }

    pub(super) fn padded(&self, used: Span) -> Span {
        self.wanted.padded(used)
    }
}

impl CandidateRef<'_> {
    /// The credentials and capabilities that keep it from the role on a day.
    #[inline]
    pub(super) fn ineligibility(&self, page: PageIndex) -> Option<IneligibilityIndex> {
        let missing = self.unfit.map(|unfit| &unfit.missing);
        missing.map_or_else(|| self.fit?.missing(page), |missing| missing.on(page))
    }
}

/// Names a blocker once.
pub(super) fn add(found: &mut Found<'_>, blocker: Blocker) {
    if !found.contains(&blocker) {
        found.push(blocker);
    }
}

/// A minute of a day.
pub(super) fn at(day: Minute, minutes: u32) -> Minute {
    day.plus(Minutes(i32::try_from(minutes).unwrap_or(i32::MAX)))
}

/// True if one of the blockers found is this occupancy: rules that count are judged with it out of the way.
pub(super) fn is_named(found: &Found<'_>, occupancy: &Occupancy) -> bool {
    found.iter().any(|blocker| names(blocker, occupancy))
}

/// True if a blocker is this occupancy.
pub(super) fn names(blocker: &Blocker, occupancy: &Occupancy) -> bool {
    match blocker {
        Blocker::Booked { booking, used } | Blocker::Buffer { booking, used, .. } => {
            *booking == occupancy.booking && *used == occupancy.used
        }
        _ => false,
    }
}
