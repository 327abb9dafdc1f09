//! Answers to an exception: a person's, and the rulebook's where the deadline passes first.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    calendar::Origin,
    explain::ReasonCode,
    ids::{ExceptionId, NoticeId},
    rulebook::OnDeadline,
    time::{Minutes, Timestamp},
};

use super::super::model::{
    Cause, Chosen, ChosenItem, Closed, Disposition, Event, Exception, ExceptionRaised, Kept, NoticeStatus,
    Resolution, Told,
};
use super::{
    answer::feasible,
    assignment::{platform_assignment, provider_of},
    case::BookingCase,
    choice::{forced_choice, free_choice},
    claim::{in_hand, may_touch},
    conflict::still_free,
    draft::Draft,
    exception::close_exception,
    keep::keep_after,
    notice::{announce_again, tell_cancelled},
    picture::with_rooms,
    place::{PlaceOrder, place},
    readability::is_readable,
    refusal::Refusal,
    withdrawal::{withdraw, withdraw_notices},
};

/// Takes in a person's answer.
pub(super) fn resolve_exception(
    draft: &mut Draft<'_>,
    id: ExceptionId,
    resolution: &Resolution,
    by: &str,
    why: Option<&str>,
) -> Result<(), Refusal> {
    let open = may_touch(draft, id, by)?;
    let case =
        BookingCase::of(draft.rulebook, draft.state, open.raised.booking).ok_or(Refusal::NotOpen(id))?;
    let resolution = fitting(&case, id, resolution)?;
    let why = why.map(str::to_owned);
    let answered = Closed::Answered { resolution: resolution.clone(), by: by.to_owned(), why };
    let accepted = accepted(&case, open);
    let person = |assignment: Assignment, origin| {
        let mut accepted = accepted;
        if origin == Origin::Forced {
            // Whoever says so knows that it breaks a rule.
            accepted.push(ReasonCode::ManualOverride);
        }
        PlaceOrder {
            origin,
            pinned: true,
            accepted,
            ..PlaceOrder::of(assignment, Cause::Person(by.to_owned()), None)
        }
    };
    match resolution {
        Resolution::Candidate(number) => {
            let chosen = chosen(draft, &case, open, *number)?;
            place(draft, case, person(chosen, Origin::Ours), answered);
        }
        Resolution::Take(chosen) => {
            let assignment = free_choice(draft, &case, chosen).map_err(|reasons| refused(id, reasons))?;
            place(draft, case, person(assignment, Origin::Ours), answered);
        }
        Resolution::Override(chosen) => {
            let order = match free_choice(draft, &case, chosen) {
                Ok(assignment) => person(assignment, Origin::Ours),
                Err(_) => {
                    let forced = forced_choice(draft, &case, chosen);
                    let forced = forced.map_err(|reasons| refused(id, reasons))?;
                    in_some_room(draft, &case, person(forced, Origin::Forced))
                }
            };
            place(draft, case, order, answered);
        }
        Resolution::KeepPlatform if case.is_partly_unknown() => {
            keep_after(draft, case, Kept::Person, Disposition::Unmanaged, answered);
        }
        Resolution::KeepPlatform => {
            let order = match as_shown_if_free(draft, &case) {
                Some(assignment) => person(assignment, Origin::Ours),
                None => in_some_room(draft, &case, person(forced(draft, &case), Origin::Forced)),
            };
            place(draft, case, order, answered);
        }
        Resolution::Decline => decline(draft, &case, answered),
        Resolution::Done if open.raised.waiting.is_some() => return Err(Refusal::DecisionNeeded(id)),
        Resolution::Done => {
            draft.push(Event::ExceptionClosed { exception: id, how: answered });
            if open.raised.flags.iter().any(|flag| flag.asks_for_a_call()) {
                called(draft, &case);
            } else if open.raised.flags.iter().any(|flag| SET_BY_HAND.contains(flag)) {
                set_by_hand(draft, &case);
            }
        }
    }
    Ok(())
}

