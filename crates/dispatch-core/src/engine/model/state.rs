//! The state of one practice. It changes by events alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

use crate::{
    calendar::{PageTable, Schedule},
    ids::{BlockId, BookingId, ClientId, ConnectionId, ExceptionId, NoticeId, PlatformId, WriteId},
    time::{Span, Timestamp},
};

use super::{
    Adopted, BlockState, Booking, Calendars, Connection, Exception, Link, NoticeState, SNAPSHOT_FORMAT,
    Snapshot, WriteState,
    id_map::IdMap,
    stored::{Stored, StoredState},
    waiting::Waiting,
};

/// Everything the engine knows about a practice. It is serialized without its indexes, which are built anew from the
/// bookings and blocks when it is read; two states are equal if their stored parts are.
#[derive(Clone, Debug)]
pub struct State {
    pub(crate) schedule: Schedule,
    pub(crate) clients: Clients,
    pub(crate) waiting: Waiting,
    pub(crate) stored: StoredState,
}

/// The bookings that are or were each client's, oldest first: an index.
pub(crate) type Clients = BTreeMap<ConnectionId, IdMap<ClientId, SmallVec<[BookingId; 2]>>>;

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl State {
    /// The state before the first event.
    #[must_use]
    pub fn new() -> Self {
        Self {
            schedule: Schedule::new(PageTable::default(), []),
            clients: Clients::new(),
            waiting: Waiting::default(),
            stored: StoredState::default(),
        }
    }

    /// The sequence of the last event.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.stored.sequence
    }

    /// The adopted rulebook, as far as replay needs it.
    #[must_use]
    pub fn adopted(&self) -> Option<&Adopted> {
        self.stored.adopted.as_deref()
    }

    /// The schedule: every occupied time.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// A platform account.
    #[must_use]
    pub fn connection(&self, connection: &ConnectionId) -> Option<&Connection> {
        self.stored.connections.get(connection)
    }

    /// Every platform account.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.stored.connections.values()
    }

    /// A booking.
    #[must_use]
    pub fn booking(&self, booking: BookingId) -> Option<&Booking> {
        self.stored.bookings.get(&booking)
    }

    /// Every booking, in the order in which they were first seen.
    pub fn bookings(&self) -> impl Iterator<Item = &Booking> {
        self.stored.bookings.values()
    }

    /// The newest word of the platform on one of its ids.
    #[must_use]
    pub fn observed(&self, connection: &ConnectionId, appointment: &PlatformId) -> Option<&Link> {
        self.stored.links.get(connection)?.get(appointment)
    }

    /// The observed picture: every platform id with its newest snapshot, cancelled ones included.
    pub fn observed_picture(
        &self,
    ) -> impl Iterator<Item = (&ConnectionId, &PlatformId, Timestamp, &Snapshot)> {
        self.stored.links.iter().flat_map(|(connection, links)| {
            links.iter().filter_map(move |(id, link)| {
                let (at, snapshot) = link.observed.as_ref()?;
                Some((connection, id, *at, &**snapshot))
            })
        })
    }

    /// The booking of a platform's appointment.
    #[must_use]
    pub fn find(&self, connection: &ConnectionId, appointment: &PlatformId) -> Option<&Booking> {
        self.booking(self.observed(connection, appointment)?.booking)
    }

    /// Every block, in the order in which they were first seen.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockId, &BlockState)> {
        self.stored.blocks.iter().map(|(id, block)| (*id, block))
    }

    /// A block by our id.
    #[must_use]
    pub fn block(&self, id: BlockId) -> Option<&BlockState> {
        self.stored.blocks.get(&id)
    }

    /// A block by the platform's id.
    #[must_use]
    pub fn find_block(&self, connection: &ConnectionId, id: &PlatformId) -> Option<(BlockId, &BlockState)> {
        let block = *self.stored.block_links.get(connection)?.get(id)?;
        Some((block, self.stored.blocks.get(&block)?))
    }

    /// The newest word on each calendar.
    #[must_use]
    pub fn calendars(&self) -> &Calendars {
        &self.stored.calendars
    }

    /// An open exception.
    #[must_use]
    pub fn exception(&self, exception: ExceptionId) -> Option<&Exception> {
        self.stored.exceptions.get(&exception)
    }

    /// Every open exception, oldest first.
    pub fn exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.stored.exceptions.values()
    }

    /// True if something waits to be judged again: [`Command::Wake`](super::Command::Wake) does it.
    #[must_use]
    pub fn has_waking(&self) -> bool {
        !self.stored.waking.is_empty()
    }

    /// A write.
    #[must_use]
    pub fn write(&self, write: WriteId) -> Option<&WriteState> {
        self.stored.writes.get(&write)
    }

    /// Every write, oldest first.
    pub fn writes(&self) -> impl Iterator<Item = &WriteState> {
        self.stored.writes.values()
    }

    /// A notice.
    #[must_use]
    pub fn notice(&self, notice: NoticeId) -> Option<&NoticeState> {
        self.stored.notices.get(&notice)
    }

    /// Every notice, oldest first.
    pub fn notices(&self) -> impl Iterator<Item = &NoticeState> {
        self.stored.notices.values()
    }

    /// The times of a client's other bookings that stand, in the order in which they were first seen.
    pub(crate) fn busy(&self, connection: &ConnectionId, client: &ClientId, but: BookingId) -> Vec<Span> {
        let others = self.bookings_of(connection, client).filter(|other| other.booking != but);
        others.filter_map(|other| other.attended(client)).collect()
    }

    /// The bookings that are or were a client's, in the order in which they were first seen.
    pub(crate) fn bookings_of(
        &self,
        connection: &ConnectionId,
        client: &ClientId,
    ) -> impl Iterator<Item = &Booking> {
        let of_client = self.clients.get(connection).and_then(|clients| clients.get(client));
        of_client.into_iter().flatten().filter_map(|booking| self.booking(*booking))
    }

    /// Builds the indexes anew from the stored part.
    pub(crate) fn rebuild_index(&mut self) {
        self.clients.clear();
        self.waiting = Waiting::of(&self.stored);
        for booking in self.stored.bookings.values() {
            note_client(&mut self.clients, &booking.connection, &booking.snapshot.client, booking.booking);
        }
        let mut schedule = match &self.stored.adopted {
            Some(adopted) => Schedule::new(adopted.pages.clone(), adopted.shapes()),
            None => Schedule::new(PageTable::default(), []),
        };
        for block in self.stored.blocks.values().filter_map(|block| block.placed) {
            schedule.block(block);
        }
        for occupancy in self.stored.bookings.values().flat_map(|booking| &booking.occupancies) {
            schedule.insert(*occupancy);
        }
        for lane in self.stored.calendars.unreadable().filter_map(|seen| seen.lane) {
            schedule.set_readable(lane, false);
        }
        self.schedule = schedule;
    }
}

/// Enters a booking under its client.
pub(crate) fn note_client(
    clients: &mut Clients,
    connection: &ConnectionId,
    client: &ClientId,
    booking: BookingId,
) {
    let noted = clients.entry(connection.clone()).or_default().entry(client, SmallVec::new);
    if let Err(at) = noted.binary_search(&booking) {
        noted.insert(at, booking);
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.stored == other.stored
    }
}

impl Eq for State {}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored { format: SNAPSHOT_FORMAT, state: &self.stored }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::<StoredState>::deserialize(deserializer)?;
        let mut state = Self::new();
        state.stored = stored.state;
        state.rebuild_index();
        Ok(state)
    }
}
