//! A combination of everything for a visit: who takes each item, decided one after the other.

use crate::{availability::Moment, explain::ReasonCode, ids::Lane, rulebook::TiePolicy, time::Minute};

use super::{
    super::{
        case::ItemCase,
        contender::{Contender, Lost, NOT_TREATING, best, left},
        flags::Flags,
        rank::rank,
    },
    case::Visit,
    pattern::WaitingPattern,
    placed_item::PlacedItem,
    search::Search,
};

/// A combination of everything, item by item.
pub(crate) struct Combination<'a> {
    pub(super) items: Vec<Decided<'a>>,
    pub(super) placed: Vec<PlacedItem>,
    pub(super) pattern: WaitingPattern,
}

/// Who takes one item.
pub(super) struct Decided<'a> {
    pub(super) moment: Moment<'a>,
    /// Every provider who could, ranked.
    pub(super) contenders: Vec<Contender>,
    pub(super) chosen: Lane,
}

impl<'a> Visit<'a> {
    /// The shortest waiting with which everything fits: with those who were asked for, if that can be had at all.
    pub(super) fn best_pattern(&self, start: Minute, until_closing: bool) -> Option<WaitingPattern> {
        let asked = self.items.iter().any(|item| item.item.requested.is_some());
        let keep: &[bool] = if asked { &[true, false] } else { &[true] };
        self.patterns(start, until_closing, keep).find(|pattern| {
            let search =
                Search { visit: self, pattern, fixed: &[], keep_from: 0, forced: None, treats: None };
            search.solve().is_some()
        })
    }

    /// Decides item after item; the first providers may be given.
    pub(super) fn decide(
        &self,
        pattern: WaitingPattern,
        given: &[Lane],
        flags: &mut Flags,
    ) -> Option<Combination<'a>> {
        let mut fixed = given.to_vec();
        let mut items = Vec::with_capacity(self.items.len());
        for (at, case) in self.items.iter().enumerate().skip(given.len()) {
            let mut starts = None;
            let mut contenders = Vec::new();
            for fit in &case.service.ranked()?.fit {
                fixed.push(fit.lane);
                let search = Search {
                    visit: self,
                    pattern: &pattern,
                    fixed: &fixed,
                    keep_from: at + 1,
                    forced: None,
                    treats: None,
                };
                if let Some(placed) = search.solve() {
                    starts = starts.or(placed.get(at).map(|item| item.start));
                    contenders.push(Contender::new(fit.lane, case.extra(fit)));
                }
                fixed.pop();
            }
            let moment = case.context.moment(starts?)?;
            case.keep_requested(&mut contenders, flags);
            self.keep_treating(case, &fixed, &mut contenders);
            rank(&case.context, case.request, case.item, &moment, &mut contenders);
            let tied =
                left(&contenders).nth(1).is_some() && case.context.rulebook.ties == TiePolicy::ToPerson;
            flags.raise_if(tied, ReasonCode::Tie);
            flags.raise_if(case.vip_to_person(&contenders), ReasonCode::Vip);
            let chosen = best(&contenders)?.lane;
            fixed.push(chosen);
            items.push(Decided { moment, contenders, chosen });
        }
        let keep_from = self.items.len();
        let all =
            Search { visit: self, pattern: &pattern, fixed: &fixed, keep_from, forced: None, treats: None };
        let placed = all.solve()?;
        Some(Combination { items, placed, pattern })
    }

    /// A provider who treats already goes on, unless the client asked for one.
    fn keep_treating(&self, case: &ItemCase<'_>, treating: &[Lane], contenders: &mut [Contender]) {
        let goes_on = |contender: &Contender| treating.contains(&contender.lane);
        if !self.rules.same_provider || case.item.requested.is_some() || !contenders.iter().any(goes_on) {
            return;
        }
        for contender in contenders.iter_mut().filter(|contender| !goes_on(contender)) {
            contender.lost = Some(Lost { stage: NOT_TREATING, own: 1, best: 0 });
        }
    }
}
