//! The question "why": why this provider, room or device, why not, why not at 14:15, and what would have to change.

mod answer;
mod at_start;
mod moves;
mod text;
mod visit;

pub use answer::{Answer, Move, ServiceAt, Why};

use crate::{
    assign::Request,
    calendar::Schedule,
    explain::Who,
    ids::Lane,
    rulebook::Rulebook,
    time::{Minute, Minutes, Span},
};

use at_start::AtStart;

/// How far ahead a later start is looked for.
const LOOK_AHEAD: Minutes = Minutes(7 * 24 * 60);

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
    // No start is as late as this, so the solver spends no time on alternatives, which no caller of this reads.
    let request = &Request { not_before: Some(Minute(i32::MAX)), ..request.clone() };
    let here = AtStart::of(rulebook, schedule, request, &who, at);
    let answers = here
        .candidates
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
        .find(|start| AtStart::of(rulebook, schedule, request, who, *start).works())
}
