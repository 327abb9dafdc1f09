//! The client's wishes, and the times at which they may book.

use dispatch_core::{
    Minutes, ReasonCode, Wish,
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
    desk.see("12 09:00", &filler("a", "12 12:59"));
    assert_eq!(flags(&desk, "a"), [ReasonCode::LeadTime]);
    desk.see("12 09:00", &filler("b", "12 16:00"));
    assert_eq!(flags(&desk, "b"), []);
    let staff = Snapshot { booked_by: BookedBy::Staff, ..filler("c", "12 10:00") };
    desk.see("12 09:00", &staff);
    assert_eq!(flags(&desk, "c"), []);
}

#[test]
fn a_lead_time_is_counted_from_the_booking_and_anew_from_each_move() {
    let mut desk = desk(&[("lead_minutes", json!(240))]);
    let created_at = Some(crate::desk::at("12 08:00"));
    let late_webhook = Snapshot { created_at, ..filler("a", "12 12:00") };
    desk.see("12 09:00", &late_webhook);
    assert_eq!(flags(&desk, "a"), [], "it was made four hours before");
    desk.see("12 09:05", &Snapshot { created_at, ..filler("a", "12 13:00") });
    assert_eq!(flags(&desk, "a"), [ReasonCode::LeadTime], "the new time is too soon");
    desk.see("12 09:10", &Snapshot { created_at, grouped: true, ..filler("a", "12 13:00") });
    desk.see("12 09:11", &Snapshot { created_at, ..filler("a", "12 14:00") });
    assert_eq!(flags(&desk, "a"), []);
}

#[test]
fn a_time_that_was_agreed_is_no_sooner_for_being_decided_anew() {
    let mut desk = desk(&[("lead_minutes", json!(240))]);
    desk.see("12 09:00", &filler("a", "12 14:00"));
    desk.block("12 13:00", "k", "P1", "12 14:00", "12 14:30");
    let booking = desk.state.find(&"desk".into(), &"a".into()).unwrap();
    assert_eq!(booking.disposition, Disposition::Assigned, "{:?}", booking.flags);
}

#[test]
fn a_date_too_far_ahead_goes_to_a_person() {
    let mut desk = desk(&[("furthest_days", json!(3))]);
    desk.see("09 09:00", &filler("a", "12 14:00"));
    assert_eq!(flags(&desk, "a"), []);
    desk.see("08 09:00", &filler("b", "12 16:00"));
    assert_eq!(flags(&desk, "b"), [ReasonCode::TooFarAhead]);
}

#[test]
fn a_new_client_takes_the_phases_that_are_for_new_clients() {
    let phases = json!([
        { "name": "talk", "minutes": 15, "uses": ["provider"], "only": "new_client" },
        { "name": "filler", "minutes": 45, "uses": ["provider", "room"] },
    ]);
    let mut desk = desk(&[("minutes", Value::Null), ("phases", phases)]);
    let mut new = filler("a", "12 13:00");
    new.about_client.new = true;
    desk.see("12 09:00", &new);
    desk.see("12 09:00", &filler("b", "12 11:00"));
    let minutes = |id: &str| {
        let booking = desk.state.find(&"desk".into(), &id.into()).unwrap();
        booking.desired.as_ref().unwrap().assignment.visit.minutes()
    };
    assert_eq!((minutes("a"), minutes("b")), (Minutes(60), Minutes(45)));
    let length_differs = |id: &str| flags(&desk, id).contains(&ReasonCode::LengthDiffers);
    assert_eq!((length_differs("a"), length_differs("b")), (true, false), "the platform shows 45 minutes");
}

#[test]
fn a_client_cannot_be_in_two_places() {
    let mut desk = desk(&[]);
    let of_client = |id: &str, start: &str| Snapshot { client: "one".into(), ..filler(id, start) };
    desk.see("12 09:00", &of_client("a", "12 14:00"));
    let with_another = |start| {
        let mut snapshot = of_client("b", start);
        snapshot.items[0].provider = Some("P2".into());
        snapshot
    };
    desk.see("12 09:01", &with_another("12 14:44"));
    assert_eq!(flags(&desk, "b"), [ReasonCode::ClientElsewhere]);
    desk.see("12 09:02", &of_client("c", "12 13:15"));
    assert_eq!(flags(&desk, "c"), [], "it ends where the first starts");
    desk.see("12 09:03", &crate::desk::with_status(of_client("a", "12 14:00"), "cancelled"));
    desk.see("12 09:04", &with_another("12 14:43"));
    assert_eq!(flags(&desk, "b"), [], "what is cancelled keeps no provider");
}

#[test]
fn what_a_client_asks_of_who_treats_comes_with_the_facts() {
    let mut desk = desk(&[]);
    let mut avoiding = filler("a", "12 14:00");
    avoiding.about_client.avoid = vec!["P1".into(), "somebody unknown".into()];
    desk.see("12 09:00", &avoiding);
    assert_eq!(provider(&desk, "a"), Some("junior"));
    let mut insisting = filler("b", "12 16:00");
    insisting.about_client.language = Some(Wish::Must("spanish".to_owned()));
    desk.see("12 09:01", &insisting);
    assert_eq!(flags(&desk, "b"), [ReasonCode::WishesUnmet], "no provider is said to speak it");
}

fn provider<'a>(desk: &'a Desk, id: &str) -> Option<&'a str> {
    let booking = desk.state.find(&"desk".into(), &id.into())?;
    booking.desired.as_ref()?.assignment.everything().next().map(dispatch_core::Who::as_str)
}

/// What journals held before clients could ask for anything.
#[test]
fn facts_of_before_are_read_as_they_were() {
    let old = json!({ "vip": true, "last_provider": "P1" });
    let read: dispatch_core::engine::ClientFacts = serde_json::from_value(old.clone()).unwrap();
    let mut written = serde_json::to_value(&read).unwrap();
    written.as_object_mut().unwrap().remove("prefers_call");
    assert_eq!(written, old);
    let asking =
        json!({ "avoid": ["P2"], "gender": { "must": "female" }, "language": { "prefer": "spanish" } });
    let read: dispatch_core::engine::ClientFacts = serde_json::from_value(asking).unwrap();
    assert_eq!(read.gender, Some(Wish::Must("female".to_owned())));
}
