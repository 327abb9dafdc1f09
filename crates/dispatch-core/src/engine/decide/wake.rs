//! Waking: what waits is judged again when something that it waits for has changed, and what stands is held against the
//! rules when those have.

use crate::{explain::ReasonCode, ids::BookingId};

use super::super::model::{Automation, Booking, Cause, Disposition, Event, Kept};
use super::{
    case::BookingCase,
    draft::Draft,
    judge::{judge, judge_keeping},
    keep::keep,
    standing::renew_tasks,
    verdict::Keep,
};

/// So many are looked at in one command, if nothing comes of them: a journal line names them all.
const AT_ONCE: usize = 256;

/// Judges again what was woken, soonest deadline first, then by arrival, until something comes of one of them: the next is
/// judged by the state after that.
pub(super) fn wake(draft: &mut Draft<'_>) {
    let state = draft.state;
    let mut looked_at = Vec::new();
    // The ids of what follows count from this line on, so it comes first and is filled in at the end.
    draft.push(Event::Woken { bookings: Vec::new() });
    for booking in state.waking().take(AT_ONCE) {
        looked_at.push(booking);
        judge_again(draft, booking);
        if draft.decided.events.len() > 1 || !draft.work.is_empty() {
            break;
        }
    }
    match draft.decided.events.first_mut() {
        Some(Event::Woken { bookings }) if !looked_at.is_empty() => *bookings = looked_at,
        _ => draft.decided.events.clear(),
    }
}

fn judge_again(draft: &mut Draft<'_>, id: BookingId) {
    let Some(case) = BookingCase::of(draft.rulebook, draft.state, id) else { return };
    let Some(known) = case.known else { return };
    let acts = case.connection.automation == Automation::Auto;
    // The client is there, or was: nothing is decided any more, and a person sees to what is open.
    let to_come = case.resolved.visit.start.timestamp() > draft.now;
    match known.disposition {
        Disposition::AwaitingPerson if acts && to_come => waits(draft, case, known),
        Disposition::Assigned if acts && to_come => holds(draft, case, known),
        Disposition::Assigned | Disposition::Arrived | Disposition::InService => {
            let tasks = known.flags.iter().copied();
            let lasting = tasks.filter(|flag| *flag == ReasonCode::ManualOverride).collect();
            renew_tasks(draft, &case, known, lasting);
        }
        Disposition::Unmanaged if known.imported => {
            keep(draft, case, Kept::Imported, Disposition::Unmanaged);
        }
        _ => {}
    }
}

/// Decides a booking that waits as if it were asked now. While a person has it in hand they see what came of it, and nothing
/// else does.
fn waits<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, known: &'a Booking) {
    match &known.desired {
        Some(desired) if !known.pinned => {
            judge_keeping(draft, case, Keep::Moved(&desired.assignment), Cause::Rule);
        }
        _ => judge(draft, case, Cause::Rule),
    }
}

/// Holds an assignment against the hard rules as they are now.
fn holds<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, known: &'a Booking) {
    if let Some(desired) = &known.desired {
        judge_keeping(draft, case, Keep::Standing(&desired.assignment), Cause::Redispatch);
    }
}
