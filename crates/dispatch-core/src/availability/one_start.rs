//! One start: whether one lane can serve one demand then. The usual case is a few words of the bitmaps; the rest goes rule by rule.

use crate::{
    ids::Lane,
    rulebook::{Fit, LaneRules, Presence},
    time::Span,
};

use super::{
    context::{Context, Moment},
    counting,
    demand_at_start::DemandAtStart,
    hours,
    lane_at_start::LaneAtStart,
    location, neighbours, readability,
};

impl Context<'_> {
    /// True if the provider may deliver it on that day and is free for it, the rules that count included.
    #[inline]
    pub(crate) fn provider_free(&self, wanted: &DemandAtStart<'_>, fit: &Fit, moment: &Moment<'_>) -> bool {
        let Some(rules) = self.lane(fit.lane) else { return false };
        fit.is_valid(moment.page) && self.person_free(wanted, fit.lane, rules, moment)
    }

    /// True if a provider is free for it, the rules that count included.
    #[inline]
    pub(crate) fn person_free(
        &self,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        rules: &LaneRules,
        moment: &Moment<'_>,
    ) -> bool {
        let asked = LaneAtStart { context: self, wanted, lane, rules, moment };
        asked.is_free() && (asked.has_no_limits() || counting::all_hold(&asked))
    }

    /// True if the room or device is free for it.
    #[inline]
    pub(crate) fn resource_free(&self, wanted: &DemandAtStart<'_>, lane: Lane, moment: &Moment<'_>) -> bool {
        self.lane(lane)
            .is_some_and(|rules| LaneAtStart { context: self, wanted, lane, rules, moment }.is_free())
    }

    /// True if a candidate may supervise on that day and is free for it.
    pub(crate) fn supervisor_free(
        &self,
        wanted: &DemandAtStart<'_>,
        fit: &Fit,
        presence: Presence,
        moment: &Moment<'_>,
    ) -> bool {
        if presence == Presence::InRoom {
            return self.provider_free(wanted, fit, moment);
        }
        fit.is_valid(moment.page)
            && wanted.spans(moment.start).all(|span| self.can_supervise(fit.lane, presence, span))
    }

    /// True if a lane is there for one use with its padding, under no block and far enough from every other booking.
    pub(crate) fn use_free(&self, lane: Lane, used: Span, padded: Span) -> bool {
        let Some(rules) = self.lane(lane) else { return false };
        self.is_readable(lane)
            && hours::use_holds(self, lane, rules, used, padded)
            && neighbours::use_holds(self, lane, rules, used, padded)
    }
}

impl LaneAtStart<'_> {
    /// True if a lane is there for all of it, under no block and far enough from every other booking.
    #[inline(always)]
    fn is_free(&self) -> bool {
        let Self { context, wanted, lane, rules, moment } = *self;
        match &wanted.on_page {
            Some(on_page)
                if rules.location == context.location && context.schedule.unreadable().is_empty() =>
            {
                // No closure: the compiler would not inline it here, and every candidate comes by.
                let Some(open) = moment.day.open.get(lane.position()) else { return false };
                hours::covers(on_page, lane, rules, open, moment)
                    && neighbours::leave_room(context, on_page, lane, rules, moment)
            }
            _ => self.is_free_elsewhere(),
        }
    }

    /// The same for a lane that is not at its home location, where calendars cannot be read, or over several days.
    #[inline(never)]
    fn is_free_elsewhere(&self) -> bool {
        location::holds(self) && readability::holds(self) && hours::holds(self) && neighbours::holds(self)
    }

    /// The usual case: no rule that counts applies to the lane on that day.
    #[inline(always)]
    fn has_no_limits(&self) -> bool {
        !self.rules.is_limited && self.moment.day.floating_breaks.is_empty() && self.wanted.on_page.is_some()
    }
}
