//! Deliveries: pictures of the platform on their way to us, and the reads that find what was lost.

use dispatch_core::Timestamp;

use crate::{act::Courier, world::Thing};

use super::{Coming, HOUR, Life};

impl Life {
    /// Reads a thing now; the picture is delivered a little later.
    pub(super) fn read(&mut self, thing: &Thing, courier: Courier) {
        let Some(fact) = self.world.read(thing, self.now) else { return };
        if courier.lost {
            return;
        }
        let after = 1_000 + i64::from(courier.late) * 1_000;
        if let Some(again) = courier.again {
            self.send(after + i64::from(again) * 1_000, Coming::Delivery(fact.clone()));
        }
        self.send(after, Coming::Delivery(fact));
    }

    /// Reads everything that changed since the last time.
    pub(super) fn poll(&mut self) {
        self.next_poll = Timestamp(self.now.0 + i64::from(self.mix.practice.poll_hours) * HOUR);
        for thing in std::mem::take(&mut self.world.changed) {
            self.read(&thing, Courier::default());
        }
    }
}
