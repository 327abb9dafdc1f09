//! Waking: what waits is judged again when something that it waits for has changed, and what stands is held against the
//! rules when those have.

use crate::{assign::reasons, explain::ReasonCode, ids::BookingId};

use super::super::model::{Automation, Booking, Cause, Disposition, Event, Kept};
use super::{
    case::BookingCase,
    conflict::{conflicts, is_under_block},
    draft::Draft,
    judge::{judge, judge_keeping},
    keep::keep,
    request::request,
    standing::renew_tasks,
    verdict::{Keep, as_the_desk_sees_it},
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
    if waits_as_before(draft, &case, known).is_some() {
        return;
    }
    match &known.desired {
        Some(desired) if !known.pinned => {
            judge_keeping(draft, case, Keep::Moved(&desired.assignment), Cause::Rule);
        }
        _ => judge(draft, case, Cause::Rule),
    }
}

/// Some if a booking that was never assigned waits for the same reasons as before, and what is held for it can still be had.
/// Most of what is woken by a time that becomes free waits on: it is told without looking for what else it could be given.
fn waits_as_before(draft: &Draft<'_>, case: &BookingCase<'_>, known: &Booking) -> Option<()> {
    let open = draft.state.exception(known.exception?)?;
    let judged_alike = draft.state.waiting.is_by_these_rules(open)
        && known.desired.is_none()
        && !known.pinned
        && known.accepted.is_empty();
    if !judged_alike || is_under_block(draft, &known.occupancies) {
        return None;
    }
    let vip = case.snapshot.about_client.vip;
    let request = request(draft, case, case.shown_start()?, &case.wished(), vip)?;
    let mut flags = reasons(draft.rulebook, &draft.schedule, &request)?;
    if flags.is_empty() {
        return None;
    }
    as_the_desk_sees_it(case, &mut flags);
    flags.extend_from_slice(&case.resolved.flags);
    if !conflicts(draft, &known.occupancies).is_empty() {
        flags.push(ReasonCode::PlatformConflict);
    }
    flags.sort_unstable();
    flags.dedup();
    (flags == open.raised.flags).then_some(())
}

/// Holds an assignment against the hard rules as they are now.
fn holds<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, known: &'a Booking) {
    if let Some(desired) = &known.desired {
        judge_keeping(draft, case, Keep::Standing(&desired.assignment), Cause::Redispatch);
    }
}
