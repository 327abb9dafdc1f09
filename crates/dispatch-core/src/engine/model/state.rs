//! The state of one practice. It changes only by [`crate::engine::evolve`].

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
    id_map::ById,
    stored::{KeptState, Stored},
};

/// Everything the engine knows about a practice. Serialized without its indexes, which are laid out anew from the
/// bookings and blocks when it is read; two states are equal if what they keep is.
#[derive(Clone, Debug)]
pub struct State {
    pub(in crate::engine) schedule: Schedule,
    pub(in crate::engine) clients: Clients,
    pub(in crate::engine) kept: KeptState,
}

/// The bookings that are or were each client's, oldest first: an index.
pub(in crate::engine) type Clients = BTreeMap<ConnectionId, ById<ClientId, SmallVec<[BookingId; 2]>>>;

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
            kept: KeptState::default(),
        }
    }

    /// The sequence of the last event.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.kept.sequence
    }

    /// The adopted rulebook, as far as replay needs it.
    #[must_use]
    pub fn adopted(&self) -> Option<&Adopted> {
        self.kept.adopted.as_deref()
    }

    /// Who is occupied when.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// A platform account.
    #[must_use]
    pub fn connection(&self, connection: &ConnectionId) -> Option<&Connection> {
        self.kept.connections.get(connection)
    }

    /// Every platform account.
    pub fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.kept.connections.values()
    }

    /// A booking.
    #[must_use]
    pub fn booking(&self, booking: BookingId) -> Option<&Booking> {
        self.kept.bookings.get(&booking)
    }

    /// Every booking, in the order in which they were first seen.
    pub fn bookings(&self) -> impl Iterator<Item = &Booking> {
        self.kept.bookings.values()
    }

    /// What the platform last said about one of its ids.
    #[must_use]
    pub fn observed(&self, connection: &ConnectionId, appointment: &PlatformId) -> Option<&Link> {
        self.kept.links.get(connection)?.get(appointment)
    }

    /// The observed picture: every platform id with its newest snapshot, cancelled ones included.
    pub fn observed_picture(
        &self,
    ) -> impl Iterator<Item = (&ConnectionId, &PlatformId, Timestamp, &Snapshot)> {
        self.kept.links.iter().flat_map(|(connection, links)| {
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
        self.kept.blocks.iter().map(|(id, block)| (*id, block))
    }

    /// A block by our id.
    #[must_use]
    pub fn block(&self, id: BlockId) -> Option<&BlockState> {
        self.kept.blocks.get(&id)
    }

    /// A block by the platform's id.
    #[must_use]
    pub fn find_block(&self, connection: &ConnectionId, id: &PlatformId) -> Option<(BlockId, &BlockState)> {
        let block = *self.kept.block_links.get(connection)?.get(id)?;
        Some((block, self.kept.blocks.get(&block)?))
    }

    /// What is known of whether calendars can be read.
    #[must_use]
    pub fn calendars(&self) -> &Calendars {
        &self.kept.calendars
    }

    /// An open exception.
    #[must_use]
    pub fn exception(&self, exception: ExceptionId) -> Option<&Exception> {
        self.kept.exceptions.get(&exception)
    }

    /// Every open exception, oldest first.
    pub fn exceptions(&self) -> impl Iterator<Item = &Exception> {
        self.kept.exceptions.values()
    }

    /// A write.
    #[must_use]
    pub fn write(&self, write: WriteId) -> Option<&WriteState> {
        self.kept.writes.get(&write)
    }

    /// Every write, oldest first.
    pub fn writes(&self) -> impl Iterator<Item = &WriteState> {
        self.kept.writes.values()
    }

    /// A notice.
    #[must_use]
    pub fn notice(&self, notice: NoticeId) -> Option<&NoticeState> {
        self.kept.notices.get(&notice)
    }

    /// Every notice, oldest first.
    pub fn notices(&self) -> impl Iterator<Item = &NoticeState> {
        self.kept.notices.values()
    }

    /// When a client has other bookings that stand, in the order in which they were first seen.
    pub(in crate::engine) fn busy(
        &self,
        connection: &ConnectionId,
        client: &ClientId,
        but: BookingId,
    ) -> Vec<Span> {
        let others = self.bookings_of(connection, client).filter(|other| other.booking != but);
        others.filter_map(|other| other.attended(client)).collect()
    }

    /// The bookings that are or were a client's, in the order in which they were first seen.
    pub(in crate::engine) fn bookings_of(
        &self,
        connection: &ConnectionId,
        client: &ClientId,
    ) -> impl Iterator<Item = &Booking> {
        let of_client = self.clients.get(connection).and_then(|clients| clients.get(client));
        of_client.into_iter().flatten().filter_map(|booking| self.booking(*booking))
    }

    /// Lays the indexes out anew from what is kept.
    pub(in crate::engine) fn lay_out(&mut self) {
        self.clients.clear();
        for booking in self.kept.bookings.values() {
            note_client(&mut self.clients, &booking.connection, &booking.snapshot.client, booking.booking);
        }
        let mut schedule = match &self.kept.adopted {
            Some(adopted) => Schedule::new(adopted.pages.clone(), adopted.shapes()),
            None => Schedule::new(PageTable::default(), []),
        };
        for block in self.kept.blocks.values().filter_map(|block| block.placed) {
            schedule.block(block);
        }
        for occupancy in self.kept.bookings.values().flat_map(|booking| &booking.occupancies) {
            schedule.insert(*occupancy);
        }
        for lane in self.kept.calendars.unreadable().filter_map(|seen| seen.lane) {
            schedule.set_readable(lane, false);
        }
        self.schedule = schedule;
    }
}

/// Puts a booking under its client.
pub(in crate::engine) fn note_client(
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
        self.kept == other.kept
    }
}

impl Eq for State {}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Stored { format: SNAPSHOT_FORMAT, state: &self.kept }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::<KeptState>::deserialize(deserializer)?;
        let mut state = Self::new();
        state.kept = stored.state;
        state.lay_out();
        Ok(state)
    }
}
