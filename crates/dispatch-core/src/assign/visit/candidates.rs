//! The candidates of a visit: what can be had at one start, best first.

use crate::{ids::Lane, rulebook::Demand, time::Span};

use super::{
    super::{
        case::ItemCase,
        contender::best_first,
        decision::{AssignedItem, Assignment},
        flags::Flags,
        occupancies::assigned_role,
    },
    case::Visit,
    judgment::JudgedVisit,
    placed_item::PlacedItem,
};

impl Visit<'_> {
    pub(super) fn assigned(&self, placed: &[PlacedItem]) -> Assignment {
        let of_item = |(case, item): (&ItemCase<'_>, &PlacedItem)| {
            let role = |(demand, lane): (&Demand, &Lane)| assigned_role(case.context.rulebook, demand, *lane);
            AssignedItem {
                service: case.service.code.clone(),
                span: Span::new(item.start, item.end),
                roles: case.service.demands.iter().zip(&item.lanes).filter_map(role).collect(),
            }
        };
        let start = placed.first().map_or(Span::default(), |item| Span::new(item.start, item.end));
        let visit = placed.last().map_or(start, |last| Span::new(start.start, last.end));
        let items = self.items.iter().zip(placed).map(of_item).collect();
        Assignment { visit, items, occupancies: self.occupancies(placed) }
    }

    /// What can be had at that start, best first: the best of all, then for each item every other provider who could take
    /// it, with the best for the items after; equals of the best come first.
    pub(crate) fn candidates(&self, judged: &JudgedVisit<'_>) -> Vec<Assignment> {
        let Some(combination) = &judged.combination else { return Vec::new() };
        let chosen: Vec<Lane> = combination.items.iter().map(|item| item.chosen).collect();
        let mut others: Vec<(bool, Vec<Lane>)> = Vec::new();
        for (at, item) in combination.items.iter().enumerate() {
            let before = chosen.get(..at).unwrap_or_default();
            let contenders = best_first(&item.contenders).into_iter().filter(|one| one.lane != item.chosen);
            others.extend(contenders.map(|one| (one.lost.is_some(), [before, &[one.lane]].concat())));
        }
        others.sort_by_key(|(lost, _)| *lost);
        let decided = others.into_iter().filter_map(|(_, given)| {
            let other = self.decide(combination.pattern.clone(), &given, &mut Flags::default())?;
            Some(self.assigned(&other.placed))
        });
        std::iter::once(self.assigned(&combination.placed)).chain(decided).collect()
    }

    /// The best that a judged start has.
    pub(crate) fn best(&self, judged: &JudgedVisit<'_>) -> Option<Assignment> {
        judged.combination.as_ref().map(|combination| self.assigned(&combination.placed))
    }
}
