//! The rule on supervision from outside the room: a provider is at hand, under no block, and supervises no more at once than
//! they may. Their second lane counts what they supervise, and nothing else of theirs matters but their hours and their blocks.
//! In the room they are a further provider, and the rules of any provider hold.

use crate::{
    calendar::{LanePage, PageIndex, Row},
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::{Demand, Fit, LaneRules, Presence},
    time::{Minutes, Span},
};

use super::{
    context::Context,
    day::{Day, pieces},
    inspection::{CandidateRef, Inspection, add},
    neighbours, readability,
    start_set::StartSet,
    wishes,
};

impl Context<'_> {
    /// One start: true if the provider of a second lane can supervise all of a span.
    pub(crate) fn can_supervise(&self, lane: Lane, presence: Presence, span: Span) -> bool {
        let Some(rules) = self.lane(lane) else { return false };
        let free = |page: PageIndex| {
            let range = self.table().range(page, span);
            let Some(on_page) = self.schedule.lane_page(page, lane) else { return true };
            self.room_left(on_page, page, rules.padding, range, range)
        };
        self.is_readable(lane)
            && is_at_hand(self, lane, presence, span)
            && self.table().pages(span).all(free)
            && self.schedule.blocks(self.person(lane), span).next().is_none()
    }
}

fn is_at_hand(context: &Context<'_>, lane: Lane, presence: Presence, span: Span) -> bool {
    context.table().horizon().contains(span)
        && context.table().pages(span).all(|page| {
            let day = context.rulebook.day(page);
            let open = day.and_then(|day| day.at_hand(lane, presence, context.location));
            open.is_some_and(|open| open.all(context.table().range(page, span)))
        })
}

/// Names everything in the way of a provider who would supervise from outside the room.
#[cold]
pub(super) fn blockers(
    inspection: &Inspection<'_>,
    candidate: &CandidateRef<'_>,
    rules: &LaneRules,
    presence: Presence,
    found: &mut Found<'_>,
) {
    let Inspection { context, moment, .. } = inspection;
    let lane = candidate.lane;
    found.ineligibility(candidate.ineligibility(moment.page));
    readability::blockers(context, lane, found);
    wishes::blockers(context, context.person(lane), found);
    for needed in inspection.uses() {
        if !is_at_hand(context, lane, presence, needed) {
            let on_site = presence == Presence::OnSite;
            add(
                found,
                if on_site { Blocker::NotOnSite { needed } } else { Blocker::NotReachable { needed } },
            );
        }
        for block in context.schedule.blocks(context.person(lane), needed) {
            add(found, Blocker::Block { block: block.block, span: block.span });
        }
        neighbours::blockers(inspection, lane, rules, &(needed, needed), found);
    }
    if rules.holds > 1 {
        neighbours::name_full(inspection, lane, rules.holds, found);
    }
}

impl Day<'_> {
    /// The whole day: the starts at which a provider can supervise a demand from outside the room.
    pub(crate) fn supervisor(
        &self,
        demand: &Demand,
        fit: &Fit,
        presence: Presence,
        extra: Minutes,
    ) -> StartSet {
        let none = StartSet::clear(self.words);
        let Some(open) = self.rules.at_hand(fit.lane, presence, self.context.location) else { return none };
        if !fit.is_valid(self.page) || !self.context.is_readable(fit.lane) {
            return none;
        }
        let mut lifted = None;
        let padded = self.on_page(fit.lane).map(|on_page| self.without_own(on_page, &mut lifted));
        let mut away = padded.copied().unwrap_or(Row::EMPTY);
        let own_blocks = self.on_page(self.context.person(fit.lane)).map_or(&[][..], LanePage::blocks);
        for block in own_blocks {
            away.set(self.context.table().range(self.page, block.span));
        }
        let mut all = StartSet::full(self.words);
        for each in pieces(demand, extra) {
            all.keep(&self.runs(open, &away, each));
        }
        all
    }
}
