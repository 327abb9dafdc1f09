//! Everything that stands in the way of one candidate at one start: the hard rules again, from the lists, each named.

mod absent;
mod limits;
mod neighbours;

use crate::{
    calendar::{Block, NearEntry, PageIndex},
    explain::{Blocker, Found, IneligibilityIndex},
    ids::Lane,
    rulebook::{Demand, Fit, LaneRules, Presence, Unfit},
    time::{Minute, Minutes, Span},
};

use super::{
    free::{Context, DemandAtStart, Moment, used_span, uses},
    supervision::presence,
};

/// A candidate for one demand.
#[derive(Clone, Copy)]
pub(super) struct CandidateRef<'a> {
    pub(super) lane: Lane,
    /// What the rulebook says of it; neither for a lane of another kind.
    pub(super) fit: Option<&'a Fit>,
    pub(super) unfit: Option<&'a Unfit>,
}

/// One demand at one start, as each of its candidates is looked at: what is the same for all is worked out once.
pub(super) struct Inspection<'a> {
    pub(super) context: Context<'a>,
    pub(super) moment: Moment<'a>,
    pub(super) wanted: DemandAtStart<'a>,
    /// It wants somebody's own time.
    takes_a_provider: bool,
    /// It wants somebody who supervises from outside the room.
    from_outside: Option<Presence>,
    /// Its only use, that with its padding, and what may be near; none if there are several, or if it leaves the
    /// business day.
    only_use: Option<((Span, Span), NearEntry)>,
    /// Every calendar can be read, and the client would see anybody.
    anybody: bool,
}

impl<'a> Inspection<'a> {
    /// At a demand of a service that takes `extra` minutes more than the menu says.
    pub(super) fn at(context: Context<'a>, demand: &'a Demand, extra: Minutes, moment: &Moment<'a>) -> Self {
        let wanted = context.wanted(demand, extra, moment);
        Self {
            context,
            moment: *moment,
            takes_a_provider: demand.kind.takes_a_provider(),
            from_outside: presence(demand).filter(|presence| *presence != Presence::InRoom),
            only_use: wanted.only_use(moment),
            anybody: context.schedule.unreadable().is_empty() && context.client.avoid.is_empty(),
            wanted,
        }
    }

    /// Everything in the way of a candidate; nothing if it is free by itself.
    #[inline(always)]
    pub(super) fn find(&self, candidate: &CandidateRef<'_>, found: &mut Found<'_>) {
        let Some(rules) = self.context.lane(candidate.lane) else { return };
        if let Some(presence) = self.from_outside {
            self.supervision(candidate, rules, presence, found);
            return;
        }
        let at_home = rules.location == self.context.location;
        if !(self.anybody && at_home) {
            self.rule_out(candidate.lane, rules, found);
        }
        found.ineligibility(candidate.ineligibility(self.moment.page));
        let Some((only_use, near)) = &self.only_use else {
            self.over_days(candidate, rules, found);
            return;
        };
        let lane = candidate.lane;
        if !self.context.is_there(&self.wanted, lane, rules, &self.moment) {
            if at_home && !rules.overruns && self.moment.day.is_uninterrupted(lane) {
                found.push(self.not_there(only_use.1));
            } else {
                self.absences(lane, rules, only_use, found);
            }
        }
        if let Some(on_page) = self.context.in_the_way(&self.wanted, lane, &self.moment) {
            self.neighbours_on(rules, on_page, *near, only_use, found);
            if rules.holds > 1 {
                self.full(lane, rules.holds, found);
            }
        }
        if self.takes_a_provider && (rules.is_limited || !self.moment.day.floating_breaks.is_empty()) {
            self.limits(lane, rules, found);
        }
    }

    /// The same for several uses, or for one that leaves its business day.
    #[cold]
    fn over_days(&self, candidate: &CandidateRef<'_>, rules: &LaneRules, found: &mut Found<'_>) {
        let lane = candidate.lane;
        for used in self.uses() {
            let spans = (used, self.padded(used));
            self.absences(lane, rules, &spans, found);
            self.neighbours(lane, rules, &spans, found);
        }
        if rules.holds > 1 {
            self.full(lane, rules.holds, found);
        }
        if self.takes_a_provider {
            self.limits(lane, rules, found);
        }
    }

    /// The bare spans that are wanted.
    pub(super) fn uses(&self) -> impl Iterator<Item = Span> {
        uses(self.wanted.demand, self.wanted.extra).map(|each| used_span(each, self.moment.start))
    }

    fn padded(&self, used: Span) -> Span {
        used.padded(self.wanted.demand.before, self.wanted.demand.after)
    }

    #[inline(never)]
    fn rule_out(&self, lane: Lane, rules: &LaneRules, found: &mut Found<'_>) {
        let Self { context, .. } = self;
        if !rules.works_at(context.location) {
            found.push(Blocker::OtherLocation);
        }
        if !context.is_readable(lane) {
            found.push(Blocker::CalendarUnreadable);
        }
        if self.takes_a_provider && context.avoided(lane) {
            found.push(Blocker::Avoided);
        }
    }
}

impl CandidateRef<'_> {
    /// What keeps it from the role on a day.
    #[inline]
    pub(super) fn ineligibility(&self, page: PageIndex) -> Option<IneligibilityIndex> {
        let missing = self.unfit.map(|unfit| &unfit.missing);
        missing.map_or_else(|| self.fit?.missing(page), |missing| missing.on(page))
    }
}

pub(super) fn add(found: &mut Found<'_>, blocker: Blocker) {
    if !found.contains(&blocker) {
        found.push(blocker);
    }
}

pub(super) fn add_block(found: &mut Found<'_>, block: &Block) {
    add(found, Blocker::Block { block: block.block, span: block.span });
}

fn at(day: Minute, minutes: u32) -> Minute {
    day.plus(Minutes(i32::try_from(minutes).unwrap_or(i32::MAX)))
}
