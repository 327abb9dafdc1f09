//! The solver's answer about a booking, under what the engine alone knows: providers that are fixed, and what the rulebook
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

/// The solver's answer about certain providers.
pub(super) struct Given {
    /// Their assignment, if no hard rule stands against it.
    pub(super) theirs: Option<Assignment>,
    /// The reasons for which a person would be asked.
    pub(super) flags: Vec<ReasonCode>,
    /// What else could be had, at other times.
    pub(super) alternatives: Vec<Assignment>,
    pub(super) trace: Trace,
}

/// Asks for exactly these providers at this start, whatever the client's standing. Where none is given, any will do.
pub(super) fn ask_for(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    start: Minute,
    providers: &[Option<Lane>],
) -> Option<Given> {
    let is_theirs = |assignment: &Assignment| {
        let mut given = providers.iter().enumerate();
        given.all(|(item, lane)| lane.is_none() || provider_lane(draft.rulebook, assignment, item) == *lane)
    };
    let (outcome, trace) = ask(draft, case, start, providers, false)?;
    let flagged = match outcome {
        Outcome::Assigned(assignment) => Flagged { candidates: vec![assignment], ..Flagged::default() },
        Outcome::ToPerson(flagged) => flagged,
    };
    let Flagged { flags, candidates, alternatives } = flagged;
    let theirs = candidates.iter().find(|candidate| is_theirs(candidate)).cloned();
    Some(Given { theirs, flags, alternatives, trace })
}

/// The assignment of exactly these providers at this start, if no hard rule stands against it.
pub(super) fn feasible(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    start: Minute,
    providers: &[Option<Lane>],
) -> Option<(Assignment, Trace)> {
    let given = ask_for(draft, case, start, providers)?;
    Some((given.theirs?, given.trace))
}
