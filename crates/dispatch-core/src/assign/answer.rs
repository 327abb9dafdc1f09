//! One booking decided with all its reasons.

use crate::{
    calendar::Schedule,
    explain::{ReasonCode, Trace},
    rulebook::Rulebook,
};

use super::{
    alternatives::alternatives,
    assigned::{assigned, assigned_with},
    case::{ItemCase, unjudged},
    contender::{best, best_first},
    decision::{Decision, Flagged, Outcome},
    request::Request,
    scratch::Scratch,
    trace::trace,
    visit::Visit,
};

/// Decides one booking, with the full trace. Leaves the schedule as it is: insert the assignment's occupancies to
/// commit it.
///
/// ```
/// use dispatch_core::{BookingId, Criteria, Horizon, LocationIndex, Outcome, Request, Rulebook, Timestamp, assign};
///
/// let text = std::fs::read_to_string("examples/practice.json")?;
/// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
/// let compiled = Rulebook::compile(&serde_json::from_str(&text)?, horizon, &Criteria::builtin());
/// let rulebook = compiled.unwrap().rulebook;
/// let ten = Timestamp::parse("2026-06-12T10:00:00-04:00")?.minute_floor();
/// let request = Request::at(BookingId(1), LocationIndex(0), rulebook.service("LAS-HAIR").unwrap(), ten);
///
/// // Cleo and Dan are equal on every criterion: a person chooses, and is shown both.
/// let decision = assign(&rulebook, &rulebook.empty_schedule(), &request);
/// let Outcome::ToPerson(flagged) = decision.outcome else { panic!("a tie") };
/// assert_eq!(flagged.flags[0].slug(), "tie");
/// assert_eq!(flagged.candidates.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn assign(rulebook: &Rulebook, schedule: &Schedule, request: &Request) -> Decision {
    let Some(case) = ItemCase::of(rulebook, schedule, request) else {
        if let Some(visit) = Visit::of(rulebook, schedule, request) {
            return visit.assign();
        }
        let flagged = Flagged { flags: vec![unjudged(request)], ..Flagged::default() };
        return Decision { outcome: Outcome::ToPerson(flagged), trace: Trace::default() };
    };
    let mut scratch = Scratch::default();
    let (start, judged) = case.judge(&mut scratch);
    let case = case.at(start);
    let Some(moment) = judged.moment else {
        let alternatives = alternatives(&case, start, &mut scratch);
        let flagged = Flagged { flags: judged.flags.to_vec(), candidates: Vec::new(), alternatives };
        return Decision {
            outcome: Outcome::ToPerson(flagged),
            trace: Trace::of(Some(start), Vec::new(), Vec::new()),
        };
    };
    let Scratch { contenders, solved, memory, .. } = &mut scratch;
    let (best, by_rule) = (best(contenders), judged.flags.is_empty());
    // First of all, while what was found with the judgment still lies there.
    let taken = if by_rule { best } else { None };
    let chosen = taken.and_then(|best| {
        let others = case.others_of(&best, &moment, solved, memory)?;
        assigned_with(&case, &best, &moment, others)
    });
    let packed = trace(&case, &moment, (contenders, best), by_rule, memory);
    let mut notes = case.clearance_notes(start, 0, &[]);
    case.spacing_notes(start, &mut notes);
    let trace = Trace::packed(Some(start), packed, notes);
    if let Some(assignment) = chosen {
        return Decision { outcome: Outcome::Assigned(assignment), trace };
    }
    let contenders = best_first(&scratch.contenders);
    let candidates = contenders.iter();
    let candidates = candidates.filter_map(|contender| assigned(&case, contender, &moment, &mut scratch));
    let candidates = candidates.collect();
    let works = case.works(&judged, &scratch);
    let alternatives = if works { Vec::new() } else { alternatives(&case, start, &mut scratch) };
    let flagged = Flagged { flags: judged.flags.to_vec(), candidates, alternatives };
    Decision { outcome: Outcome::ToPerson(flagged), trace }
}

/// The reasons for which a booking of one service would go to a person, and nothing else of the answer: what it could be
/// given instead takes much longer to find. None if the whole answer has to be asked for.
pub(crate) fn reasons(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
) -> Option<Vec<ReasonCode>> {
    let (_, judged) = ItemCase::of(rulebook, schedule, request)?.judge(&mut Scratch::default());
    Some(judged.flags.to_vec())
}
