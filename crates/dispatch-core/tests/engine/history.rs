//! What is known of a client's history.

use dispatch_core::{
    Minutes, ReasonCode,
    engine::{ClearanceFact, Snapshot},
};
use serde_json::{Value, json};

use crate::desk::{Desk, appointment, connection, document};

fn flags(desk: &Desk, id: &str) -> Vec<ReasonCode> {
    desk.state.find(&"desk".into(), &id.into()).unwrap().flags.clone()
}

fn filler(id: &str, start: &str) -> Snapshot {
    appointment(id, "FILLER", start, "P1")
}

fn with_exam() -> Desk {
    let mut rules = document();
    rules["clearance"] = json!([{ "id": "gfe", "aliases": ["C1"], "valid_days": 365 }]);
    let filler = &mut rules["service"][0];
    filler["clearance"] = json!(["gfe"]);
    filler["minutes"] = Value::Null;
    filler["phases"] = json!([
        { "name": "exam", "minutes": 15, "uses": ["provider", "room"], "only": "clearance_missing" },
        { "name": "filler", "minutes": 45, "uses": ["provider", "room"] },
    ]);
    Desk::with(rules, &connection())
}

#[test]
fn clearances_come_with_the_facts_and_are_unknown_without() {
    let mut desk = with_exam();
    let had = |id: &str, on: &str| Some(vec![ClearanceFact { id: id.into(), on: on.parse().unwrap() }]);
    let mut cleared = filler("a", "12 13:00");
    cleared.about_client.clearances = had("C1", "2025-06-12");
    desk.see("10 13:00", &cleared);
    let mut lapsed = filler("b", "12 15:00");
    lapsed.about_client.clearances = had("gfe", "2025-06-11");
    desk.see("10 13:00", &lapsed);
    let mut other = filler("c", "12 17:00");
    other.about_client.clearances = had("a kind that no rule knows", "2026-06-01");
    desk.see("10 13:00", &other);
    desk.see("10 13:00", &filler("d", "12 19:00"));
    let minutes = |id: &str| {
        let booking = desk.state.find(&"desk".into(), &id.into()).unwrap();
        booking.desired.as_ref().map(|desired| desired.assignment.visit.minutes())
    };
    let (short, long) = (Some(Minutes(45)), Some(Minutes(60)));
    assert_eq!([minutes("a"), minutes("b"), minutes("c")], [short, long, long]);
    assert_eq!(flags(&desk, "a"), [], "the platform shows 45 minutes");
    assert_eq!(flags(&desk, "b"), [ReasonCode::LengthDiffers]);
    assert_eq!(flags(&desk, "d"), [ReasonCode::ClearanceUnknown]);
}

/// What journals held before clients had a history.
#[test]
fn facts_without_a_history_are_read_as_they_were() {
    let old = json!({ "vip": true, "prefers_call": false });
    let read: dispatch_core::engine::ClientFacts = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(read.clearances, None);
    assert_eq!(serde_json::to_value(&read).unwrap(), old);
}
