//! A notice: a message to a client, when it is due, and what became of it.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BookingId, NoticeId, ProviderId, WriteId},
    time::{Minutes, Span, Timestamp},
};

/// A message to a client. Identified for good by (booking, kind, start).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// This notice.
    pub notice: NoticeId,
    /// About which booking.
    pub booking: BookingId,
    /// What it says.
    pub kind: NoticeKind,
    /// From the client's arrival to the end of the last service.
    pub visit: Span,
    /// Who treats in the first service.
    pub provider: ProviderId,
    /// Raised with every change the client is told of: SEQUENCE of the calendar entry.
    pub sequence: u32,
    /// Not to be sent after this moment.
    pub not_after: Timestamp,
    /// Whether an SMS may be sent, as consent and quiet hours stand.
    pub sms: bool,
    /// Whether an e-mail may be sent.
    pub email: bool,
}

/// What a notice says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Your booking is confirmed.
    Confirmation,
    /// Your booking is so many minutes away.
    Reminder {
        /// Minutes before the start, as the rulebook names the reminder.
        before: Minutes,
    },
    /// Your booking was moved or given to somebody else.
    Changed,
    /// Your booking was cancelled.
    Cancelled,
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

/// A notice and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeState {
    /// The notice.
    pub notice: Notice,
    /// What became of it.
    pub status: NoticeStatus,
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeStatus {
    /// Waits for this.
    Planned(Due),
    /// Handed to the notifier.
    Released,
    /// Handed to a channel.
    Sent,
    /// Not delivered, and not tried again.
    Failed,
    /// Taken back before it went out.
    Withdrawn,
}
