//! A message to one client, made from a notice of the core.

use dispatch_core::{
    BookingId, NoticeId, Timestamp,
    engine::{Notice, NoticeKind},
};

use crate::{
    address::EmailAddress,
    calendar_entry::{self, CalendarEntry},
    change::Change,
    context::{Context, one_line},
    digest::digest,
    templates,
};

/// A message that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The notice that it conveys.
    pub notice: NoticeId,
    /// The booking that it is about.
    pub booking: BookingId,
    /// The kind of notice.
    pub kind: NoticeKind,
    /// Name and address of the sender.
    pub from: (String, EmailAddress),
    /// The client's address.
    pub to: EmailAddress,
    /// The subject, one line.
    pub subject: String,
    /// The whole text, plain.
    pub text: String,
    /// The entry for the client's calendar; a reminder has none.
    pub calendar_entry: Option<CalendarEntry>,
    /// The Message-ID without angle brackets. The same notice always has the same.
    pub message_id: String,
    /// The moment of the decision, for the Date header.
    pub written_at: Timestamp,
    /// The last moment at which it may be sent.
    pub not_after: Timestamp,
}

/// Writes the message for a notice. `now` is the moment of the decision; it becomes the Date header and the stamp of the
/// calendar entry.
#[must_use]
pub fn render(notice: &Notice, context: &Context, now: Timestamp) -> Message {
    render_change(notice, context, &Change::default(), now)
}

/// As [`render`], where it is known what the client was told before: a message about a change then names what changed.
#[must_use]
pub fn render_change(notice: &Notice, context: &Context, change: &Change, now: Timestamp) -> Message {
    let (subject, text) = templates::fill(notice, context, change);
    Message {
        notice: notice.notice,
        booking: notice.booking,
        kind: notice.kind,
        from: (one_line(&context.practice_name), context.from.clone()),
        to: context.to.clone(),
        subject,
        text,
        calendar_entry: calendar_entry::write(notice, context, now),
        message_id: message_id(notice, context),
        written_at: now,
        not_after: notice.not_after,
    }
}

/// An id derived from what identifies the notice, so that the receiver too recognises a repetition.
fn message_id(notice: &Notice, context: &Context) -> String {
    let kind = match notice.kind {
        NoticeKind::Confirmation => "confirmation".to_owned(),
        NoticeKind::Reminder { before } => format!("reminder {}", before.0),
        NoticeKind::Changed => "changed".to_owned(),
        NoticeKind::Cancelled => "cancelled".to_owned(),
    };
    let parts = format!("{}\n{}\n{kind}\n{}", notice.booking.0, notice.visit.start.0, notice.sequence);
    format!("{}@{}", digest(&context.practice, &parts), context.from.domain())
}
