//! Effects: what the shell is asked to do after an event is durable. Carried in this order: the platform is written
//! to, then the client is told.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BookingId, ConnectionId, ExceptionId, NoticeId, PlatformId, ProviderId, ResourceId, WriteId},
    time::{Minute, Span, Timestamp},
};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Set the appointment on the platform to what we decided.
    WriteBack(Arc<Write>),
    /// Tell the client.
    Notify(Notice),
    /// Wake the engine with this timer at `due`.
    SetTimer {
        /// Which.
        timer: Timer,
        /// When.
        due: Timestamp,
    },
    /// This timer is no longer needed.
    CancelTimer {
        /// Which.
        timer: Timer,
    },
    /// Show this exception to its owner.
    RaiseException {
        /// Which; its content is in the state.
        exception: ExceptionId,
        /// Its booking.
        booking: BookingId,
        /// Who is told.
        owner: String,
        /// Until when it must be answered.
        deadline: Timestamp,
    },
    /// This exception is settled: take it from the desk.
    CloseException {
        /// Which.
        exception: ExceptionId,
    },
}

/// What wakes the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// A planned notice is due.
    Notice(NoticeId),
    /// An exception's deadline.
    Exception(ExceptionId),
    /// A write has waited long enough for its acknowledgement.
    Write(WriteId),
}

/// A write to a platform: the complete wanted state of the fields that we may set, so that repeating it is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Write {
    /// This write.
    pub write: WriteId,
    /// For which booking.
    pub booking: BookingId,
    /// Which revision of our decision about it.
    pub revision: u32,
    /// On which platform account.
    pub connection: ConnectionId,
    /// The platform's id of the appointment.
    pub appointment: PlatformId,
    /// What each of its items is to be, in order.
    pub items: Vec<WrittenItem>,
}

/// What one item of an appointment is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WrittenItem {
    /// The platform's id of the line, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<PlatformId>,
    /// When the client is to arrive for it, if the time is to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Minute>,
    /// Who treats, by our id and by the platform's, if the provider is to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Named<ProviderId>>,
    /// The rooms and devices it is to have, if they are to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Vec<Named<ResourceId>>>,
}

/// Something of ours together with the platform's name of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Named<T> {
    /// Our id.
    pub id: T,
    /// The platform's id; none if the rulebook gives it no alias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<PlatformId>,
}

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
        before: crate::time::Minutes,
    },
    /// Your booking was moved or given to somebody else.
    Changed,
    /// Your booking was cancelled.
    Cancelled,
}
