//! A write to a platform, and what became of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BookingId, ConnectionId, PlatformId, ProviderId, ResourceId, WriteId},
    time::{Minute, Timestamp},
};

/// A write to a platform: the complete wanted state of the fields that we may set, so that repeating it is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Write {
    /// Our id of it.
    pub write: WriteId,
    /// The booking.
    pub booking: BookingId,
    /// The revision of our decision about it.
    pub revision: u32,
    /// The connection.
    pub connection: ConnectionId,
    /// The platform's id of the appointment.
    pub appointment: PlatformId,
    /// The wanted state of each of its items, in order.
    pub items: Vec<WrittenItem>,
}

/// The wanted state of one item of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WrittenItem {
    /// The platform's id of the line, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<PlatformId>,
    /// The moment at which the client is to arrive for it, if the time is to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Minute>,
    /// The provider who treats, by our id and by the platform's, if the provider is to change.
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

/// A write and its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteState {
    /// The write.
    pub write: Arc<Write>,
    /// Its status.
    pub status: WriteStatus,
}

/// The status of a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteStatus {
    /// On its way.
    Pending,
    /// On its way for too long.
    Overdue,
    /// Accepted by the platform at this moment.
    Acknowledged(Timestamp),
    /// Refused by the platform, with the adapter's word for why.
    Refused(String),
}

impl WriteStatus {
    /// True while neither accepted nor refused.
    #[must_use]
    pub const fn is_unsettled(&self) -> bool {
        matches!(self, Self::Pending | Self::Overdue)
    }
}
