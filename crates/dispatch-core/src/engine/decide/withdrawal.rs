//! Withdrawal: messages that are not sent after all, and why.

use crate::{explain::ReasonCode, ids::NoticeId};

use super::super::model::{Booking, Due, Event, NoticeKind, NoticeStatus};
use super::{case::BookingCase, draft::Draft};

/// Takes back every message of a booking that has not gone out.
pub(super) fn withdraw_notices(draft: &mut Draft<'_>, known: &Booking) {
    known.notices.iter().for_each(|notice| withdraw(draft, *notice));
}

/// Takes back one message, if it has not gone out.
pub(super) fn withdraw(draft: &mut Draft<'_>, notice: NoticeId) {
    if let Some(NoticeStatus::Planned(due)) = draft.state.notice(notice).map(|notice| notice.status) {
        draft.push(Event::NoticeWithdrawn { notice, timed: matches!(due, Due::At(_)) });
    }
}

/// Notes that a message is not sent, and why.
pub(super) fn skip(draft: &mut Draft<'_>, case: &BookingCase<'_>, kind: NoticeKind, reason: ReasonCode) {
    draft.push(Event::NoticeSkipped { booking: case.id, kind, reason });
}
