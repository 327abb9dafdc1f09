//! Answers to an exception: a person's, and the rulebook's where the deadline passes first.

use std::sync::Arc;

use crate::{assign::Assignment, calendar::Origin, ids::ExceptionId, rulebook::OnDeadline};

use super::super::model::{Cause, Closed, Disposition, Event, Exception, Kept, Resolution};
use super::{
    answer::feasible_as_shown,
    assignment::platform_assignment,
    case::BookingCase,
    conflict::still_free,
    draft::Draft,
    exception::close_exception,
    keep::keep_after,
    notice::{tell_cancelled, withdraw_notices},
    place::{PlaceOrder, place},
    readability::is_readable,
    refusal::Refusal,
};

/// Takes in a person's answer.
pub(super) fn resolve_exception(
    draft: &mut Draft<'_>,
    id: ExceptionId,
    resolution: Resolution,
    by: &str,
) -> Result<(), Refusal> {
    let open = draft.state.exception(id).ok_or(Refusal::NotOpen(id))?;
    let case =
        BookingCase::of(draft.rulebook, draft.state, open.raised.booking).ok_or(Refusal::NotOpen(id))?;
    let answered = Closed::Answered { resolution, by: by.to_owned() };
    let person = |assignment: Assignment, origin| PlaceOrder {
        origin,
        pinned: true,
        ..PlaceOrder::of(assignment, Cause::Person(by.to_owned()), None)
    };
    match resolution {
        Resolution::Candidate(number) => {
            let chosen = chosen(draft, open, number)?;
            place(draft, case, person(chosen.clone(), Origin::Ours), answered);
        }
        Resolution::KeepPlatform if case.is_partly_unknown() => {
            keep_after(draft, case, Kept::Person, Disposition::Unmanaged, answered);
        }
        Resolution::KeepPlatform => {
            let order = match feasible_as_shown(draft, &case) {
                Some((assignment, _)) => person(assignment, Origin::Ours),
                None => person(forced(draft, &case), Origin::Forced),
            };
            place(draft, case, order, answered);
        }
        Resolution::Decline => decline(draft, &case, answered),
        Resolution::Done if open.raised.waiting.is_some() => return Err(Refusal::DecisionNeeded(id)),
        Resolution::Done => draft.push(Event::ExceptionClosed { exception: id, how: answered }),
    }
    Ok(())
}

/// The candidate of that number, the alternatives counted after the candidates.
fn chosen<'s>(draft: &Draft<'_>, open: &'s Exception, candidate: u16) -> Result<&'s Assignment, Refusal> {
    let exception = open.raised.exception;
    let mut all = open.raised.candidates.iter().chain(&open.raised.alternatives);
    let chosen = all.nth(usize::from(candidate)).ok_or(Refusal::NoSuchCandidate { exception, candidate })?;
    if still_free(draft, chosen) { Ok(chosen) } else { Err(Refusal::CandidateGone { exception, candidate }) }
}

/// What the platform shows, whatever rule it breaks.
fn forced(draft: &Draft<'_>, case: &BookingCase<'_>) -> Assignment {
    platform_assignment(draft.rulebook, case.id, &case.snapshot, &case.resolved, Origin::Forced)
}

fn decline(draft: &mut Draft<'_>, case: &BookingCase<'_>, answered: Closed) {
    let Some(known) = case.known else { return };
    withdraw_notices(draft, known);
    close_exception(draft, known, answered);
    draft.push(Event::DispositionChanged { booking: case.id, disposition: Disposition::Declined });
    tell_cancelled(draft, case, known);
}

/// The deadline has passed without an answer: the rulebook's own answer is taken, or the next person is told.
pub(super) fn exception_due(draft: &mut Draft<'_>, id: ExceptionId) {
    let Some(open) = draft.state.exception(id) else { return };
    if open.escalated {
        return;
    }
    if open.raised.waiting.is_some()
        && let Some(case) = BookingCase::of(draft.rulebook, draft.state, open.raised.booking)
        && let Some(assignment) = on_deadline(draft, open, &case)
    {
        return place(draft, case, PlaceOrder::of(assignment, Cause::Deadline, None), Closed::Deadline);
    }
    let owner = draft.rulebook.exceptions().escalate_to.clone();
    draft.push(Event::ExceptionEscalated { exception: id, owner });
}

/// The assignment that the rulebook gives where a person has not answered in time, if any.
fn on_deadline(draft: &Draft<'_>, open: &Exception, case: &BookingCase<'_>) -> Option<Assignment> {
    match draft.rulebook.exceptions().on_deadline {
        OnDeadline::Escalate => None,
        OnDeadline::AssignBest => {
            let mut candidates = open.raised.candidates.iter().map(Arc::as_ref);
            candidates
                .find(|candidate| still_free(draft, candidate) && is_readable(draft, candidate))
                .cloned()
        }
        OnDeadline::KeepPlatform => feasible_as_shown(draft, case).map(|(assignment, _)| assignment),
    }
}
