//! One start of a request as the solver answers it, with the candidates of one lane.

use crate::{
    assign::{Outcome, Request, When, assign},
    calendar::Schedule,
    explain::{Candidate, Note, ReasonCode, Verdict, Who},
    rulebook::Rulebook,
    time::Minute,
};

/// Reasons for which a start cannot be had, whichever provider takes the booking.
const OF_THE_START: [ReasonCode; 7] = [
    ReasonCode::OutsideOpening,
    ReasonCode::OutsideHorizon,
    ReasonCode::LeadTime,
    ReasonCode::TooFarAhead,
    ReasonCode::ClientElsewhere,
    ReasonCode::TooClose,
    ReasonCode::TooLateInSeries,
];

/// The solver's answer for one start, of which only the candidates of one lane are kept.
pub(super) struct AtStart {
    pub(super) flags: Vec<ReasonCode>,
    pub(super) notes: Vec<Note>,
    /// A provider could take it.
    can_be_had: bool,
    pub(super) candidates: Vec<Candidate>,
}

impl AtStart {
    pub(super) fn of(
        rulebook: &Rulebook,
        schedule: &Schedule,
        request: &Request,
        who: &Who,
        at: Minute,
    ) -> Self {
        let request = Request { when: When::At(at), ..request.clone() };
        let decision = assign(rulebook, schedule, &request);
        let trace = decision.trace;
        let candidates = trace.candidates_of(|other| is_theirs(who, other)).collect();
        let (flags, can_be_had) = match decision.outcome {
            Outcome::Assigned(_) => (Vec::new(), true),
            Outcome::ToPerson(flagged) => (flagged.flags, !flagged.candidates.is_empty()),
        };
        Self { flags, notes: trace.notes, can_be_had, candidates }
    }

    /// True if it could be had in some role.
    pub(super) fn works(&self) -> bool {
        self.can_be_had
            && !self.flags.iter().any(|flag| OF_THE_START.contains(flag))
            && self.candidates.iter().any(|candidate| !matches!(candidate.verdict, Verdict::Blocked(_)))
    }
}

/// True if a candidate is the lane that was asked about. A provider's second lane, on which they supervise, is theirs too.
pub(super) fn is_theirs(who: &Who, other: &Who) -> bool {
    match (who, other) {
        (Who::Provider(who), Who::Supervisor(other)) => who == other,
        _ => who == other,
    }
}
