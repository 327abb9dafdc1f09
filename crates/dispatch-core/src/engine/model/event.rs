//! Events: what happened, with every fact resolved, so that replaying needs neither rulebook nor time zones.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    explain::ReasonCode,
    ids::{BookingId, ExceptionId, NoticeId, PlatformId, WriteId},
    time::Timestamp,
};

use super::{
    Adopted, AppointmentSeen, Assigned, BlockSeen, BookingKept, CalendarSeen, Closed, Connection,
    Disposition, Due, ExceptionRaised, Notice, NoticeKind, Suggested, Write,
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
    /// What happened.
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

/// What happened.
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
    /// Newer word of whether a calendar can be read.
    CalendarSeen(CalendarSeen),
    /// The booking stays as the platform has it; we only keep its time.
    BookingKept(BookingKept),
    /// What would have been decided, had we been allowed to.
    Suggested(Suggested),
    /// The booking goes there.
    Assigned(Assigned),
    /// A person is asked.
    ExceptionRaised(ExceptionRaised),
    /// Nobody answered in time: the next person is told.
    ExceptionEscalated {
        /// Which.
        exception: ExceptionId,
        /// Who is told now.
        owner: String,
    },
    /// A person need no longer answer.
    ExceptionClosed {
        /// Which.
        exception: ExceptionId,
        /// Why.
        how: Closed,
    },
    /// The booking stands elsewhere in its life. Cancelled, declined and expired ones release their time.
    DispositionChanged {
        /// Which booking.
        booking: BookingId,
        /// Where it stands.
        disposition: Disposition,
    },
    /// A write to the platform is wanted.
    WriteRequested {
        /// What to write.
        write: Arc<Write>,
        /// Until when its acknowledgement is awaited.
        patience: Timestamp,
    },
    /// The platform accepted a write.
    WriteAcknowledged {
        /// Which.
        write: WriteId,
        /// When.
        acknowledged_at: Timestamp,
        /// The appointment's id from now on, if it changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relinked: Option<PlatformId>,
    },
    /// The platform refused a write.
    WriteRefused {
        /// Which.
        write: WriteId,
        /// Why, as an opaque word of the adapter's.
        reason: String,
    },
    /// The platform has not acknowledged a write in time.
    WriteOverdue {
        /// Which.
        write: WriteId,
    },
    /// A notice to the client is planned.
    NoticePlanned {
        /// The notice as it stands now.
        notice: Notice,
        /// When it is due.
        due: Due,
    },
    /// A notice is not sent at all.
    NoticeSkipped {
        /// About which booking.
        booking: BookingId,
        /// Which kind.
        kind: NoticeKind,
        /// Why.
        reason: ReasonCode,
    },
    /// A notice goes out.
    NoticeReleased {
        /// The notice as it goes out.
        notice: Notice,
    },
    /// A planned notice is not sent after all.
    NoticeWithdrawn {
        /// Which.
        notice: NoticeId,
        /// True if a timer waits for it.
        timed: bool,
    },
    /// A notice was handed to a channel.
    NoticeSent {
        /// Which.
        notice: NoticeId,
    },
    /// A notice could not be delivered.
    NoticeFailed {
        /// Which.
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
