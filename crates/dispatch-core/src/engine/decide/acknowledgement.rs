//! The acknowledgement of writes: accepted, refused, or overdue.

use crate::{
    explain::ReasonCode,
    ids::{BookingId, ConnectionId, PlatformId, WriteId},
    time::Timestamp,
};

use super::super::model::{Booking, Closed, Disposition, Due, Event, NoticeStatus, WriteState, WriteStatus};
use super::{
    case::BookingCase,
    delivery::release,
    draft::Draft,
    exception::{add_task, close_exception, set_tasks},
    refusal::Refusal,
    withdrawal::withdraw_notices,
};

/// The platform accepted a write: the messages that waited for it go out.
pub(super) fn write_acknowledged(
    draft: &mut Draft<'_>,
    id: WriteId,
    appointment: Option<&PlatformId>,
    at: Timestamp,
) -> Result<(), Refusal> {
    let known = draft.state.write(id).ok_or(Refusal::UnknownWrite(id))?;
    if !known.status.is_unsettled() {
        return Ok(());
    }
    let Some(booking) = draft.state.booking(known.write.booking) else { return Ok(()) };
    let relinked = appointment.filter(|new| **new != booking.appointment).cloned();
    if let Some(new) = &relinked {
        absorb(draft, &booking.connection, new, booking.booking);
    }
    draft.push(Event::WriteAcknowledged { write: id, acknowledged_at: at, relinked });
    if known.status == WriteStatus::Overdue
        && booking.flags.contains(&ReasonCode::WriteUnacknowledged)
        && let Some(case) = BookingCase::of(draft.rulebook, draft.state, booking.booking)
    {
        let others = booking.flags.iter().filter(|flag| **flag != ReasonCode::WriteUnacknowledged);
        set_tasks(draft, &case, others.copied().collect(), case.resolved.visit.start);
    }
    for notice in &booking.notices {
        if let Some(planned) = draft.state.notice(*notice)
            && planned.status == NoticeStatus::Planned(Due::Acknowledged(id))
        {
            release(draft, &planned.notice);
        }
    }
    Ok(())
}

/// The new id of an appointment may already have been seen as a booking of its own: that booking ends here.
fn absorb(draft: &mut Draft<'_>, connection: &ConnectionId, new: &PlatformId, into: BookingId) {
    let Some(double) = draft.state.find(connection, new) else { return };
    if double.booking == into {
        return;
    }
    withdraw_notices(draft, double);
    close_exception(draft, double, Closed::Moot);
    let disposition = Disposition::Cancelled;
    draft.push(Event::DispositionChanged { booking: double.booking, disposition, taken: None });
}

/// The platform refused a write: the desk is told, if that write is still what we want.
pub(super) fn write_refused(draft: &mut Draft<'_>, id: WriteId, reason: &str) -> Result<(), Refusal> {
    let known = draft.state.write(id).ok_or(Refusal::UnknownWrite(id))?;
    if !known.status.is_unsettled() {
        return Ok(());
    }
    draft.push(Event::WriteRefused { write: id, reason: reason.to_owned() });
    if let Some((case, booking)) = still_wanted(draft, known) {
        withdraw_waiting(draft, booking, id);
        add_task(draft, &case, ReasonCode::WriteRefused);
    }
    Ok(())
}

/// The booking of a write, if the assignment that the write carries out still stands.
fn still_wanted<'a>(draft: &Draft<'a>, write: &WriteState) -> Option<(BookingCase<'a>, &'a Booking)> {
    let case = BookingCase::of(draft.rulebook, draft.state, write.write.booking)?;
    let booking = case.known?;
    let stands = booking.revision == write.write.revision && booking.disposition == Disposition::Assigned;
    stands.then_some((case, booking))
}

/// A message that waited for this write has nothing to wait for any more.
fn withdraw_waiting(draft: &mut Draft<'_>, booking: &Booking, id: WriteId) {
    for notice in &booking.notices {
        let status = draft.state.notice(*notice).map(|notice| notice.status);
        if status == Some(NoticeStatus::Planned(Due::Acknowledged(id))) {
            draft.push(Event::NoticeWithdrawn { notice: *notice, timed: false });
        }
    }
}

/// The platform has not acknowledged a write in time: the desk is told, if that write is still what we want.
pub(super) fn write_overdue(draft: &mut Draft<'_>, id: WriteId) {
    let Some(known) = draft.state.write(id) else { return };
    if known.status != WriteStatus::Pending {
        return;
    }
    draft.push(Event::WriteOverdue { write: id });
    if let Some((case, _)) = still_wanted(draft, known) {
        add_task(draft, &case, ReasonCode::WriteUnacknowledged);
    }
}
