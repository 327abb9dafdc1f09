//! When a client may book, and what is known of a client.

use dispatch_core::{
    Minutes, ReasonCode,
    engine::{BookedBy, Disposition, Snapshot},
};
use serde_json::{Value, json};

use crate::desk::{Desk, appointment, connection, document};

/// The first service of the menu, changed.
fn desk(service: &[(&str, Value)]) -> Desk {
    let mut rules = document();
    for (field, value) in service {
        rules["service"][0][*field] = value.clone();
    }
    Desk::with(rules, &connection())
}

fn flags(desk: &Desk, id: &str) -> Vec<ReasonCode> {
    desk.state.find(&"desk".into(), &id.into()).unwrap().flags.clone()
}

fn filler(id: &str, start: &str) -> Snapshot {
    appointment(id, "FILLER", start, "P1")
}

#[test]
fn a_lead_time_binds_the_client_and_not_the_staff() {
    let mut desk = desk(&[("lead_minutes", json!(240))]);
    desk.see("12 13:00", &filler("a", "12 16:59"));
    assert_eq!(flags(&desk, "a"), [ReasonCode::LeadTime]);
    desk.see("12 13:00", &filler("b", "12 20:00"));
    assert_eq!(flags(&desk, "b"), []);
    let staff = Snapshot { booked_by: BookedBy::Staff, ..filler("c", "12 14:00") };
    desk.see("12 13:00", &staff);
    assert_eq!(flags(&desk, "c"), []);
}

#[test]
fn a_lead_time_is_counted_from_the_booking_and_anew_from_each_move() {
    let mut desk = desk(&[("lead_minutes", json!(240))]);
    let created_at = Some(crate::desk::at("12 12:00"));
    let late_webhook = Snapshot { created_at, ..filler("a", "12 16:00") };
    desk.see("12 13:00", &late_webhook);
    assert_eq!(flags(&desk, "a"), [], "it was made four hours before");
    desk.see("12 13:05", &Snapshot { created_at, ..filler("a", "12 17:00") });
    assert_eq!(flags(&desk, "a"), [ReasonCode::LeadTime], "the new time is too soon");
    desk.see("12 13:10", &Snapshot { created_at, grouped: true, ..filler("a", "12 17:00") });
    desk.see("12 13:11", &Snapshot { created_at, ..filler("a", "12 18:00") });
    assert_eq!(flags(&desk, "a"), []);
}

#[test]
fn a_time_that_was_agreed_is_no_sooner_for_being_decided_anew() {
    let mut desk = desk(&[("lead_minutes", json!(240))]);
    desk.see("12 13:00", &filler("a", "12 18:00"));
    desk.block("12 17:00", "k", "P1", "12 18:00", "12 18:30");
    let booking = desk.state.find(&"desk".into(), &"a".into()).unwrap();
    assert_eq!(booking.disposition, Disposition::Assigned, "{:?}", booking.flags);
}

#[test]
fn a_date_too_far_ahead_goes_to_a_person() {
    let mut desk = desk(&[("furthest_days", json!(3))]);
    desk.see("09 13:00", &filler("a", "12 18:00"));
    assert_eq!(flags(&desk, "a"), []);
    desk.see("08 13:00", &filler("b", "12 20:00"));
    assert_eq!(flags(&desk, "b"), [ReasonCode::TooFarAhead]);
}

#[test]
fn a_new_client_takes_the_phases_that_are_for_new_clients() {
    let phases = json!([
        { "name": "talk", "minutes": 15, "uses": ["provider"], "only": "new_client" },
        { "name": "filler", "minutes": 45, "uses": ["provider", "room"] },
    ]);
    let mut desk = desk(&[("minutes", Value::Null), ("phases", phases)]);
    let mut new = filler("a", "12 17:00");
    new.about_client.new = true;
    desk.see("12 13:00", &new);
    desk.see("12 13:00", &filler("b", "12 15:00"));
    let minutes = |id: &str| {
        let booking = desk.state.find(&"desk".into(), &id.into()).unwrap();
        booking.desired.as_ref().unwrap().assignment.visit.minutes()
    };
    assert_eq!((minutes("a"), minutes("b")), (Minutes(60), Minutes(45)));
    let length_differs = |id: &str| flags(&desk, id).contains(&ReasonCode::LengthDiffers);
    assert_eq!((length_differs("a"), length_differs("b")), (true, false), "the platform shows 45 minutes");
}
