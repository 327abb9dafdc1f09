//! The stored form of a state, and its format.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    ids::{BlockId, BookingId, ConnectionId, ExceptionId, NoticeId, PlatformId, WriteId},
    time::Timestamp,
};

use super::{
    Adopted, BlockState, Booking, Calendars, Connection, Exception, NoticeState, Snapshot, WriteState,
    id_map::IdMap,
};

/// The format of a stored state. It is raised with every change that an older version could not read: a state of another
/// format is refused, and rebuilt from the journal.
pub const SNAPSHOT_FORMAT: u32 = 2;

/// The part of a state that is stored; the schedule and the bookings by client are indexes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredState {
    pub(crate) sequence: u64,
    pub(crate) adopted: Option<Arc<Adopted>>,
    pub(crate) connections: BTreeMap<ConnectionId, Connection>,
    pub(crate) bookings: BTreeMap<BookingId, Booking>,
    /// By connection and the platform's id: the observed picture, tombstones included.
    pub(crate) links: BTreeMap<ConnectionId, IdMap<PlatformId, Link>>,
    pub(crate) blocks: BTreeMap<BlockId, BlockState>,
    pub(crate) block_links: BTreeMap<ConnectionId, BTreeMap<PlatformId, BlockId>>,
    #[serde(default)]
    pub(crate) calendars: Calendars,
    pub(crate) exceptions: BTreeMap<ExceptionId, Exception>,
    pub(crate) writes: BTreeMap<WriteId, WriteState>,
    pub(crate) notices: BTreeMap<NoticeId, NoticeState>,
    /// The bookings that are to be judged again, with the deadline of each.
    #[serde(default)]
    pub(crate) waking: BTreeMap<BookingId, Option<Timestamp>>,
}

/// The newest word of the platform on one of its ids, and the booking that the id belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Our booking.
    pub booking: BookingId,
    /// The newest complete snapshot and its `observed_at`; none until a new id is first seen.
    pub observed: Option<(Timestamp, Arc<Snapshot>)>,
}

/// A state with its format in front.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<T> {
    /// First, so that a format that is not known is refused before anything else is read.
    #[serde(deserialize_with = "known_format")]
    pub(crate) format: u32,
    pub(crate) state: T,
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