/// The tasks to set on the platform what we could not.
const SET_BY_HAND: [ReasonCode; 3] =
    [ReasonCode::WriteRefused, ReasonCode::WriteUnacknowledged, ReasonCode::DeskTask];

/// The desk has set it on the platform: the client can be told.
fn set_by_hand(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    if let Some(known) = case.known.filter(|known| known.disposition == Disposition::Assigned) {
        announce_again(draft, case, known);
    }
}

/// The answer as it fits the booking. About one that is under way, over or called off there is nothing to decide: it can only
/// be dealt with.
fn fitting<'r>(
    case: &BookingCase<'_>,
    id: ExceptionId,
    resolution: &'r Resolution,
) -> Result<&'r Resolution, Refusal> {
    let decidable = [Disposition::Assigned, Disposition::AwaitingPerson, Disposition::Unmanaged];
    if case.known.is_some_and(|known| decidable.contains(&known.disposition)) {
        return Ok(resolution);
    }
    match resolution {
        Resolution::Done | Resolution::KeepPlatform => Ok(&Resolution::Done),
        _ => Err(Refusal::NothingToDecide(id)),
    }
}

const fn refused(exception: ExceptionId, reasons: Vec<ReasonCode>) -> Refusal {
    Refusal::ChoiceRefused { exception, reasons }
}

/// What a person who answers has decided upon: for the same client, services and time it is not asked again.
fn accepted(case: &BookingCase<'_>, open: &Exception) -> Vec<ReasonCode> {
    let mut accepted: Vec<ReasonCode> = case.accepted().iter().chain(&open.raised.flags).copied().collect();
    accepted.sort_unstable();
    accepted.dedup();
    accepted
}

/// The candidate of that number, the alternatives counted after the candidates. The appointment may have become longer
/// since the list was made.
fn chosen(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    open: &Exception,
    candidate: u16,
) -> Result<Assignment, Refusal> {
    let exception = open.raised.exception;
    let mut all = open.raised.candidates.iter().chain(&open.raised.alternatives);
    let chosen = all.nth(usize::from(candidate)).ok_or(Refusal::NoSuchCandidate { exception, candidate })?;
    let shown = case.resolved.items.iter().map(|item| item.span.minutes());
    let is_long_enough = chosen.items.len() == case.resolved.items.len()
        && chosen.items.iter().zip(shown).all(|(item, shown)| item.span.minutes() >= shown);
    let gone = Refusal::CandidateGone { exception, candidate };
    if !is_long_enough && case.resolved.items.iter().any(|item| item.stretch > Minutes(0)) {
        return free_choice(draft, case, &by_names(chosen)).map_err(|_| gone);
    }
    if still_free(draft, chosen) { Ok(chosen.as_ref().clone()) } else { Err(gone) }
}

fn by_names(assignment: &Assignment) -> Chosen {
    let items = (0..assignment.items.len()).filter_map(|item| {
        let provider = provider_of(assignment, item)?.clone();
        Some(ChosenItem { provider, resources: Vec::new() })
    });
    Chosen { start: assignment.start(), items: items.collect() }
}

/// The platform's providers at its time, if no hard rule stands against them.
fn as_shown_if_free(draft: &Draft<'_>, case: &BookingCase<'_>) -> Option<Assignment> {
    let start = case.shown_start()?;
    let providers = case.platform_providers();
    if providers.iter().any(Option::is_none) {
        return None;
    }
    feasible(draft, case, start, &providers).map(|(assignment, _)| assignment)
}

/// What the platform shows, whatever rule it breaks.
fn forced(draft: &Draft<'_>, case: &BookingCase<'_>) -> Assignment {
    platform_assignment(draft.rulebook, case.id, &case.snapshot, &case.resolved, Origin::Forced)
}

/// The client of a forced answer sits in some room as well: the desk is told if there is none.
fn in_some_room(draft: &Draft<'_>, case: &BookingCase<'_>, order: PlaceOrder) -> PlaceOrder {
    let (assignment, lacks_room) = with_rooms(draft, case, order.assignment);
    let flags = if lacks_room { vec![ReasonCode::NoResource] } else { Vec::new() };
    let mut accepted = order.accepted;
    accepted.retain(|flag| !flags.contains(flag));
    PlaceOrder { assignment, flags, accepted, ..order }
}

