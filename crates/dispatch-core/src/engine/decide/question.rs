//! The question to a person as it is now: an exception's choices may be older than what has happened since.

use crate::{
    assign::Assignment,
    explain::{ReasonCode, Trace},
    ids::ExceptionId,
    rulebook::Rulebook,
    time::Timestamp,
};

use super::super::model::State;
use super::{
    case::BookingCase,
    conflict::still_free,
    draft::Draft,
    verdict::{Keep, Verdict, verdict},
};

/// An exception judged at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Every reason, in the registry's order. None if nothing stands against the booking any more.
    pub flags: Vec<ReasonCode>,
    /// The assignments that are possible at the time asked for, best first.
    pub candidates: Vec<Assignment>,
    /// The assignments that are possible at other times, nearest first.
    pub alternatives: Vec<Assignment>,
    /// Every reason for and against each provider, room and device.
    pub trace: Option<Trace>,
}

/// Judges an open exception as it is now, for a person to look at: nothing is decided. A task beside a booking that stays
/// as it is has its reasons and no choices. None if there is no such open exception.
#[must_use]
pub fn question(
    rulebook: &Rulebook,
    state: &State,
    exception: ExceptionId,
    now: Timestamp,
) -> Option<Question> {
    let open = state.exception(exception)?;
    if open.raised.waiting.is_none() {
        let flags = open.raised.flags.clone();
        return Some(Question { flags, candidates: Vec::new(), alternatives: Vec::new(), trace: None });
    }
    let draft = Draft::new(rulebook, state, now);
    let case = BookingCase::of(rulebook, state, open.raised.booking)?;
    let keep = match case.known?.desired.as_ref() {
        _ if case.is_pinned() => Keep::Shown,
        Some(desired) => Keep::Moved(&desired.assignment),
        None => Keep::Nothing,
    };
    let mut verdict = verdict(&draft, &case, keep);
    let placed = verdict.placement.filter(|_| verdict.candidates.is_empty() && verdict.flags.is_empty());
    verdict.candidates.extend(placed.map(|placed| placed.assignment));
    let was_tied = open.raised.flags.contains(&ReasonCode::Tie) && verdict.flags.is_empty();
    let tied = open.raised.candidates.iter().filter(|_| was_tied).filter(|tied| still_free(&draft, tied));
    let tied: Vec<Assignment> = tied.map(|tied| tied.as_ref().clone()).collect();
    if tied.len() > 1 {
        // A tie is for a person to settle, however the loads of those who are tied have changed.
        verdict.flags.push(ReasonCode::Tie);
        verdict.candidates = tied;
    }
    let Verdict { flags, candidates, alternatives, trace, .. } = verdict;
    Some(Question { flags, candidates, alternatives, trace })
}
