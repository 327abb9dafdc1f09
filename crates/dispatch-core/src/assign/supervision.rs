//! Whether somebody can supervise a service at one start, and what stands in the way if not. In the room they are a
//! further provider; from outside it their second lane counts what they supervise, and nothing else of theirs matters
//! but their hours and their blocks.

use crate::{
    calendar::PageIndex,
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::{Demand, Fit, LaneRules, Presence},
    time::Span,
};

use super::{
    blockers::{CandidateRef, Inspection, add, add_block},
    free::{Context, DemandAtStart, Moment, used_span, uses},
};

impl Context<'_> {
    /// Whose time a lane is: a second lane's is its provider's.
    #[inline]
    pub(crate) fn person(&self, lane: Lane) -> Lane {
        self.lane(lane).and_then(|rules| rules.person).unwrap_or(lane)
    }

    /// True if a candidate may supervise on that day and is to be had for it.
    pub(super) fn supervisor_free(
        &self,
        wanted: &DemandAtStart<'_>,
        fit: &Fit,
        presence: Presence,
        moment: &Moment<'_>,
    ) -> bool {
        if presence == Presence::InRoom {
            return self.provider_free(wanted, fit, moment);
        }
        let mut spans = uses(wanted.demand, wanted.extra).map(|each| used_span(each, moment.start));
        fit.is_valid(moment.page) && spans.all(|span| self.can_supervise(fit.lane, presence, span))
    }

    /// True if somebody is at hand for all of a span, under no block, and supervises fewer then than they may.
    pub(super) fn can_supervise(&self, lane: Lane, presence: Presence, span: Span) -> bool {
        let Some(rules) = self.lane(lane) else { return false };
        let free = |page: PageIndex| {
            let range = self.table().range(page, span);
            let Some(on_page) = self.schedule.lane_page(page, lane) else { return true };
            self.room_left(on_page, page, rules.padding, range, range)
        };
        self.is_readable(lane)
            && self.is_at_hand(lane, presence, span)
            && self.table().pages(span).all(free)
            && self.schedule.blocks(self.person(lane), span).next().is_none()
    }

    fn is_at_hand(&self, lane: Lane, presence: Presence, span: Span) -> bool {
        self.table().horizon().contains(span)
            && self.table().pages(span).all(|page| {
                let day = self.rulebook.day(page);
                let open = day.and_then(|day| day.at_hand(lane, presence, self.location));
                open.is_some_and(|open| open.all(self.table().range(page, span)))
            })
    }
}

impl Inspection<'_> {
    /// What stands in the way of somebody who would supervise from outside the room.
    #[cold]
    pub(super) fn supervision(
        &self,
        candidate: &CandidateRef<'_>,
        rules: &LaneRules,
        presence: Presence,
        found: &mut Found<'_>,
    ) {
        let Self { context, moment, .. } = self;
        let lane = candidate.lane;
        found.ineligibility(candidate.ineligibility(moment.page));
        if !context.is_readable(lane) {
            found.push(Blocker::CalendarUnreadable);
        }
        if context.avoided(context.person(lane)) {
            found.push(Blocker::Avoided);
        }
        for needed in self.uses() {
            if !context.is_at_hand(lane, presence, needed) {
                let on_site = presence == Presence::OnSite;
                add(
                    found,
                    if on_site { Blocker::NotOnSite { needed } } else { Blocker::NotReachable { needed } },
                );
            }
            for block in context.schedule.blocks(context.person(lane), needed) {
                add_block(found, block);
            }
            self.neighbours(lane, rules, &(needed, needed), found);
        }
        if rules.holds > 1 {
            self.full(lane, rules.holds, found);
        }
    }
}

/// The presence that a demand for a supervisor asks for; none for any other demand.
pub(crate) const fn presence(demand: &Demand) -> Option<Presence> {
    demand.presence()
}
