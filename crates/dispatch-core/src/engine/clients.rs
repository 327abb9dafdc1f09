//! Which bookings are a client's: an index.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::ids::{BookingId, ClientId};

/// The bookings that are or were a client's, oldest first. They lie under a number made from the client's id, which is
/// found faster than the id itself; another client's may lie there too.
#[derive(Clone, Debug, Default)]
pub(super) struct Clients(BTreeMap<u64, SmallVec<[BookingId; 2]>>);

impl Clients {
    pub(super) fn get(&self, client: &ClientId) -> &[BookingId] {
        self.0.get(&number(client)).map_or(&[], SmallVec::as_slice)
    }

    pub(super) fn note(&mut self, client: &ClientId, booking: BookingId) {
        let noted = self.0.entry(number(client)).or_default();
        if let Err(at) = noted.binary_search(&booking) {
            noted.insert(at, booking);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// FNV-1a.
fn number(client: &ClientId) -> u64 {
    client.as_str().bytes().fold(0xcbf2_9ce4_8422_2325, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
