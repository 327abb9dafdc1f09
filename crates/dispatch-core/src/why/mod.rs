//! Why her, why not him, why not at 14:15, and what would have to change: one provider, room or device looked at closely.

mod moves;
mod text;
mod visit;

use serde::{Deserialize, Serialize};

use crate::{
    assign::{Outcome, Request, When, assign},
    calendar::Schedule,
    explain::{Candidate, Note, ReasonCode, Verdict, Who},
    ids::{BookingId, Lane, ServiceCode},
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

/// How far ahead a later start is looked for.
const LOOK_AHEAD: Minutes = Minutes(7 * 24 * 60);

/// Reasons for which a start cannot be had, whoever takes the booking.
const OF_THE_START: [ReasonCode; 7] = [
    ReasonCode::OutsideOpening,
    ReasonCode::OutsideHorizon,
    ReasonCode::LeadTime,
    ReasonCode::TooFarAhead,
    ReasonCode::ClientElsewhere,
    ReasonCode::TooClose,
    ReasonCode::TooLateInSeries,
];

/// One provider, room or device at one start: what became of it, and what would change that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// Who or what.
    pub who: Who,
    /// The start that was looked at.
    pub start: Minute,
    /// The services asked for in order, each with the start that it would have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceAt>,
    /// Why the booking would go to a person at that start, whoever takes it; empty if it would go ahead by rule.
    pub flags: Vec<ReasonCode>,
    /// What is to be said of the client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// One for each role that it could come into question for; empty if the services need nothing of its kind.
    pub answers: Vec<Answer>,
    /// The next start within a week, to the minute, at which it could be had together with all else, of several services
    /// in any of them; none if there is none.
    pub next: Option<Minute>,
}

/// A service of the booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceAt {
    /// Which.
    pub service: ServiceCode,
    /// When it would begin.
    pub start: Minute,
}

/// What became of it in one role of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The verdict, with everything that stands in the way.
    pub candidate: Candidate,
    /// Bookings in the way that could make room: the least move of each that breaks no rule, all else staying where it is.
    pub moves: Vec<Move>,
    /// Of several services, when this one would begin if the client asked for them in it: the client may have to wait
    /// for them, or somebody else to treat before. None if they could not be had even so, or can be anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_asked: Option<Minute>,
}

/// A booking that starts earlier or later, with everybody and everything that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Move {
    /// Which booking.
    pub booking: BookingId,
    /// How much later; below 0, how much earlier.
    pub by: Minutes,
}

/// Looks at one lane at one start of a request, whatever start the request itself asks for. None if the rulebook has no
/// such lane.
#[must_use]
pub fn why(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    who: Lane,
    at: Minute,
) -> Option<Why> {
    let lane = who;
    let who = rulebook.who(lane)?.clone();
    // Nobody asks for alternatives here: none lies this late.
    let request = &Request { not_before: Some(Minute(i32::MAX)), ..request.clone() };
    let here = Looked::at(rulebook, schedule, request, &who, at);
    let answers = here
        .of_it
        .iter()
        .map(|candidate| Answer {
            moves: moves::least(rulebook, schedule, request, at, candidate),
            if_asked: visit::if_asked(rulebook, schedule, request, at, candidate),
            candidate: candidate.clone(),
        })
        .collect();
    let services = visit::services(rulebook, schedule, request, at);
    let next = next(rulebook, schedule, request, (lane, &who), at);
    Some(Why { who, start: at, services, flags: here.flags, notes: here.notes, answers, next })
}

/// What the solver says of one start.
struct Looked {
    flags: Vec<ReasonCode>,
    notes: Vec<Note>,
    /// Somebody could take it.
    can_be_had: bool,
    of_it: Vec<Candidate>,
}

impl Looked {
    fn at(rulebook: &Rulebook, schedule: &Schedule, request: &Request, who: &Who, at: Minute) -> Self {
        let request = Request { when: When::At(at), ..request.clone() };
        let decision = assign(rulebook, schedule, &request);
        let trace = decision.trace;
        let of_it = trace.candidates_of(|other| is_theirs(who, other)).collect();
        let (flags, can_be_had) = match decision.outcome {
            Outcome::Assigned(_) => (Vec::new(), true),
            Outcome::ToPerson(flagged) => (flagged.flags, !flagged.candidates.is_empty()),
        };
        Self { flags, notes: trace.notes, can_be_had, of_it }
    }

    /// True if it could be had in some role.
    fn works(&self) -> bool {
        self.can_be_had
            && !self.flags.iter().any(|flag| OF_THE_START.contains(flag))
            && self.of_it.iter().any(|candidate| !matches!(candidate.verdict, Verdict::Blocked(_)))
    }
}

/// Of a provider also what they would supervise.
fn is_theirs(who: &Who, other: &Who) -> bool {
    match (who, other) {
        (Who::Provider(who), Who::Supervisor(other)) => who == other,
        _ => who == other,
    }
}

fn next(
    rulebook: &Rulebook,
    schedule: &Schedule,
    request: &Request,
    (lane, who): (Lane, &Who),
    at: Minute,
) -> Option<Minute> {
    let week = Span::from_start(at.plus(Minutes(1)), LOOK_AHEAD).intersection(rulebook.pages().horizon());
    if request.items.len() > 1 {
        return visit::next(rulebook, schedule, request, (lane, who), week);
    }
    (week.start.0..week.end.0)
        .map(Minute)
        .find(|start| Looked::at(rulebook, schedule, request, who, *start).works())
}
