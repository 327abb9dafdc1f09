//! Messages to clients that failed, newest first.

use dispatch_core::engine::{Notice, NoticeKind};
use serde::Serialize;

use super::{client::ShownClient, moment::Moment, view::View};

/// A message that did not reach the client, or may not have.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FailedMessage {
    id: String,
    kind: &'static str,
    /// `failed`, or `unknown` if it may have gone out.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    booking: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    appointment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<ShownClient>,
    /// The start of the booking that it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Moment>,
}

/// The end of a message, as the outbox has it.
pub(crate) struct Ended<'a> {
    pub(crate) notice: &'a Notice,
    /// True if it may have gone out.
    pub(crate) unknown: bool,
    pub(crate) why: Option<String>,
}

impl FailedMessage {
    pub(crate) fn of(view: View<'_>, ended: Ended<'_>) -> Self {
        let notice = ended.notice;
        let booking = view.state.booking(notice.booking);
        Self {
            id: notice.notice.to_string(),
            kind: kind_word(notice.kind),
            status: if ended.unknown { "unknown" } else { "failed" },
            why: ended.why,
            booking: notice.booking.to_string(),
            appointment: booking.map(|booking| booking.appointment.to_string()),
            client: booking.map(|booking| view.names.show(&booking.snapshot.client)),
            start: booking.and_then(|booking| view.minute(notice.visit.start, booking)),
        }
    }
}

/// The word for a kind of message.
pub(crate) const fn kind_word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Confirmation => "confirmation",
        NoticeKind::Reminder { .. } => "reminder",
        NoticeKind::Changed => "changed",
        NoticeKind::Cancelled => "cancelled",
    }
}
