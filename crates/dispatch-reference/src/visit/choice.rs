//! The choice of providers among all that works.

use std::collections::BTreeSet;

use dispatch_core::{Lane, ReasonCode, TiePolicy, VipPolicy};

use super::item::{Item, Solutions, Visit};
use crate::{case::ReferenceCase, outcome::ReferenceCandidate};

impl Visit<'_, '_> {
    /// True if everybody who was asked for treats, from an item on.
    pub(super) fn as_asked(&self, solution: &[Item], from: usize) -> bool {
        let items = self.cases.iter().zip(solution).skip(from);
        items.clone().all(|(case, item)| case.item.requested.is_none_or(|asked| asked == item.lanes[0]))
    }

    /// Item by item: everybody who could take it, and who takes it. The first providers may be given.
    pub(super) fn choose(
        &self,
        solutions: &Solutions,
        given: &[Lane],
        as_asked: bool,
    ) -> (Vec<Vec<Lane>>, Vec<Lane>, Vec<ReasonCode>) {
        let (mut able_for_items, mut chosen, mut flags) = (Vec::new(), given.to_vec(), Vec::new());
        for (at, case) in self.cases.iter().enumerate().skip(given.len()) {
            let possible: Vec<_> = solutions
                .iter()
                .filter(|solution| chosen.iter().zip(*solution).all(|(lane, item)| *lane == item.lanes[0]))
                .filter(|solution| !as_asked || self.as_asked(solution, at + 1))
                .collect();
            let able: Vec<Lane> = possible
                .iter()
                .map(|solution| solution[at].lanes[0])
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect();
            let mut left = able.clone();
            let asked = case.item.requested.filter(|asked| able.contains(asked));
            let treating: Vec<Lane> = able.iter().copied().filter(|lane| chosen.contains(lane)).collect();
            match asked {
                Some(asked) => left = vec![asked],
                None if case.item.requested.is_some() => flags.push(ReasonCode::RequestedUnavailable),
                None if case.document.visits.same_provider && !treating.is_empty() => left = treating,
                None => {}
            }
            let left = case.best(left, possible[0][at].start);
            if left.len() > 1 && case.document.ranking.ties == TiePolicy::ToPerson {
                flags.push(ReasonCode::Tie);
            }
            if self.vip_to_person(case, asked.is_some()) {
                flags.push(ReasonCode::Vip);
            }
            chosen.push(left[0]);
            able_for_items.push(able);
        }
        (able_for_items, chosen, flags)
    }

    pub(super) fn vip_to_person(&self, case: &ReferenceCase<'_>, asked_is_able: bool) -> bool {
        case.request.client.vip
            && match case.document.vip {
                VipPolicy::Always => true,
                VipPolicy::OnRequest => case.item.requested.is_some(),
                VipPolicy::AutoIfRequestedFree => !asked_is_able,
            }
    }

    pub(super) fn candidate(&self, solutions: &Solutions, providers: &[Lane]) -> ReferenceCandidate {
        let theirs =
            |solution: &&Vec<Item>| solution.iter().zip(providers).all(|(item, lane)| item.lanes[0] == *lane);
        let placed = solutions.iter().find(theirs).cloned().unwrap_or_default();
        ReferenceCandidate {
            provider: providers[0],
            lanes: placed.iter().flat_map(|item| item.lanes.clone()).collect(),
            occupancies: self.lay(&placed),
        }
    }
}
