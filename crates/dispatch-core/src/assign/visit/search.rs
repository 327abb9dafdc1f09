//! The search for a combination of everything: providers in rulebook order, rooms and devices that the visit uses
//! already before others.

use std::ops::{ControlFlow, Range};

use crate::{
    availability::{Moment, used_span, uses},
    combinations::{self, Roles},
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, Presence},
    time::{Minute, Minutes},
};

use super::{
    super::{case::ItemCase, joint::JointChoice},
    case::Visit,
    pattern::WaitingPattern,
    placed_item::{PlacedItem, joins},
};

/// One search: is there a combination, and which is the first?
pub(super) struct Search<'s, 'a> {
    pub(super) visit: &'s Visit<'a>,
    pub(super) pattern: &'s WaitingPattern,
    /// Providers that are decided, from the first item on.
    pub(super) fixed: &'s [Lane],
    /// From which item on no other provider than the one asked for is taken.
    pub(super) keep_from: usize,
    /// A candidate that must be taken, for the trace: item, demand beside the provider, and lane.
    pub(super) forced: Option<(usize, usize, Lane)>,
    /// Who must treat in one item, whoever was asked for there: item and lane.
    pub(super) treats: Option<(usize, Lane)>,
}

/// One item with its provider, as it is placed.
struct Item<'s, 'a> {
    case: &'s ItemCase<'a>,
    moment: Moment<'a>,
    extra: Minutes,
    end: Minute,
}

impl<'a> Search<'_, 'a> {
    /// The first combination, item by item.
    pub(super) fn solve(&self) -> Option<Vec<PlacedItem>> {
        let mut placed = Vec::with_capacity(self.visit.items.len());
        self.next_item(&mut placed).then_some(placed)
    }

    /// Places the next item and all after it; leaves `placed` as it was if that fails.
    fn next_item(&self, placed: &mut Vec<PlacedItem>) -> bool {
        let at = placed.len();
        let Some(case) = self.visit.items.get(at) else { return self.visit.holds_together(placed) };
        let start = match (placed.last(), self.pattern.gaps.get(at.wrapping_sub(1))) {
            (Some(before), Some(gap)) => before.end.plus(*gap),
            _ => self.pattern.start,
        };
        let (Some(moment), Some(demand)) = (case.context.moment(start), case.service.ranked()) else {
            return false;
        };
        demand.fit.iter().any(|fit| {
            let extra = case.extra(fit);
            let item = Item { case, moment, extra, end: case.visit(start, extra).end };
            self.may_treat(&item, at, fit)
                && self.is_free(&item, demand, fit, placed)
                && self.further(&item, fit.lane, placed)
        })
    }

    fn may_treat(&self, item: &Item<'_, '_>, at: usize, fit: &Fit) -> bool {
        let keeps = self.pattern.keep_requested && at >= self.keep_from;
        let requested = if keeps { item.case.item.requested } else { None };
        let asked = self.treats.filter(|(item, _)| *item == at).map(|(_, lane)| lane).or(requested);
        self.fixed.get(at).is_none_or(|fixed| *fixed == fit.lane)
            && asked.is_none_or(|asked| asked == fit.lane)
            && !item.case.context.refused(fit.lane)
            && self.visit.client_can_stay(self.pattern.start, item.end, self.pattern.until_closing)
    }

    /// Chooses everything else for an item, and all items after it.
    fn further(&self, item: &Item<'_, 'a>, treats: Lane, placed: &mut Vec<PlacedItem>) -> bool {
        let forced = self.forced.filter(|(forced, ..)| *forced == placed.len());
        let choice = JointChoice {
            forced: forced.map(|(_, demand, lane)| (demand, lane)),
            ..item.case.joint_choice(Some(treats), item.extra, &item.moment)
        };
        let mut others = Others { search: self, item, choice, lanes: vec![treats], placed };
        combinations::search(&mut others, 0, ()).is_break()
    }

    /// What can be said of a candidate before the later items are known: padding that the visit may take over is left
    /// out. [`Visit::holds_together`] judges the whole.
    fn is_free(&self, item: &Item<'_, '_>, demand: &Demand, fit: &Fit, placed: &[PlacedItem]) -> bool {
        let Item { case, moment, extra, .. } = item;
        let context = &case.context;
        if let Some(presence) = demand.presence().filter(|presence| *presence != Presence::InRoom) {
            let mut spans = uses(demand, *extra).map(|each| used_span(each, moment.start));
            return fit.is_valid(moment.page)
                && !context.avoided(context.person(fit.lane))
                && spans.all(|span| context.can_supervise(fit.lane, presence, span));
        }
        let Some(rules) = context.lane(fit.lane) else { return false };
        let held_before = joins(demand.kind) && is_used(placed, fit.lane);
        let later = self.visit.items.get(placed.len() + 1..).unwrap_or_default();
        let may_go_on = joins(demand.kind) && later.iter().any(|later| may_use(later, fit.lane));
        let before = if held_before { Minutes(0) } else { demand.before };
        let after = if may_go_on { Minutes(0) } else { demand.after };
        let may = match demand.kind {
            DemandKind::Provider | DemandKind::Supervisor(_) => {
                let wanted = context.demand_at_start(demand, *extra, moment);
                fit.is_valid(moment.page)
                    && !context.avoided(fit.lane)
                    && context.below_cap(rules, &wanted, fit.lane, moment)
            }
            DemandKind::Room | DemandKind::Device => true,
        };
        may && uses(demand, *extra).all(|each| {
            let used = used_span(each, moment.start);
            context.use_free(fit.lane, used, used.padded(before, after))
        })
    }
}

