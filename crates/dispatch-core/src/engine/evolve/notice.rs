//! Notices: planned, released, and what became of each.

use crate::ids::NoticeId;

use super::super::model::{Due, Notice, NoticeKind, NoticeState, NoticeStatus, State, Told};
use super::booking::tell;

pub(super) fn plan(state: &mut State, notice: &Notice, due: Due) {
    if let Some(booking) = state.stored.bookings.get_mut(&notice.booking)
        && !booking.notices.contains(&notice.notice)
    {
        booking.notices.push(notice.notice);
    }
    let planned = NoticeState { notice: notice.clone(), status: NoticeStatus::Planned(due) };
    state.stored.notices.insert(notice.notice, planned);
}

pub(super) fn release(state: &mut State, notice: &Notice) {
    if let Some(booking) = state.stored.bookings.get_mut(&notice.booking) {
        booking.notices.retain(|planned| *planned != notice.notice);
        booking.sequence = booking.sequence.max(notice.sequence);
        if let NoticeKind::Reminder { before } = notice.kind {
            booking.reminded.push((before, notice.visit.start));
        }
        let told = Told {
            client: notice.client.clone().unwrap_or_else(|| booking.snapshot.client.clone()),
            visit: notice.visit,
            provider: notice.provider.clone(),
            location: booking.snapshot.location.clone(),
            stands: notice.kind != NoticeKind::Cancelled,
        };
        tell(state, notice.booking, told);
    }
    let released = NoticeState { notice: notice.clone(), status: NoticeStatus::Released };
    state.stored.notices.insert(notice.notice, released);
}

pub(super) fn settle(state: &mut State, notice: NoticeId, status: NoticeStatus) {
    let Some(known) = state.stored.notices.get_mut(&notice) else { return };
    known.status = status;
    if let Some(booking) = state.stored.bookings.get_mut(&known.notice.booking) {
        booking.notices.retain(|planned| *planned != notice);
    }
}