fn decline(draft: &mut Draft<'_>, case: &BookingCase<'_>, answered: Closed) {
    let Some(known) = case.known else { return };
    withdraw_notices(draft, known);
    close_exception(draft, known, answered);
    let (booking, disposition) = (case.id, Disposition::Declined);
    draft.push(Event::DispositionChanged { booking, disposition, taken: None });
    tell_cancelled(draft, case);
}

/// The desk has called the client: they know what holds now, and what was still to be written is not.
fn called(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    let Some(known) = case.known else { return };
    let announces = |id: &&NoticeId| {
        let notice = draft.state.notice(**id);
        notice.is_some_and(|notice| {
            matches!(notice.status, NoticeStatus::Planned(_)) && notice.notice.kind.is_an_announcement()
        })
    };
    for notice in known.notices.iter().filter(announces) {
        withdraw(draft, *notice);
    }
    let stands = !known.disposition.is_released();
    if let Some(desired) = known.desired.as_ref().filter(|_| stands)
        && let Some(provider) = provider_of(&desired.assignment, 0)
    {
        let told = Told {
            client: known.snapshot.client.clone(),
            visit: desired.assignment.visit,
            provider: provider.clone(),
            location: known.snapshot.location.clone(),
            stands,
        };
        draft.push(Event::ClientTold { booking: case.id, told });
    }
    for told in &known.told {
        if told.stands && !(stands && told.client == known.snapshot.client) {
            let told = Told { stands: false, ..told.clone() };
            draft.push(Event::ClientTold { booking: case.id, told });
        }
    }
}

/// The deadline has passed without an answer: the rulebook's own answer is taken, or the next person is told. While a
/// person has it in hand they are not overtaken.
pub(super) fn exception_due(draft: &mut Draft<'_>, id: ExceptionId) {
    let Some(open) = draft.state.exception(id) else { return };
    if open.escalated {
        return;
    }
    if let Some(claim) = open.claim.as_ref().filter(|_| in_hand(draft, open).is_some()) {
        let raised = ExceptionRaised { deadline: claim.until, ..open.raised.clone() };
        return draft.push(Event::ExceptionRaised(raised));
    }
    if open.claim.is_some() {
        // The claim ends at this very moment: what has become possible meanwhile comes first, and then the deadline.
        draft.push(Event::ExceptionReleased { exception: id });
        let raised = ExceptionRaised { deadline: Timestamp(draft.now.0 + 1), ..open.raised.clone() };
        return draft.push(Event::ExceptionRaised(raised));
    }
    if open.raised.waiting.is_some()
        && let Some(case) = BookingCase::of(draft.rulebook, draft.state, open.raised.booking)
        && let Some(assignment) = on_deadline(draft, open, &case)
    {
        let accepted = accepted(&case, open);
        let order = PlaceOrder { accepted, ..PlaceOrder::of(assignment, Cause::Deadline, None) };
        return place(draft, case, order, Closed::Deadline);
    }
    let owner = draft.rulebook.exceptions().escalate_to.clone();
    draft.push(Event::ExceptionEscalated { exception: id, owner });
}

/// The assignment that the rulebook gives where a person has not answered in time, if any: never where a person would have
/// to learn something first, such as whether the client was examined.
fn on_deadline(draft: &Draft<'_>, open: &Exception, case: &BookingCase<'_>) -> Option<Assignment> {
    if !open.raised.flags.iter().all(|flag| flag.may_be_answered_by_rule()) {
        return None;
    }
    match draft.rulebook.exceptions().on_deadline {
        OnDeadline::Escalate => None,
        OnDeadline::AssignBest => {
            let mut candidates = open.raised.candidates.iter().map(Arc::as_ref);
            candidates
                .find(|candidate| still_free(draft, candidate) && is_readable(draft, candidate))
                .cloned()
        }
        OnDeadline::KeepPlatform => as_shown_if_free(draft, case),
    }
}
