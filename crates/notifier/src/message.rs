//! A notice of the core as a message to one person.

use dispatch_core::{
    BookingId, NoticeId, PracticeId, Timestamp,
    calendar::local::Zone,
    engine::{Notice, NoticeKind},
};
use sha2::{Digest, Sha256};

use crate::{
    address::EmailAddress,
    calendar_entry::{self, CalendarEntry},
    templates,
};

/// What the shell looked up for a notice. Names and contacts live here and nowhere else: events hold opaque ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The practice; part of every derived id.
    pub practice: PracticeId,
    /// How the practice calls itself.
    pub practice_name: String,
    /// The address that messages come from. Its domain is that of the Message-IDs.
    pub from: EmailAddress,
    /// A telephone number to call about changes, if the practice gives one.
    pub phone: Option<String>,
    /// How the location is called.
    pub location_name: String,
    /// Where it is, in one line.
    pub location_address: Option<String>,
    /// The zone in which times are told.
    pub zone: Zone,
    /// Who gets the message.
    pub to: EmailAddress,
    /// How the client is addressed.
    pub first_name: Option<String>,
}

/// A message that is ready to be carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The notice it tells.
    pub notice: NoticeId,
    /// About which booking.
    pub booking: BookingId,
    /// What it says.
    pub kind: NoticeKind,
    /// Name and address of the sender.
    pub from: (String, EmailAddress),
    /// Who gets it.
    pub to: EmailAddress,
    /// One line.
    pub subject: String,
    /// The whole text, plain.
    pub text: String,
    /// The entry for the client's calendar; a reminder has none.
    pub calendar_entry: Option<CalendarEntry>,
    /// Without angle brackets. The same notice always has the same.
    pub message_id: String,
    /// When it was written: the Date header.
    pub written_at: Timestamp,
    /// Not to be sent after this moment.
    pub not_after: Timestamp,
}

/// Writes the message for a notice. `now` is the moment of the decision that it tells; it becomes the Date header and the
/// stamp of the calendar entry.
#[must_use]
pub fn render(notice: &Notice, context: &Context, now: Timestamp) -> Message {
    let (subject, text) = templates::fill(notice, context);
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

/// Derived from what identifies the notice, so that a repetition is recognised by the receiver too.
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

/// 32 hexadecimal digits that stand for a text of this practice.
pub(crate) fn digest(practice: &PracticeId, text: &str) -> String {
    let mut hash = Sha256::new();
    // The length keeps (practice "a", text "b...") apart from (practice "ab", text "...").
    hash.update((practice.as_str().len() as u64).to_be_bytes());
    hash.update(practice.as_str());
    hash.update(text);
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Without line breaks and other control characters, which have no place in a header or a name.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
