//! Events: what happened, with every fact resolved, so that replaying needs neither rulebook nor time zones.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    assign::Assignment,
    calendar::{Block, LaneShape, Occupancy, PageTable},
    explain::{ReasonCode, Who},
    ids::{
        BlockId, BookingId, ConnectionId, ExceptionId, Lane, NoticeId, PlatformId, PracticeId, ServiceCode,
        WriteId,
    },
    rulebook::Padding,
    time::Timestamp,
};

use super::{Connection, Notice, NoticeKind, Resolution, Snapshot, Write};

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

/// The rulebook that decides from now on, as far as replay needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Adopted {
    /// Whose.
    pub practice: PracticeId,
    /// Which revision.
    pub revision: u32,
    /// Every provider, room and device in the order of the lanes that occupancies name.
    pub lanes: Vec<Who>,
    /// The padding rule of each lane.
    pub paddings: Vec<Padding>,
    /// How many bookings at once each lane holds; empty if all hold one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<u16>,
    /// Every service in the order of the positions that occupancies name.
    pub services: Vec<ServiceCode>,
    /// The business days.
    pub pages: PageTable,
}

impl Adopted {
    /// How many bookings at once a lane holds.
    #[must_use]
    pub fn holds(&self, lane: Lane) -> u16 {
        self.holds.get(lane.position()).copied().unwrap_or(1)
    }

    /// What a schedule must know of each lane.
    pub(in crate::engine) fn shapes(&self) -> impl Iterator<Item = LaneShape> + '_ {
        let holds = self.holds.iter().copied().chain(std::iter::repeat(1));
        self.paddings.iter().zip(holds).map(|(padding, holds)| LaneShape::new(*padding, holds))
    }
}

/// A newer picture of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppointmentSeen {
    /// Our booking: this event's sequence if it is new.
    pub booking: BookingId,
    /// Where it was seen.
    pub connection: ConnectionId,
    /// Our clock before the read.
    pub observed_at: Timestamp,
    /// The complete appointment.
    pub snapshot: Arc<Snapshot>,
}

/// A newer picture of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockSeen {
    /// Our number of it: this event's sequence if it is new.
    pub block: BlockId,
    /// The block as observed.
    pub observed: super::BlockObserved,
    /// Where it lies; none if it was taken away, or nobody knows whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<Block>,
}

/// Newer word of whether a calendar can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarSeen {
    /// As observed.
    pub observed: super::CalendarObserved,
    /// The lane that it is of; none if nobody knows whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
}

/// A booking that we leave alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookingKept {
    /// Which.
    pub booking: BookingId,
    /// Why we leave it alone.
    pub why: Kept,
    /// Where it stands.
    pub disposition: Disposition,
    /// What it takes up.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// Why a booking is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Automation is off.
    Off,
    /// Automation only suggests.
    Suggesting,
    /// It was created before go-live.
    Imported,
    /// It was over, or under way, when it was first seen.
    Past,
    /// A person left it as the platform has it, though the rulebook does not know all of it.
    Person,
}

/// What would have been decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggested {
    /// For which booking.
    pub booking: BookingId,
    /// By which revision of the rulebook.
    pub rulebook: u32,
    /// Where it would go; none if a person would be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Arc<Assignment>>,
    /// Why a person would be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<ReasonCode>,
}

/// Where a booking goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    /// Which booking.
    pub booking: BookingId,
    /// Which revision of our decision about it, from 1.
    pub revision: u32,
    /// By which revision of the rulebook.
    pub rulebook: u32,
    /// Who decided.
    pub cause: Cause,
    /// Why this one.
    pub reason: ReasonCode,
    /// Who, where, when, and everything it takes up.
    pub assignment: Arc<Assignment>,
    /// True if it is not to be changed by rule any more.
    #[serde(default)]
    pub pinned: bool,
    /// The bookings that it clashes with: never any if decided by rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// Who decided an assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The rulebook.
    Rule,
    /// The rulebook, because something else came in the way of the assignment before.
    Redispatch,
    /// Somebody, by a change on the platform.
    Override,
    /// This person, by answering the exception.
    Person(String),
    /// The rulebook's answer to a deadline that passed.
    Deadline,
}

/// Why a person is asked, and what they can choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExceptionRaised {
    /// This exception.
    pub exception: ExceptionId,
    /// Its booking.
    pub booking: BookingId,
    /// Every reason, in the registry's order.
    pub flags: Vec<ReasonCode>,
    /// Who is told.
    pub owner: String,
    /// Until when it must be answered.
    pub deadline: Timestamp,
    /// What can be had at the time asked for, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Arc<Assignment>>,
    /// Other starts that can be had, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Arc<Assignment>>,
    /// What is kept while a decision is awaited; none if the booking stays as it is and this is a task beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// What is kept for a booking that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// The platform's own choice, and the best candidate if it is held.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// Why an exception is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// A person answered.
    Answered {
        /// What.
        resolution: Resolution,
        /// Who, opaque.
        by: String,
    },
    /// What was asked is settled otherwise: the booking changed, was cancelled or went on.
    Moot,
    /// Another exception of the same booking takes its place.
    Superseded,
    /// The rulebook's answer to the deadline.
    Deadline,
}

/// Where a booking stands in its life: exactly one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the field's")]
pub enum Disposition {
    Assigned,
    #[default]
    Unmanaged,
    AwaitingPerson,
    Waitlisted,
    Arrived,
    InService,
    Completed,
    NoShow,
    Cancelled,
    Declined,
    Expired,
}

impl Disposition {
    /// True if its time is free again.
    #[must_use]
    pub const fn is_released(self) -> bool {
        matches!(self, Self::Cancelled | Self::Declined | Self::Expired)
    }

    /// The word as stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Unmanaged => "unmanaged",
            Self::AwaitingPerson => "awaiting_person",
            Self::Waitlisted => "waitlisted",
            Self::Arrived => "arrived",
            Self::InService => "in_service",
            Self::Completed => "completed",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }
}

/// When a planned notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this moment.
    At(Timestamp),
    /// When this write is acknowledged.
    Acknowledged(WriteId),
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
