//! Deliveries: pictures of the platform on their way to us, and the reads that find what was lost.

use dispatch_core::{Timestamp, engine::Connection};
use serde_json::json;

use crate::{
    act::Courier,
    judge::{Invariant, Violation},
    mix::Mix,
    world::{CONNECTION, Thing},
};

use super::{Coming, HOUR, Life, START};

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

/// The platform account, in its own words so that what it leaves out has the usual value.
pub(super) fn connection(mix: &Mix) -> Result<Connection, Violation> {
    let rooms = if mix.practice.rooms_are_ours { "local" } else { "write" };
    let completed = if mix.practice.completed_is_paid { "paid" } else { "finished" };
    let declared = json!({
        "connection": CONNECTION, "automation": "auto", "sender": "us", "go_live": START,
        "completed": completed, "channels": { "sms": true, "email": true },
        "authority": { "provider": "write", "time": "write", "room": rooms, "device": rooms,
            "block": "write", "status": "platform" },
    });
    let unreadable =
        |fault: serde_json::Error| Violation::of_all(Invariant::Refused, START, fault.to_string());
    serde_json::from_value(declared).map_err(unreadable)
}
