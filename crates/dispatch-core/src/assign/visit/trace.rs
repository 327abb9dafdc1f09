//! The trace of a visit: every candidate of every item, with what the rest of the visit adds to that.

use crate::{
    explain::{Blocker, Blockers, Candidate, Trace, Verdict},
    ids::Lane,
    rulebook::Demand,
};

use super::{
    super::{case::ItemCase, contender::best, joint::Memory, trace::trace},
    case::Visit,
    combination::Combination,
    judgment::JudgedVisit,
    search::Search,
};

impl Visit<'_> {
    /// Every item at its start, or, if there is no combination, where the menu's lengths put it.
    pub(super) fn trace(&self, judged: &JudgedVisit<'_>) -> Trace {
        let mut candidates = Vec::new();
        for (number, (case, menu_start)) in (0u8..).zip(self.menu_starts(judged.start)) {
            let at = usize::from(number);
            let decided = judged
                .combination
                .as_ref()
                .and_then(|combination| Some((combination, combination.items.get(at)?)));
            let moment = match decided {
                Some((_, item)) => Some(item.moment),
                None => case.context.moment(menu_start),
            };
            let inside = self.first.context.table().horizon().contains(self.menu(judged.start));
            let Some(moment) = moment else { continue };
            if !inside {
                continue;
            }
            let contenders = decided.map_or(&[][..], |(_, item)| &item.contenders);
            let assigned = judged.flags.is_empty();
            let packed =
                trace(case, &moment, (contenders, best(contenders)), assigned, &mut Memory::default());
            candidates.extend(packed.candidates(|_| true).map(|mut candidate| {
                candidate.item = number;
                self.adjust(case, decided.map(|(combination, _)| (combination, at)), &mut candidate);
                candidate
            }));
        }
        let (mut notes, mut had) = (Vec::new(), Vec::new());
        for (item, case) in (0u8..).zip(&self.items) {
            notes.append(&mut case.clearance_notes(judged.start, item, &had));
            had.extend(case.clears_in_it());
        }
        self.spacing_notes(judged.start, &mut notes);
        Trace::of(Some(judged.start), candidates, notes)
    }

    /// A candidate as judged for one service by itself: what the rest of the visit adds to that.
    fn adjust(
        &self,
        case: &ItemCase<'_>,
        combination: Option<(&Combination<'_>, usize)>,
        candidate: &mut Candidate,
    ) {
        let impossible = || Blockers::of(vec![Blocker::RestOfVisit]).map(Verdict::Blocked);
        let lane = case.context.rulebook.lane_of(&candidate.who);
        let role = candidate.role.clone();
        let is_its_role = |demand: &Demand| case.context.rulebook.role(demand) == Some(&role);
        let treats = case.service.ranked().is_some_and(is_its_role);
        if treats {
            // Not beside those who were chosen before, or not without waiting longer: asked for, they could.
            let could = |(lane, (combination, at)): (Lane, (&Combination<'_>, usize))| {
                self.with(combination.pattern.start, at, lane, &[true, false])
            };
            if candidate.verdict == Verdict::LeftFree && !lane.zip(combination).is_some_and(could) {
                candidate.verdict = impossible().unwrap_or(Verdict::LeftFree);
            }
            return;
        }
        let (Some((combination, at)), Some(lane)) = (combination, lane) else { return };
        let roles = || (0..).zip(&case.service.demands).filter(|(_, demand)| is_its_role(demand));
        let placed = combination.placed.get(at).map_or(&[][..], |item| &item.lanes);
        if roles().any(|(role, _): (usize, _)| placed.get(role) == Some(&lane)) {
            candidate.verdict = Verdict::Chosen;
        } else if matches!(candidate.verdict, Verdict::Chosen | Verdict::LeftFree) {
            let fixed: Vec<Lane> = combination.items.iter().map(|item| item.chosen).collect();
            let could = roles().any(|(role, _)| {
                let forced = role.checked_sub(1).map(|role| (at, role, lane));
                let search = Search {
                    visit: self,
                    pattern: &combination.pattern,
                    fixed: &fixed,
                    keep_from: self.items.len(),
                    forced,
                    treats: None,
                };
                search.solve().is_some()
                    || role
                        .checked_sub(1)
                        .is_some_and(|role| self.with_help(combination.pattern.start, at, role, lane))
            });
            candidate.verdict =
                if could { Verdict::LeftFree } else { impossible().unwrap_or(Verdict::LeftFree) };
        }
    }
}
