//! A notice: a message to a client, when it is due, and what became of it.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BookingId, ClientId, NoticeId, ProviderId, WriteId},
    time::{Minutes, Span, Timestamp},
};

use super::Told;

/// A message to a client. Identified for good by (booking, kind, start).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Our id of it.
    pub notice: NoticeId,
    /// The booking.
    pub booking: BookingId,
    /// The client it is for, if that is no longer the booking's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientId>,
    /// Its content.
    pub kind: NoticeKind,
    /// From the client's arrival to the end of the last service.
    pub visit: Span,
    /// The provider who treats in the first service.
    pub provider: ProviderId,
    /// What the client was told before, if this changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Told>,
    /// SEQUENCE of the calendar entry, as in iCalendar: raised with every change that the client is told of.
    pub sequence: u32,
    /// Not to be sent after this moment.
    pub not_after: Timestamp,
    /// True if an SMS may be sent, as consent and quiet hours stand.
    pub sms: bool,
    /// True if an e-mail may be sent.
    pub email: bool,
}

/// The content of a notice.
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
    /// Your booking was moved, or another provider treats.
    Changed,
    /// Your booking was cancelled.
    Cancelled,
}

impl NoticeKind {
    /// True if it says what holds now, rather than reminding of it.
    #[must_use]
    pub const fn is_an_announcement(self) -> bool {
        !matches!(self, Self::Reminder { .. })
    }
}

/// The moment at which a planned notice goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this moment.
    At(Timestamp),
    /// When this write is acknowledged.
    Acknowledged(WriteId),
}

/// A notice and its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeState {
    /// The notice.
    pub notice: Notice,
    /// Its status.
    pub status: NoticeStatus,
}

/// The status of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeStatus {
    /// It waits for this.
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
