//! Walk-ins: the providers who could take a client at one time.

use serde::{Deserialize, Serialize};

use crate::{
    assign::{Assignment, ItemCase, Request, Visit, assigned, best_first, unjudged},
    calendar::Schedule,
    explain::ReasonCode,
    rulebook::Rulebook,
    time::Minute,
};

use super::SlotScratch;

/// Who could take a client at one time, such as one who stands at the desk or is on the telephone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhoCan {
    /// Every provider who could take it, best first, each with the rooms and devices that would go with them. Empty if
    /// there is none.
    pub candidates: Vec<Assignment>,
    /// The flags that booking it would raise, in the registry's order: none if the first would be assigned by rule.
    pub flags: Vec<ReasonCode>,
}

/// Who could take the request at `at`, whatever time it asks for. The flags are those that [`crate::assign`] raises
/// for that time, and the candidates are the ones that it would choose from.
#[must_use]
pub fn who_can(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    at: Minute,
    scratch: &mut SlotScratch,
) -> WhoCan {
    let Some(case) = ItemCase::of(rulebook, schedule, request) else {
        if let Some(visit) = Visit::of(rulebook, schedule, request) {
            let visit = visit.at(at);
            let judged = visit.judge_at(at);
            return WhoCan { candidates: visit.candidates(&judged), flags: judged.flags.to_vec() };
        }
        return WhoCan { flags: vec![unjudged(request)], ..WhoCan::default() };
    };
    let case = case.at(at);
    let judged = case.judge_at(at, &mut scratch.judging);
    let flags = judged.flags.to_vec();
    let Some(moment) = judged.moment else { return WhoCan { candidates: Vec::new(), flags } };
    let contenders = best_first(&scratch.judging.contenders);
    let candidates =
        contenders.iter().filter_map(|contender| assigned(&case, contender, &moment, &mut scratch.judging));
    WhoCan { candidates: candidates.collect(), flags }
}
