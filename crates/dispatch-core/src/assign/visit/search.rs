//! The search for a combination of everything: providers in rulebook order, rooms and devices that the visit uses
//! already before others.

use crate::{
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, Presence, VisitsDocument},
    time::{Minute, Minutes},
};

use super::{
    super::{
        free::{Moment, used_span, uses},
        judge::ItemCase,
        resources::{Question, ranked},
        supervision::presence,
    },
    Visit, WaitingPattern,
    lay::{Placed, joins},
};

/// One question: is there a combination, and which is the first?
pub(super) struct Search<'s, 'a> {
    pub(super) visit: &'s Visit<'a>,
    pub(super) pattern: &'s WaitingPattern,
    /// Providers that are decided, from the first item on.
    pub(super) fixed: &'s [Lane],
    /// From which item on nobody else than the one asked for is taken.
    pub(super) keep_from: usize,
    /// A candidate that must be taken, for the trace: item, demand beside the provider, and lane.
    pub(super) forced: Option<(usize, usize, Lane)>,
    /// Who must treat in one item, whoever was asked for there: item and lane.
    pub(super) treats: Option<(usize, Lane)>,
}

/// What is being placed: one item with its provider.
struct Item<'s, 'a> {
    case: &'s ItemCase<'a>,
    moment: Moment<'a>,
    extra: Minutes,
    end: Minute,
}

impl<'a> Search<'_, 'a> {
    /// The first combination, item by item.
    pub(super) fn solve(&self) -> Option<Vec<Placed>> {
        let mut placed = Vec::with_capacity(self.visit.items.len());
        self.next_item(&mut placed).then_some(placed)
    }

    /// Places the next item and all after it; leaves `placed` as it was if that fails.
    fn next_item(&self, placed: &mut Vec<Placed>) -> bool {
        let at = placed.len();
        let Some(case) = self.visit.items.get(at) else { return self.visit.holds_together(placed) };
        let start = match (placed.last(), self.pattern.gaps.get(at.wrapping_sub(1))) {
            (Some(before), Some(gap)) => before.end.plus(*gap),
            _ => self.pattern.start,
        };
        let (Some(moment), Some(demand)) = (case.context.moment(start), ranked(case.service)) else {
            return false;
        };
        demand.fit.iter().any(|fit| {
            let extra = case.extra(fit);
            let item = Item { case, moment, extra, end: case.visit(start, extra).end };
            self.may_treat(&item, at, fit)
                && self.is_free(&item, demand, fit, placed)
                && self.further(&item, &mut vec![fit.lane], placed)
        })
    }

    fn may_treat(&self, item: &Item<'_, '_>, at: usize, fit: &Fit) -> bool {
        let asked = item.case.item.requested.filter(|_| self.pattern.keep_requested && at >= self.keep_from);
        let asked = self.treats.filter(|(item, _)| *item == at).map(|(_, lane)| lane).or(asked);
        self.fixed.get(at).is_none_or(|fixed| *fixed == fit.lane)
            && asked.is_none_or(|asked| asked == fit.lane)
            && !item.case.context.refused(fit.lane)
            && self.visit.client_can_stay(self.pattern.start, item.end, self.pattern.until_closing)
    }

    /// Chooses for the next demand of an item and all after it.
    fn further(&self, item: &Item<'_, 'a>, lanes: &mut Vec<Lane>, placed: &mut Vec<Placed>) -> bool {
        let supervised = |demand: &&Demand| {
            let treats = lanes.first().copied();
            let needed =
                treats.is_some_and(|lane| item.case.service.needs_supervisor(lane, item.moment.page));
            presence(demand).is_none() || needed
        };
        let Some(demand) = item.case.service.demands.get(lanes.len()).filter(supervised) else {
            let (start, end) = (item.moment.start, item.end);
            placed.push(Placed { start, end, extra: item.extra, lanes: lanes.clone() });
            if self.next_item(placed) {
                return true;
            }
            placed.pop();
            return false;
        };
        let at = lanes.len() - 1;
        let forced = self.forced.filter(|(forced, ..)| *forced == placed.len());
        let question = Question {
            forced: forced.map(|(_, demand, lane)| (demand, lane)),
            ..item.case.question(lanes.first().copied(), item.extra, &item.moment)
        };
        let thing = matches!(demand.kind, DemandKind::Room | DemandKind::Device);
        [true, false].into_iter().any(|used_already| {
            demand.fit.iter().any(|fit| {
                if (thing && is_used(placed, fit.lane)) != used_already {
                    return false;
                }
                let chosen = lanes.get(1..).unwrap_or_default();
                let goes = question.goes_with(demand, at, fit.lane, chosen)
                    && self.is_free(item, demand, fit, placed);
                if !goes {
                    return false;
                }
                lanes.push(fit.lane);
                let found = self.further(item, lanes, placed);
                lanes.pop();
                found
            })
        })
    }

    /// What can be said of a candidate before the later items are known: padding that the visit may take over is left
    /// out. [`Visit::holds_together`] judges the whole.
    fn is_free(&self, item: &Item<'_, '_>, demand: &Demand, fit: &Fit, placed: &[Placed]) -> bool {
        let Item { case, moment, extra, .. } = item;
        let context = &case.context;
        if let Some(presence) = presence(demand).filter(|presence| *presence != Presence::InRoom) {
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
                let wanted = context.wanted(demand, *extra, moment);
                fit.is_valid(moment.page)
                    && !context.avoided(fit.lane)
                    && context.below_cap(rules, &wanted, fit.lane, moment)
            }
            DemandKind::Room | DemandKind::Device => true,
        };
        may && uses(demand, *extra).all(|each| {
            let used = used_span(each, moment.start);
            context.holds(fit.lane, used, used.padded(before, after))
        })
    }
}

fn is_used(placed: &[Placed], lane: Lane) -> bool {
    placed.iter().any(|before| before.lanes.contains(&lane))
}

fn may_use(case: &ItemCase<'_>, lane: Lane) -> bool {
    case.service.demands.iter().any(|demand| demand.fit.iter().any(|fit| fit.lane == lane))
}

/// How long the client waits before each item but the first: the least in all first, then what comes first in order.
pub(super) fn gaps(between: usize, rules: VisitsDocument) -> Vec<Vec<Minutes>> {
    let steps = rules.most_minutes_between.0.div_euclid(rules.grid.0.max(1));
    let mut all: Vec<Vec<i32>> = vec![Vec::new()];
    for _ in 0..between {
        let longer = |gaps: &Vec<i32>| {
            let gaps = gaps.clone();
            (0..=steps).map(move |step| [gaps.as_slice(), &[step]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all.sort_by_key(|gaps| gaps.iter().sum::<i32>());
    all.into_iter().map(|gaps| gaps.into_iter().map(|step| Minutes(step * rules.grid.0)).collect()).collect()
}
