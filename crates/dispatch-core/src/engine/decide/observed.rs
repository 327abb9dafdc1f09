//! An appointment as observed: new, moved, changed, cancelled, arrived, or our own echo. All are one upsert, told apart
//! by what differs from the picture before and from what we decided.

use std::sync::Arc;

use crate::{
    explain::{Cure, ReasonCode},
    ids::BookingId,
};

use super::super::model::{
    AppointmentObserved, AppointmentSeen, Booking, Cause, Closed, Disposition, Event, Snapshot, Status,
};
use super::{
    case::{BookingCase, same_services},
    difference::{Difference, difference},
    draft::Draft,
    drift::{differing, drift_since, is_masked},
    exception::close_exception,
    judge::{judge, judge_keeping, leave},
    notice::{announce_again, tell_cancelled},
    refusal::Refusal,
    underway::{over, taken_back, under_way},
    verdict::{Keep, SETTLED_BY_A_CHOICE},
    withdrawal::withdraw_notices,
};

/// Takes in what the platform shows of an appointment. A picture that is not newer than the last one changes nothing.
pub(super) fn appointment_observed(
    draft: &mut Draft<'_>,
    observed: &AppointmentObserved,
) -> Result<(), Refusal> {
    let state = draft.state;
    let connection = state
        .connection(&observed.connection)
        .ok_or_else(|| Refusal::UnknownConnection(observed.connection.clone()))?;
    let snapshot = &observed.snapshot;
    let link = state.observed(&observed.connection, &snapshot.id);
    if let Some((at, newest)) = link.and_then(|link| link.observed.as_ref())
        && (observed.observed_at, snapshot) <= (*at, newest)
    {
        return Ok(());
    }
    let id = link.map_or(BookingId(draft.next_id()), |link| link.booking);
    // Seen, assigned, written, announced and reminded twice: room for all of it at once.
    draft.decided.events.reserve(6);
    draft.push(Event::AppointmentSeen(AppointmentSeen {
        booking: id,
        connection: observed.connection.clone(),
        observed_at: observed.observed_at,
        snapshot: Arc::clone(snapshot),
    }));
    let known = state.booking(id);
    if known.is_some_and(|known| known.appointment != snapshot.id) {
        // An id that the booking has left: nothing hangs on it any more.
        return Ok(());
    }
    let case = BookingCase::new(draft.rulebook, id, known, connection, Arc::clone(snapshot));
    match known {
        None => first_seen(draft, case),
        Some(known) => seen_again(draft, case, known, observed),
    }
    Ok(())
}

fn first_seen<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>) {
    match by_status(&case.snapshot.status) {
        Some(Disposition::Cancelled) => {
            let (booking, disposition) = (case.id, Disposition::Cancelled);
            draft.push(Event::DispositionChanged { booking, disposition, taken: None });
        }
        Some(disposition @ (Disposition::Completed | Disposition::NoShow)) => over(draft, &case, disposition),
        Some(disposition) => under_way(draft, case, disposition),
        None => judge(draft, case, Cause::Rule),
    }
}

fn seen_again<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &'a Booking,
    observed: &AppointmentObserved,
) {
    match by_status(&case.snapshot.status) {
        Some(Disposition::Cancelled) if known.disposition == Disposition::Cancelled => {}
        Some(Disposition::Cancelled) => cancel(draft, &case, known),
        Some(disposition @ (Disposition::Completed | Disposition::NoShow)) => {
            if disposition != known.disposition {
                over(draft, &case, disposition);
            }
        }
        Some(disposition) => under_way(draft, case, disposition),
        None => stands(draft, case, known, observed),
    }
}

/// The appointment stands on the platform, and is not under way.
fn stands<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &'a Booking,
    observed: &AppointmentObserved,
) {
    let difference = difference(draft.rulebook, &known.snapshot, &case);
    match known.disposition {
        Disposition::Cancelled => put_back(draft, case, known),
        Disposition::Assigned => stands_assigned(draft, case, known, observed, difference),
        Disposition::Arrived | Disposition::InService | Disposition::Completed | Disposition::NoShow => {
            taken_back(draft, case, known, observed);
        }
        Disposition::AwaitingPerson => stands_waiting(draft, case, known, observed, difference),
        Disposition::Unmanaged if difference.any() => judge(draft, case, Cause::Rule),
        Disposition::Waitlisted | Disposition::Declined | Disposition::Expired => {
            let before = &known.snapshot;
            if before.items != case.snapshot.items || before.location != case.snapshot.location {
                judge(draft, case, Cause::Rule);
            }
        }
        Disposition::Unmanaged => {}
    }
}

