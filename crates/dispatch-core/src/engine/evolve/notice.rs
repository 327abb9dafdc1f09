//! Notices: planned, released, and what became of each.

use crate::ids::NoticeId;

use super::super::model::{Due, Notice, NoticeKind, NoticeState, NoticeStatus, State, Told};

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
        booking.sequence = notice.sequence;
        match notice.kind {
            NoticeKind::Confirmation | NoticeKind::Changed => {
                booking.told = Some(Told { start: notice.visit.start, provider: notice.provider.clone() });
            }
            NoticeKind::Cancelled => booking.told = None,
            NoticeKind::Reminder { before } => booking.reminded.push((before, notice.visit.start)),
        }
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
