//! Events: everything that happened, with each fact resolved, so that replaying needs neither rulebook nor time zones.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    explain::ReasonCode,
    ids::{BookingId, ExceptionId, NoticeId, PlatformId, WriteId},
    time::Timestamp,
};

use super::{
    Adopted, AppointmentSeen, Assigned, BlockSeen, BookingKept, CalendarSeen, Closed, Connection,
    Disposition, Due, ExceptionRaised, Notice, NoticeKind, Suggested, Taken, Told, Write,
};

/// The version of the events that this code writes.
pub const JOURNAL_VERSION: u16 = 1;

/// One line of a practice's journal. Identified by (practice, sequence).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventRecord {
    /// Version of the event's form: [`JOURNAL_VERSION`] when written by this code. First, so that a line of a version
    /// that is not known is refused as such, whatever else it says.
    #[serde(deserialize_with = "known_version")]
    pub version: u16,
    /// Position in the journal, from 1 without gaps.
    pub sequence: u64,
    /// The `now` of the decision.
    pub at: Timestamp,
    /// The event.
    #[serde(flatten)]
    pub event: Event,
}

fn known_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let version = u16::deserialize(deserializer)?;
    if version == JOURNAL_VERSION {
        return Ok(version);
    }
    Err(de::Error::custom(format_args!(
        "this is a journal line of version {version}, and this program reads version {JOURNAL_VERSION}"
    )))
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Opens every journal, and every change of revision or horizon.
    RulebookAdopted(Adopted),
    /// A platform account was declared, or declared anew.
    ConnectionDeclared(Connection),
    /// A newer picture of an appointment than the one before.
    AppointmentSeen(AppointmentSeen),
    /// A newer picture of a block than the one before.
    BlockSeen(BlockSeen),
    /// Newer word on whether a calendar can be read.
    CalendarSeen(CalendarSeen),
    /// The booking stays as the platform has it; we only keep its time.
    BookingKept(BookingKept),
    /// The decision that would have been made, if automation did more than suggest.
    Suggested(Suggested),
    /// A booking is assigned.
    Assigned(Assigned),
    /// A person is asked.
    ExceptionRaised(ExceptionRaised),
    /// The deadline passed without an answer: the next person is told.
    ExceptionEscalated {
        /// The exception.
        exception: ExceptionId,
        /// The person who is told now.
        owner: String,
    },
    /// A person need no longer answer.
    ExceptionClosed {
        /// The exception.
        exception: ExceptionId,
        /// The way in which it was closed.
        how: Closed,
    },
    /// A person takes an exception in hand, or takes longer.
    ExceptionClaimed {
        /// The exception.
        exception: ExceptionId,
        /// The person, opaque.
        by: String,
        /// The moment at which the claim ends by itself.
        until: Timestamp,
    },
    /// The claim on an exception has ended.
    ExceptionReleased {
        /// The exception.
        exception: ExceptionId,
    },
    /// These bookings, of which something had changed, were looked at again. What came of it follows.
    Woken {
        /// The bookings, in the order in which they were judged.
        bookings: Vec<BookingId>,
    },
    /// A booking reached another stage of its life. Cancelled, declined and expired ones release their time.
    DispositionChanged {
        /// The booking.
        booking: BookingId,
        /// Its disposition now.
        disposition: Disposition,
        /// The time that it takes up from now on, if that is to change: under way what the platform shows, after a no-show
        /// or an early finish what is over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taken: Option<Taken>,
    },
    /// A client was told by a person: what they know now.
    ClientTold {
        /// The booking.
        booking: BookingId,
        /// What the client knows.
        told: Told,
    },
    /// A write to the platform is wanted.
    WriteRequested {
        /// The write.
        write: Arc<Write>,
        /// The moment until which its acknowledgement is awaited.
        patience: Timestamp,
    },
    /// The platform accepted a write.
    WriteAcknowledged {
        /// The write.
        write: WriteId,
        /// The moment at which it was accepted.
        acknowledged_at: Timestamp,
        /// The appointment's id from now on, if it changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relinked: Option<PlatformId>,
    },
    /// The platform refused a write.
    WriteRefused {
        /// The write.
        write: WriteId,
        /// The reason, as an opaque word of the adapter's.
        reason: String,
    },
    /// The platform has not acknowledged a write in time.
    WriteOverdue {
        /// The write.
        write: WriteId,
    },
    /// A notice to the client is planned.
    NoticePlanned {
        /// The notice as it stands now.
        notice: Notice,
        /// The moment or the write that it waits for.
        due: Due,
    },
    /// A notice is not sent at all.
    NoticeSkipped {
        /// The booking.
        booking: BookingId,
        /// The kind of notice.
        kind: NoticeKind,
        /// The reason.
        reason: ReasonCode,
    },
    /// A notice goes out.
    NoticeReleased {
        /// The notice as it goes out.
        notice: Notice,
    },
    /// A planned notice is not sent after all.
    NoticeWithdrawn {
        /// The notice.
        notice: NoticeId,
        /// True if a timer waits for it.
        timed: bool,
    },
    /// A notice was handed to a channel.
    NoticeSent {
        /// The notice.
        notice: NoticeId,
    },
    /// A notice could not be delivered.
    NoticeFailed {
        /// The notice.
        notice: NoticeId,
        /// True if no further attempt is made.
        #[serde(rename = "final")]
        is_final: bool,
    },
}

impl Event {
    /// Its word in the journal.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::RulebookAdopted(_) => "rulebook_adopted",
            Self::ConnectionDeclared(_) => "connection_declared",
            Self::AppointmentSeen(_) => "appointment_seen",
            Self::BlockSeen(_) => "block_seen",
            Self::CalendarSeen(_) => "calendar_seen",
            Self::BookingKept(_) => "booking_kept",
            Self::Suggested(_) => "suggested",
            Self::Assigned(_) => "assigned",
            Self::ExceptionRaised(_) => "exception_raised",
            Self::ExceptionEscalated { .. } => "exception_escalated",
            Self::ExceptionClosed { .. } => "exception_closed",
            Self::ExceptionClaimed { .. } => "exception_claimed",
            Self::ExceptionReleased { .. } => "exception_released",
            Self::Woken { .. } => "woken",
            Self::ClientTold { .. } => "client_told",
            Self::DispositionChanged { .. } => "disposition_changed",
            Self::WriteRequested { .. } => "write_requested",
            Self::WriteAcknowledged { .. } => "write_acknowledged",
            Self::WriteRefused { .. } => "write_refused",
            Self::WriteOverdue { .. } => "write_overdue",
            Self::NoticePlanned { .. } => "notice_planned",
            Self::NoticeSkipped { .. } => "notice_skipped",
            Self::NoticeReleased { .. } => "notice_released",
            Self::NoticeWithdrawn { .. } => "notice_withdrawn",
            Self::NoticeSent { .. } => "notice_sent",
            Self::NoticeFailed { .. } => "notice_failed",
        }
    }
}
