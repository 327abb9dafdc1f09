//! A block: a provider's time off, or a room or device out of service.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Block,
    ids::{BlockId, ConnectionId, PlatformId},
    time::Timestamp,
};

use super::CalendarOf;

/// A block as observed: a provider is not there, or a room or device is out of service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockObserved {
    /// The connection.
    pub connection: ConnectionId,
    /// Our clock before the read was sent; for a webhook its receipt.
    pub observed_at: Timestamp,
    /// The platform's id of the block.
    pub id: PlatformId,
    /// The provider, room or device whose calendar it lies in.
    #[serde(flatten)]
    pub of: CalendarOf,
    /// First moment of the block.
    pub start: Timestamp,
    /// First moment after it.
    pub end: Timestamp,
    /// True if it was taken away.
    #[serde(default)]
    pub cancelled: bool,
    /// The reason, as an opaque word for the desk such as `repair`: never a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A newer picture of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockSeen {
    /// Our number of it: this event's sequence if it is new.
    pub block: BlockId,
    /// The block as observed.
    pub observed: BlockObserved,
    /// Its lane and span; none if it was taken away, or the rulebook does not know whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placed: Option<Block>,
}

/// A block as it stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockState {
    /// The newest picture of it.
    pub observed: BlockObserved,
    /// Its lane and span; none if it was taken away, or the rulebook does not know whose it is.
    pub placed: Option<Block>,
}
