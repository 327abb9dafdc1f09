//! An appointment as observed: new, moved, changed, cancelled, arrived, or our own echo. All are one upsert, told apart
//! by what differs from the picture before and from what we decided.

use std::sync::Arc;

use crate::{calendar::Origin, explain::ReasonCode, ids::BookingId};

use super::super::model::{
    AppointmentObserved, AppointmentSeen, Booking, Cause, Closed, Disposition, Event, Kept, Snapshot, Status,
};
use super::{
    case::BookingCase,
    conflict::{is_blocked, still_free},
    displaced::redispatch_case,
    draft::Draft,
    drift::{differing, drift, drift_since},
    exception::{add_task, close_exception},
    judge::judge,
    keep::keep,
    manual_override::overridden,
    notice::{announce_again, tell_cancelled, withdraw_notices},
    refusal::Refusal,
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
    match underway(&case.snapshot.status) {
        Some(Disposition::Cancelled) => {
            draft.push(Event::DispositionChanged { booking: case.id, disposition: Disposition::Cancelled });
        }
        Some(disposition) => keep(draft, case, Kept::Past, disposition),
        None => judge(draft, case, Cause::Rule),
    }
}

fn seen_again<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &Booking,
    observed: &AppointmentObserved,
) {
    match underway(&case.snapshot.status) {
        Some(disposition) if disposition == known.disposition => {}
        Some(Disposition::Cancelled) => cancel(draft, &case, known),
        // It had given its time back, and now the client is there after all.
        Some(disposition) if known.disposition.is_released() => keep(draft, case, Kept::Past, disposition),
        Some(disposition) => {
            withdraw_notices(draft, known);
            close_exception(draft, known, Closed::Moot);
            draft.push(Event::DispositionChanged { booking: case.id, disposition });
        }
        None => stands(draft, case, known, observed),
    }
}

/// The appointment stands on the platform, and is not under way.
fn stands<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, known: &Booking, observed: &AppointmentObserved) {
    let before = &known.snapshot;
    match known.disposition {
        Disposition::Cancelled => judge(draft, case, Cause::Rule),
        Disposition::Assigned => stands_assigned(draft, case, known, observed),
        Disposition::Arrived | Disposition::InService | Disposition::Completed | Disposition::NoShow => {
            taken_back(draft, case, known, observed);
        }
        Disposition::AwaitingPerson if same_but_who(before, &case.snapshot) => {
            if before.items != case.snapshot.items {
                overridden(draft, case, known);
            }
        }
        Disposition::Unmanaged
        | Disposition::AwaitingPerson
        | Disposition::Waitlisted
        | Disposition::Declined
        | Disposition::Expired => {
            let same = before.items == case.snapshot.items && before.location == case.snapshot.location;
            if !same {
                judge(draft, case, Cause::Rule);
            }
        }
    }
}

fn stands_assigned<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &Booking,
    observed: &AppointmentObserved,
) {
    let before = &known.snapshot;
    let Some(desired) = &known.desired else { return };
    if !same_services(before, &case.snapshot) {
        return judge(draft, case, Cause::Rule);
    }
    let differing = differing(draft.rulebook, case.connection, &desired.assignment, &case.resolved);
    let drift = drift_since(draft.state, known, &case.snapshot, &differing, observed.observed_at);
    let arrival = |snapshot: &Snapshot| snapshot.items.first().map(|item| item.start);
    if drift.later_moved && arrival(before) == arrival(&case.snapshot) {
        // The client comes as agreed: a later service was moved by hand.
        overridden(draft, case, known);
    } else if drift.fields.time {
        judge(draft, case, Cause::Rule);
    } else if drift.fields.any() {
        overridden(draft, case, known);
    } else if differing.iter().all(|fields| !fields.any()) && known.flags == [ReasonCode::DeskTask] {
        // The desk has set on the platform what only it can set.
        close_exception(draft, known, Closed::Moot);
        announce_again(draft, &case, known);
    } else {
        note_oddities(draft, &case, known);
    }
}

/// Gives the desk a task about a change that leaves the assignment as it is.
fn note_oddities(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking) {
    let before = &known.snapshot;
    let lengthened = known.desired.as_ref().is_some_and(|desired| {
        let ends = |snapshot: &Snapshot| snapshot.items.iter().map(|item| item.end).collect::<Vec<_>>();
        ends(before) != ends(&case.snapshot) && desired.assignment.visit.end != case.resolved.visit.end
    });
    if lengthened {
        add_task(draft, case, ReasonCode::LengthDiffers);
    } else if matches!(case.snapshot.status, Status::Other(_)) && before.status != case.snapshot.status {
        add_task(draft, case, ReasonCode::UnknownStatus);
    }
}

/// The platform said that it is under way, and takes that back. What we decided stands if it is still what the booking
/// takes up, what the platform shows, and free: nothing made it give way while it was under way.
fn taken_back<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    known: &Booking,
    observed: &AppointmentObserved,
) {
    let Some(desired) = &known.desired else { return judge(draft, case, Cause::Rule) };
    let assignment = &desired.assignment;
    let decided = assignment.items.iter().map(|item| Some(&item.service));
    let shown = case.resolved.items.iter().map(|item| draft.rulebook.service_code(item.service?));
    let as_decided = known.occupancies == assignment.occupancies
        && known.snapshot.location == case.snapshot.location
        && case.resolved.flags.is_empty()
        && decided.eq(shown);
    let differing = differing(draft.rulebook, case.connection, assignment, &case.resolved);
    let drift = drift(draft.state, known, &differing, observed.observed_at);
    if !as_decided || drift.time {
        judge(draft, case, Cause::Rule);
    } else if drift.any() {
        overridden(draft, case, known);
    } else if known.occupancies.iter().any(|one| one.origin == Origin::Ours) && !still_free(draft, assignment)
    {
        let blocked = is_blocked(draft, assignment);
        let flag = if blocked { ReasonCode::Displaced } else { ReasonCode::PlatformConflict };
        redispatch_case(draft, case, flag);
    } else {
        draft.push(Event::DispositionChanged { booking: case.id, disposition: Disposition::Assigned });
        announce_again(draft, &case, known);
        note_oddities(draft, &case, known);
    }
}

fn cancel(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking) {
    withdraw_notices(draft, known);
    close_exception(draft, known, Closed::Moot);
    draft.push(Event::DispositionChanged { booking: case.id, disposition: Disposition::Cancelled });
    tell_cancelled(draft, case, known);
}

/// The disposition that a status alone gives a booking; none if the booking merely stands.
fn underway(status: &Status) -> Option<Disposition> {
    match status {
        Status::Booked | Status::Confirmed | Status::Other(_) => None,
        Status::Arrived => Some(Disposition::Arrived),
        Status::InService => Some(Disposition::InService),
        Status::Completed => Some(Disposition::Completed),
        Status::NoShow => Some(Disposition::NoShow),
        Status::Cancelled => Some(Disposition::Cancelled),
    }
}

/// True if two pictures are of the same services at the same location.
fn same_services(one: &Snapshot, other: &Snapshot) -> bool {
    one.location == other.location
        && one.grouped == other.grouped
        && one.items.len() == other.items.len()
        && one
            .items
            .iter()
            .zip(&other.items)
            .all(|(one, other)| (&one.service, &one.add_ons) == (&other.service, &other.add_ons))
}

/// True if two pictures differ at most in providers, rooms and devices.
fn same_but_who(one: &Snapshot, other: &Snapshot) -> bool {
    let mut items = one.items.iter().zip(&other.items);
    same_services(one, other) && items.all(|(one, other)| (one.start, one.end) == (other.start, other.end))
}
