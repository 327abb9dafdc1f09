//! The connection: the simulated platform account, and the moment at which it goes live.

use dispatch_core::{Timestamp, engine::Connection};
use serde_json::json;

use crate::{
    judge::{Invariant, Violation},
    mix::Mix,
    world::CONNECTION,
};

/// Monday 2026-10-19, 08:00 in New York: two weeks before the clocks go back.
pub(crate) const START: Timestamp = Timestamp(1_792_411_200_000);

/// The platform account, in its own words so that what it leaves out has the usual value.
pub(crate) fn connection(mix: &Mix) -> Result<Connection, Violation> {
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
