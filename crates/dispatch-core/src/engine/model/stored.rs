//! The stored form of a state: what is kept, and the format that it is stored in.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    ids::{BlockId, BookingId, ConnectionId, ExceptionId, NoticeId, PlatformId, WriteId},
    time::Timestamp,
};

use super::{
    Adopted, BlockState, Booking, Calendars, Connection, Exception, NoticeState, Snapshot, WriteState,
    id_map::ById,
};

/// The format of a stored [`State`]. It is raised with every change that an older version could not read; a journal can always
/// be read again instead.
pub const SNAPSHOT_FORMAT: u32 = 1;

/// What a state keeps; the schedule and the bookings by client are indexes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) struct KeptState {
    pub(in crate::engine) sequence: u64,
    pub(in crate::engine) adopted: Option<Arc<Adopted>>,
    pub(in crate::engine) connections: BTreeMap<ConnectionId, Connection>,
    pub(in crate::engine) bookings: BTreeMap<BookingId, Booking>,
    /// By connection and the platform's id: the observed picture, tombstones included.
    pub(in crate::engine) links: BTreeMap<ConnectionId, ById<PlatformId, Link>>,
    pub(in crate::engine) blocks: BTreeMap<BlockId, BlockState>,
    pub(in crate::engine) block_links: BTreeMap<ConnectionId, BTreeMap<PlatformId, BlockId>>,
    #[serde(default)]
    pub(in crate::engine) calendars: Calendars,
    pub(in crate::engine) exceptions: BTreeMap<ExceptionId, Exception>,
    pub(in crate::engine) writes: BTreeMap<WriteId, WriteState>,
    pub(in crate::engine) notices: BTreeMap<NoticeId, NoticeState>,
}

/// What the platform last said about one of its ids, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Our booking.
    pub booking: BookingId,
    /// The newest complete snapshot and its `observed_at`; none until a new id is first seen.
    pub observed: Option<(Timestamp, Arc<Snapshot>)>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::engine) struct Stored<T> {
    /// First, so that a format that is not known is refused before anything else is read.
    #[serde(deserialize_with = "known_format")]
    pub(in crate::engine) format: u32,
    pub(in crate::engine) state: T,
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let format = u32::deserialize(deserializer)?;
    if format == SNAPSHOT_FORMAT {
        return Ok(format);
    }
    Err(de::Error::custom(format_args!(
        "this is a state of format {format}, and this version reads format {SNAPSHOT_FORMAT}: rebuild it from the journal"
    )))
}
