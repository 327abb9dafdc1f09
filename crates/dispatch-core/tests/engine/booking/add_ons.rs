//! Add-ons to a service, as the platform shows them.

use dispatch_core::{
    Minutes, ReasonCode, Timestamp,
    engine::{Disposition, Snapshot},
};
use serde_json::{Value, json};

use crate::desk::{Desk, appointment, connection, document};

fn rules(high_value: Option<i64>) -> Value {
    let mut rules = document();
    rules["add_on"] = json!([
        { "code": "NUMBING", "aliases": ["A1"], "minutes": 15, "price": 5_000 },
        { "code": "COOLING", "minutes": 10, "services": ["LASER"] },
    ]);
    rules["service"][0]["price"] = json!(60_000);
    if let Some(high_value) = high_value {
        rules["exceptions"] = json!({ "high_value": high_value });
    }
    rules
}

/// A filler with these add-ons, so much longer than the menu says.
fn filler(id: &str, start: &str, add_ons: &[&str], longer: i64) -> Snapshot {
    let mut snapshot = appointment(id, "FILLER", start, "P1");
    let item = &mut snapshot.items[0];
    item.add_ons = add_ons.iter().map(|add_on| (*add_on).into()).collect();
    item.end = Timestamp(item.end.0 + longer * 60_000);
    snapshot
}

/// The length that was decided, and the open exception's reasons.
fn seen(desk: &mut Desk, now: &str, snapshot: &Snapshot) -> (Option<Minutes>, Vec<ReasonCode>) {
    desk.see(now, snapshot);
    let booking = desk.state.find(&"desk".into(), &snapshot.id).unwrap();
    let assigned = booking.desired.as_ref().filter(|_| booking.disposition == Disposition::Assigned);
    (assigned.map(|desired| desired.assignment.visit.minutes()), booking.flags.clone())
}

#[test]
fn an_add_on_lengthens_the_booking_and_its_length_counts_it() {
    let mut desk = Desk::with(rules(None), &connection());
    let with = filler("a", "12 10:00", &["A1"], 15);
    assert_eq!(seen(&mut desk, "09 09:00", &with), (Some(Minutes(60)), vec![]));
    // A platform whose end does not count it in has another length than the rulebook.
    let short = filler("b", "12 12:00", &["NUMBING"], 0);
    assert_eq!(seen(&mut desk, "09 09:01", &short), (Some(Minutes(60)), vec![ReasonCode::LengthDiffers]));
}

#[test]
fn one_that_is_not_known_or_may_not_go_with_the_service_goes_to_a_person() {
    let mut desk = Desk::with(rules(None), &connection());
    let unknown = filler("a", "12 10:00", &["A9"], 0);
    assert_eq!(seen(&mut desk, "09 09:00", &unknown), (None, vec![ReasonCode::UnknownAddOn]));
    let wrong = filler("b", "12 12:00", &["COOLING"], 10);
    assert_eq!(seen(&mut desk, "09 09:01", &wrong), (None, vec![ReasonCode::AddOnNotAllowed]));
    // A person is shown what could be had with it all the same.
    let booking = desk.state.find(&"desk".into(), &"b".into()).unwrap();
    let exception = desk.state.exception(booking.exception.unwrap()).unwrap();
    assert_eq!(exception.raised.candidates[0].visit.minutes(), Minutes(55));
}

#[test]
fn its_price_counts_for_high_value() {
    let mut desk = Desk::with(rules(Some(65_000)), &connection());
    let without = filler("a", "12 10:00", &[], 0);
    assert_eq!(seen(&mut desk, "09 09:00", &without), (Some(Minutes(45)), vec![]));
    let with = filler("b", "12 12:00", &["A1"], 15);
    assert_eq!(seen(&mut desk, "09 09:01", &with), (None, vec![ReasonCode::HighValue]));
}

#[test]
fn one_that_is_added_later_is_decided_anew() {
    let mut desk = Desk::with(rules(None), &connection());
    desk.see("09 09:00", &filler("a", "12 10:00", &[], 0));
    let with = filler("a", "12 10:00", &["A1"], 15);
    assert_eq!(seen(&mut desk, "09 10:00", &with), (Some(Minutes(60)), vec![]));
    let without = filler("a", "12 10:00", &[], 0);
    assert_eq!(seen(&mut desk, "09 11:00", &without), (Some(Minutes(45)), vec![]));
}

#[test]
fn snapshots_from_before_add_ons_are_read_and_say_nothing_of_them() {
    let snapshot = appointment("a", "FILLER", "12 10:00", "P1");
    let text = serde_json::to_string(&snapshot).unwrap();
    assert!(!text.contains("add_ons"));
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), snapshot);
}