/// Everything else for one item: the roles of the joint search. A combination for the item counts only if all after it can be
/// placed too.
struct Others<'f, 's, 'a> {
    search: &'f Search<'s, 'a>,
    item: &'f Item<'f, 'a>,
    choice: JointChoice<'a>,
    /// The provider who treats, and what is chosen.
    lanes: Vec<Lane>,
    placed: &'f mut Vec<PlacedItem>,
}

impl<'a> Others<'_, '_, 'a> {
    /// None behind the last role, and where a provider needs no supervisor.
    fn demand(&self, role: usize) -> Option<&'a Demand> {
        let demand = self.choice.service.others().get(role)?;
        (demand.presence().is_none() || self.choice.supervised).then_some(demand)
    }
}

impl Roles for Others<'_, '_, '_> {
    type Left = ();

    /// Twice each: first rooms and devices that the visit uses already, then all others.
    fn candidates(&self, role: usize) -> Option<Range<usize>> {
        self.demand(role).map(|demand| 0..2 * demand.fit.len())
    }

    fn choose(&mut self, role: usize, candidate: usize, (): &()) -> Option<()> {
        let demand = self.demand(role)?;
        let many = demand.fit.len();
        let used_already = candidate < many;
        let fit = demand.fit.get(candidate % many)?;
        let is_thing = matches!(demand.kind, DemandKind::Room | DemandKind::Device);
        if (is_thing && is_used(self.placed, fit.lane)) != used_already {
            return None;
        }
        let chosen = self.lanes.get(1..).unwrap_or_default();
        let goes = self.choice.goes_with(demand, role, fit.lane, chosen)
            && self.search.is_free(self.item, demand, fit, self.placed);
        goes.then(|| self.lanes.push(fit.lane))
    }

    fn undo(&mut self) {
        self.lanes.pop();
    }

    fn complete(&mut self, (): ()) -> ControlFlow<()> {
        let Item { moment, end, extra, .. } = *self.item;
        self.placed.push(PlacedItem { start: moment.start, end, extra, lanes: self.lanes.clone() });
        if self.search.next_item(self.placed) {
            return ControlFlow::Break(());
        }
        self.placed.pop();
        ControlFlow::Continue(())
    }
}

fn is_used(placed: &[PlacedItem], lane: Lane) -> bool {
    placed.iter().any(|before| before.lanes.contains(&lane))
}

fn may_use(case: &ItemCase<'_>, lane: Lane) -> bool {
    case.service.demands.iter().any(|demand| demand.fit.iter().any(|fit| fit.lane == lane))
}
