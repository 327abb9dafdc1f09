//! A visit decided: assigned with everything it takes up, or sent to a person, with the trace of every item.

use crate::{
    calendar::Schedule,
    explain::{Blocker, Blockers, Candidate, Trace, Verdict},
    ids::Lane,
    rulebook::{Demand, Rulebook},
    time::{Minutes, Span},
};

use super::{
    super::{
        decide::{ALTERNATIVES, best, best_first, other_starts},
        decision::{AssignedItem, AssignedRole, Assignment, Decision, Flagged, Outcome},
        judge::{Flags, ItemCase, Scratch},
        pick::Choice,
        request::Request,
        resources::{Memory, ranked},
        trace::trace,
    },
    Combination, JudgedVisit, Visit,
    lay::Placed,
    search::Search,
};

/// The hot path for several services: rare, so that it may allocate.
pub(in super::super) fn pick<'s>(
    rulebook: &'s Rulebook,
    schedule: &Schedule,
    request: &Request,
    scratch: &'s mut Scratch,
) -> Option<Choice<'s>> {
    let visit = Visit::of(rulebook, schedule, request)?;
    let judged = visit.judge();
    let visit = visit.at(judged.start);
    let combination = judged.combination.filter(|_| judged.flags.is_empty())?;
    scratch.occupancies = visit.occupancies(&combination.placed);
    scratch.lanes.clear();
    scratch.lanes.extend(combination.placed.iter().flat_map(|item| &item.lanes));
    Some(Choice {
        booking: request.booking,
        service: visit.first.item.service,
        start: judged.start,
        extra: Minutes(0),
        lanes: &scratch.lanes,
        demands: &[],
        several: &scratch.occupancies,
    })
}

impl Visit<'_> {
    /// The whole answer.
    pub(in super::super) fn assign(&self) -> Decision {
        let judged = self.judge();
        self.at(judged.start).answer(&judged)
    }

    fn answer(&self, judged: &JudgedVisit<'_>) -> Decision {
        let trace = self.trace(judged);
        if judged.flags.is_empty()
            && let Some(combination) = &judged.combination
        {
            return Decision { outcome: Outcome::Assigned(self.assigned(&combination.placed)), trace };
        }
        let candidates = self.candidates(judged);
        let alternatives = if self.works(judged) { Vec::new() } else { self.alternatives(judged) };
        let flagged = Flagged { flags: judged.flags.to_vec(), candidates, alternatives };
        Decision { outcome: Outcome::ToPerson(flagged), trace }
    }

    fn assigned(&self, placed: &[Placed]) -> Assignment {
        let spell = |(case, item): (&ItemCase<'_>, &Placed)| {
            let rulebook = case.context.rulebook;
            let role = |(demand, lane): (&Demand, &Lane)| {
                Some(AssignedRole { role: rulebook.role(demand)?.clone(), who: rulebook.who(*lane)?.clone() })
            };
            AssignedItem {
                service: case.service.code.clone(),
                span: Span::new(item.start, item.end),
                roles: case.service.demands.iter().zip(&item.lanes).filter_map(role).collect(),
            }
        };
        let start = placed.first().map_or(Span::default(), |item| Span::new(item.start, item.end));
        let visit = placed.last().map_or(start, |last| Span::new(start.start, last.end));
        let items = self.items.iter().zip(placed).map(spell).collect();
        Assignment { visit, items, occupancies: self.occupancies(placed) }
    }

    /// What can be had at that start, best first: the best of all, then for each item everybody else who could take
    /// it, with the best for the items after; equals of the best come first.
    pub(crate) fn candidates(&self, judged: &JudgedVisit<'_>) -> Vec<Assignment> {
        let Some(combination) = &judged.combination else { return Vec::new() };
        let chosen: Vec<Lane> = combination.items.iter().map(|item| item.chosen).collect();
        let mut others: Vec<(bool, Vec<Lane>)> = Vec::new();
        for (at, item) in combination.items.iter().enumerate() {
            let before = chosen.get(..at).unwrap_or_default();
            let able = best_first(&item.able).into_iter().filter(|able| able.lane != item.chosen);
            others.extend(able.map(|able| (able.lost.is_some(), [before, &[able.lane]].concat())));
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

    fn alternatives(&self, judged: &JudgedVisit<'_>) -> Vec<Assignment> {
        let other = |start| {
            let visit = self.at(start);
            let judged = visit.judge_at(start);
            visit.best(&judged).filter(|_| visit.works(&judged))
        };
        let starts = other_starts(&self.first, self.bounds(), judged.start);
        starts
            .filter(|start| self.at(*start).ruled_out(*start).is_empty())
            .filter_map(other)
            .take(ALTERNATIVES)
            .collect()
    }

    /// Every item at its start, or, if there is no combination, where the menu's lengths put it.
    fn trace(&self, judged: &JudgedVisit<'_>) -> Trace {
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
            let Some(moment) = moment.filter(|_| inside) else { continue };
            let able = decided.map_or(&[][..], |(_, item)| &item.able);
            let assigned = judged.flags.is_empty();
            let packed = trace(case, &moment, (able, best(able)), assigned, &mut Memory::default());
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
        let treats = ranked(case.service).is_some_and(is_its_role);
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
            candidate.verdict = impossible().filter(|_| !could).unwrap_or(Verdict::LeftFree);
        }
    }
}
