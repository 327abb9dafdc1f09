//! The solver's answer about a booking, under what the engine alone knows: wishes that are fixed, and what the rulebook
//! could not resolve.

use crate::{
    assign::{Assignment, Flagged, Outcome, assign},
    calendar::Origin,
    explain::{ReasonCode, Trace, Verdict},
    ids::Lane,
    time::Minute,
};

use super::{
    assignment::{exchanged, provider_lane},
    case::BookingCase,
    conflict::still_free,
    draft::Draft,
    request::request,
};

/// The rulebook's answer together with what the engine itself cannot judge.
pub(super) fn ask_all(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
) -> (Result<Assignment, Flagged>, Option<Trace>) {
    let pinned = case.is_pinned();
    let wished = if pinned { case.platform_providers() } else { case.wished() };
    let vip = case.snapshot.about_client.vip;
    let mut flags = case.resolved.flags.clone();
    let start = case.resolved.items.first().map(|item| item.span.start);
    let Some((outcome, trace)) = start.and_then(|start| ask(draft, case, start, &wished, vip)) else {
        return (Err(Flagged { flags, ..Flagged::default() }), None);
    };
    let answer = match outcome {
        Outcome::Assigned(assignment) if flags.is_empty() => Ok(assignment),
        Outcome::Assigned(assignment) => {
            Err(Flagged { flags, candidates: vec![assignment], alternatives: Vec::new() })
        }
        Outcome::ToPerson(mut flagged) => {
            if !case.is_requested() && !pinned {
                // The wish was the platform's: the client did not ask for this provider, but only the desk can change it.
                for flag in &mut flagged.flags {
                    if *flag == ReasonCode::RequestedUnavailable {
                        *flag = ReasonCode::DeskTask;
                    }
                }
            }
            flags.append(&mut flagged.flags);
            flags.sort_unstable();
            flags.dedup();
            Err(Flagged { flags, ..flagged })
        }
    };
    (answer, Some(trace))
}

/// Asks the solver about a booking of known services at a known location. A wished provider is never exchanged.
pub(super) fn ask(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    start: Minute,
    wished: &[Option<Lane>],
    vip: bool,
) -> Option<(Outcome, Trace)> {
    let request = request(draft, case, start, wished, vip)?;
    let decision = assign(draft.rulebook, &draft.schedule, &request);
    let outcome = match (decision.outcome, wished) {
        (Outcome::Assigned(assignment), [Some(wished)]) => {
            insist(draft, assignment, *wished, &decision.trace)
        }
        (outcome, _) => outcome,
    };
    Some((outcome, decision.trace))
}

/// The wished provider in place of the chosen one, if the rules allow it: a ranking that does not look at wishes may have
/// chosen another.
fn insist(draft: &Draft<'_>, assignment: Assignment, wished: Lane, trace: &Trace) -> Outcome {
    let Some(chosen) = provider_lane(draft.rulebook, &assignment, 0) else {
        return Outcome::Assigned(assignment);
    };
    if chosen == wished {
        return Outcome::Assigned(assignment);
    }
    let could = trace.candidates().any(|candidate| {
        let free = matches!(candidate.verdict, Verdict::Chosen | Verdict::Lost { .. } | Verdict::Tied);
        free && Some(&candidate.who) == draft.rulebook.who(wished)
    });
    let given = exchanged(draft.rulebook, &assignment, 0, chosen, wished, Origin::Ours);
    if could && still_free(draft, &given) {
        return Outcome::Assigned(given);
    }
    Outcome::ToPerson(Flagged {
        flags: vec![ReasonCode::RequestedUnavailable],
        candidates: vec![assignment],
        alternatives: Vec::new(),
    })
}

/// The assignment of exactly these providers at this start, if no hard rule stands against it. Where none is given, any
/// will do.
pub(super) fn feasible(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    start: Minute,
    providers: &[Option<Lane>],
) -> Option<(Assignment, Trace)> {
    let is_theirs = |assignment: &Assignment| {
        let mut given = providers.iter().enumerate();
        given.all(|(item, lane)| lane.is_none() || provider_lane(draft.rulebook, assignment, item) == *lane)
    };
    let (outcome, trace) = ask(draft, case, start, providers, false)?;
    let theirs = match outcome {
        Outcome::Assigned(assignment) => is_theirs(&assignment).then_some(assignment),
        Outcome::ToPerson(flagged) => flagged.candidates.into_iter().find(is_theirs),
    };
    Some((theirs?, trace))
}

/// The same, for all of the platform's providers.
pub(super) fn feasible_as_shown(draft: &Draft<'_>, case: &BookingCase<'_>) -> Option<(Assignment, Trace)> {
    let start = case.resolved.items.first()?.span.start;
    let providers = case.platform_providers();
    if providers.iter().any(Option::is_none) {
        return None;
    }
    feasible(draft, case, start, &providers)
}
