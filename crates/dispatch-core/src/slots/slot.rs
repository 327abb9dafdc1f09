//! The first and the best slots, each with who and what would serve.

use serde::{Deserialize, Serialize};

use crate::{
    assign::{Assignment, Contender, ItemCase, Judged, Request, Visit, assigned, best, values},
    calendar::Schedule,
    explain::ReasonCode,
    rulebook::Rulebook,
    time::Minute,
};

use super::{SlotScratch, starts};

/// A start that can be had, with who and what would serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slot {
    /// Who and what would be taken: what [`crate::assign`] assigns at that start, or, if a flag sends it to a person,
    /// the best that it proposes.
    pub assignment: Assignment,
    /// The flags that booking it would raise, in the registry's order: none if it would be assigned by rule.
    pub flags: Vec<ReasonCode>,
}

impl Slot {
    /// When the client arrives.
    #[must_use]
    pub fn start(&self) -> Minute {
        self.assignment.start()
    }
}

/// The first `most` slots of the request's window, in order of time.
///
/// A slot offered is a slot that books: [`crate::assign`] at its start gives the same provider, rooms, devices and
/// flags, as long as rulebook and schedule stay the same. At a start that is not offered there is nothing to assign.
#[must_use]
pub fn slots(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    most: usize,
    scratch: &mut SlotScratch,
) -> Vec<Slot> {
    let found: Vec<Minute> = starts(rulebook, schedule, request, scratch).take(most).collect();
    let Some(case) = ItemCase::of(rulebook, schedule, request) else {
        let Some(visit) = Visit::of(rulebook, schedule, request) else { return Vec::new() };
        return found.into_iter().filter_map(|start| visit_slot(&visit, start)).collect();
    };
    found.into_iter().filter_map(|start| slot(&case, start, scratch)).collect()
}

/// The `most` best slots of the request's window, best first.
///
/// A slot that would be assigned by rule is better than one that raises a flag. Then those who would serve are
/// compared by the rulebook's criteria in order: values as they are, whatever the tolerance, so that the order is
/// total. Of slots that are alike in all that, the earlier is better. Of several services the first one's provider is
/// compared first.
#[must_use]
pub fn best_slots(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    most: usize,
    scratch: &mut SlotScratch,
) -> Vec<Slot> {
    let found: Vec<Minute> = starts(rulebook, schedule, request, scratch).collect();
    let Some(case) = ItemCase::of(rulebook, schedule, request) else {
        let Some(visit) = Visit::of(rulebook, schedule, request) else { return Vec::new() };
        return best_visits(&visit, &found, most);
    };
    let mut ranked: Vec<(bool, Vec<i64>, Minute)> = found
        .into_iter()
        .filter_map(|start| {
            let case = case.at(start);
            let (judged, best) = judged(&case, start, scratch)?;
            Some((
                !judged.flags.is_empty(),
                values(&case.context, case.request, case.item, &judged.moment?, best.lane).collect(),
                start,
            ))
        })
        .collect();
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked.into_iter().filter_map(|(_, _, start)| slot(&case, start, scratch)).collect()
}

fn visit_slot(visit: &Visit<'_>, start: Minute) -> Option<Slot> {
    let visit = visit.at(start);
    let judged = visit.judge_at(start);
    Some(Slot { assignment: visit.best(&judged)?, flags: judged.flags.to_vec() })
}

fn best_visits(visit: &Visit<'_>, found: &[Minute], most: usize) -> Vec<Slot> {
    let rank = |start: &Minute| {
        let visit = visit.at(*start);
        let judged = visit.judge_at(*start);
        (!judged.flags.is_empty(), visit.values(&judged), *start)
    };
    let mut ranked: Vec<_> = found.iter().map(rank).collect();
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked.into_iter().filter_map(|(_, _, start)| visit_slot(visit, start)).collect()
}

fn slot(case: &ItemCase<'_>, start: Minute, scratch: &mut SlotScratch) -> Option<Slot> {
    let case = case.at(start);
    let (judged, best) = judged(&case, start, scratch)?;
    let assignment = assigned(&case, &best, &judged.moment?, &mut scratch.judging)?;
    Some(Slot { assignment, flags: judged.flags.to_vec() })
}

/// What booking a start would raise, and who would take it.
fn judged<'a>(
    case: &ItemCase<'a>,
    start: Minute,
    scratch: &mut SlotScratch,
) -> Option<(Judged<'a>, Contender)> {
    let judged = case.judge_at(start, &mut scratch.judging);
    let best = best(&scratch.judging.contenders)?;
    Some((judged, best))
}
