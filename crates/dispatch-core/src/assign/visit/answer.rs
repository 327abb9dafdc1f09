//! A visit decided: assigned with everything it takes up, or sent to a person, with the trace of every item.

use crate::{calendar::Schedule, rulebook::Rulebook, time::Minutes};

use super::{
    super::{
        alternatives::{ALTERNATIVES, other_starts},
        choice::Choice,
        decision::{Assignment, Decision, Flagged, Outcome},
        request::Request,
        scratch::Scratch,
    },
    case::Visit,
    judgment::JudgedVisit,
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
    if !judged.flags.is_empty() {
        return None;
    }
    let combination = judged.combination?;
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

    fn alternatives(&self, judged: &JudgedVisit<'_>) -> Vec<Assignment> {
        let other = |start| {
            let visit = self.at(start);
            let judged = visit.judge_at(start);
            if visit.works(&judged) { visit.best(&judged) } else { None }
        };
        let starts = other_starts(&self.first, self.bounds(), judged.start);
        starts
            .filter(|start| self.at(*start).ruled_out(*start).is_empty())
            .filter_map(other)
            .take(ALTERNATIVES)
            .collect()
    }
}