/// It was called off, and stands again: as it stood, where that can still be had.
fn put_back<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, known: &'a Booking) {
    let keep = known.desired.as_ref().map_or(Keep::Nothing, |desired| Keep::Moved(&desired.assignment));
    judge_keeping(draft, case, keep, Cause::Rule);
}

/// A person is asked about it.
fn stands_waiting<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &'a Booking,
    observed: &AppointmentObserved,
    difference: Difference,
) {
    if !difference.any() {
        return;
    }
    let same_visit = same_services(&known.snapshot, &case.snapshot) && !difference.time;
    let masked = is_masked(draft.state, known, observed.observed_at);
    if difference.is_a_choice() && same_visit && !masked {
        // The choice of another room answers nothing that is asked about the provider.
        let about_rooms = known.flags.iter().any(|flag| flag.settled_by().contains(&Cure::Room))
            && !known.flags.iter().any(|flag| SETTLED_BY_A_CHOICE.contains(flag));
        let chosen = difference.provider || known.pinned || about_rooms;
        let keep = if chosen { Keep::Shown } else { Keep::Nothing };
        return judge_keeping(draft, case, keep, Cause::Override);
    }
    let keep = match &known.desired {
        _ if known.pinned => Keep::Shown,
        Some(desired) if same_visit => Keep::Moved(&desired.assignment),
        _ => Keep::Nothing,
    };
    judge_keeping(draft, case, keep, Cause::Rule);
}

fn stands_assigned<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &'a Booking,
    observed: &AppointmentObserved,
    difference: Difference,
) {
    let Some(desired) = &known.desired else { return };
    if case.resolved.visit.end.timestamp() <= draft.now && !difference.time {
        // It is over, as far as anybody knows: there is nothing to decide any more.
        return;
    }
    let standing = Keep::Standing(&desired.assignment);
    if !same_services(&known.snapshot, &case.snapshot) {
        let keep = if difference.time { Keep::Moved(&desired.assignment) } else { standing };
        return judge_keeping(draft, case, keep, Cause::Rule);
    }
    let differing = differing(draft.rulebook, case.connection, &desired.assignment, &case.resolved);
    let drift = drift_since(draft.state, known, &case.snapshot, &differing, observed.observed_at);
    let arrival = |snapshot: &Snapshot| snapshot.items.first().map(|item| item.start);
    let as_agreed = arrival(&known.snapshot) == arrival(&case.snapshot);
    if drift.later_moved && as_agreed {
        // The client comes as agreed: a later service was moved by hand.
        judge_keeping(draft, case, Keep::Shown, Cause::Override);
    } else if drift.fields.provider || (drift.fields.any() && !drift.fields.time) {
        judge_keeping(draft, case, Keep::Shown, Cause::Override);
    } else if drift.fields.time {
        judge_keeping(draft, case, Keep::Moved(&desired.assignment), Cause::Rule);
    } else if difference.is_judged() {
        judge_keeping(draft, case, standing, Cause::Rule);
    } else if differing.iter().all(|fields| !fields.any()) && is_desk_task(known) {
        // The desk has set on the platform what only it can set.
        leave(draft, &case, known, Vec::new());
        announce_again(draft, &case, known);
    } else {
        leave(draft, &case, known, standing_override(known));
    }
}

fn is_desk_task(known: &Booking) -> bool {
    known.flags.contains(&ReasonCode::DeskTask)
}

/// A person's choice against a rule stays one while nothing of it changes.
fn standing_override(known: &Booking) -> Vec<ReasonCode> {
    let forced = ReasonCode::ManualOverride;
    if known.flags.contains(&forced) { vec![forced] } else { Vec::new() }
}

fn cancel(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking) {
    withdraw_notices(draft, known);
    close_exception(draft, known, Closed::Moot);
    let (booking, disposition) = (case.id, Disposition::Cancelled);
    draft.push(Event::DispositionChanged { booking, disposition, taken: None });
    tell_cancelled(draft, case);
}

/// The disposition that a status alone gives a booking; none if the booking merely stands.
fn by_status(status: &Status) -> Option<Disposition> {
    match status {
        Status::Booked | Status::Confirmed | Status::Other(_) => None,
        Status::Arrived => Some(Disposition::Arrived),
        Status::InService => Some(Disposition::InService),
        Status::Completed => Some(Disposition::Completed),
        Status::NoShow => Some(Disposition::NoShow),
        Status::Cancelled => Some(Disposition::Cancelled),
    }
}
