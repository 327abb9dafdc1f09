//! The client's history: clearances, and days between services.

use dispatch_core::{
    Minutes, ReasonCode,
    engine::{AttendedFact, BookedBy, ClearanceFact, Snapshot},
};
use serde_json::{Value, json};

use crate::desk::{Desk, appointment, at, connection, document, with_status};

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
    let mut cleared = filler("a", "12 09:00");
    cleared.about_client.clearances = had("C1", "2025-06-12");
    desk.see("10 09:00", &cleared);
    let mut lapsed = filler("b", "12 11:00");
    lapsed.about_client.clearances = had("gfe", "2025-06-11");
    desk.see("10 09:00", &lapsed);
    let mut other = filler("c", "12 13:00");
    other.about_client.clearances = had("a kind that no rule knows", "2026-06-01");
    desk.see("10 09:00", &other);
    desk.see("10 09:00", &filler("d", "12 15:00"));
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
    assert_eq!((&read.clearances, &read.history), (&None, &None));
    assert_eq!(serde_json::to_value(&read).unwrap(), old);
}

/// Filler and then laser, three days apart at least.
fn spaced(policy: &str) -> Desk {
    let mut rules = document();
    rules["service"][0]["category"] = json!("filler");
    rules["service"][2]["category"] = json!("laser");
    rules["spacing"] = json!([{ "after": "filler", "then": "laser", "at_least_days": 3 }]);
    rules["unknown_history"] = json!(policy);
    Desk::with(rules, &connection())
}

fn of_one(mut snapshot: Snapshot, history: Option<Vec<AttendedFact>>) -> Snapshot {
    snapshot.client = "one".into();
    snapshot.about_client.history = history;
    snapshot
}

fn laser(id: &str, start: &str) -> Snapshot {
    appointment(id, "LASER", start, "P4")
}

fn listed(appointment: Option<&str>, service: &str, start: &str) -> AttendedFact {
    AttendedFact { appointment: appointment.map(Into::into), service: service.into(), start: at(start) }
}

#[test]
fn a_history_that_nobody_tells_goes_to_a_person() {
    let mut desk = spaced("flag");
    desk.see("08 09:00", &of_one(laser("a", "12 11:00"), None));
    assert_eq!(flags(&desk, "a"), [ReasonCode::HistoryUnknown]);
    desk.see("08 09:00", &of_one(laser("b", "13 11:00"), Some(Vec::new())));
    assert_eq!(flags(&desk, "b"), []);
    desk.see("08 09:00", &appointment("c", "TOX", "12 15:00", "P1"));
    assert_eq!(flags(&desk, "c"), [], "no rule names it");
    let mut desk = spaced("take_known");
    desk.see("08 09:00", &of_one(laser("a", "12 11:00"), None));
    assert_eq!(flags(&desk, "a"), []);
}

#[test]
fn what_the_platform_lists_and_what_we_hold_count_alike() {
    let told = |facts: Vec<AttendedFact>| {
        let mut desk = spaced("flag");
        desk.see("08 09:00", &of_one(laser("a", "12 11:00"), Some(facts)));
        flags(&desk, "a")
    };
    assert_eq!(told(vec![listed(None, "FILLER", "10 11:00")]), [ReasonCode::TooClose]);
    assert_eq!(told(vec![listed(Some("z"), "FILLER", "10 11:00")]), [ReasonCode::TooClose]);
    assert_eq!(told(vec![listed(None, "FILLER", "09 11:00")]), []);
    assert_eq!(told(vec![listed(None, "NO-RULE-KNOWS-IT", "11 11:00")]), []);
    assert_eq!(told(vec![listed(Some("a"), "FILLER", "11 11:00")]), [], "it is this very appointment");
    let mut desk = spaced("take_known");
    desk.see("08 09:00", &of_one(filler("first", "10 11:00"), None));
    desk.see("08 09:01", &of_one(laser("a", "12 11:00"), None));
    assert_eq!(flags(&desk, "a"), [ReasonCode::TooClose]);
    desk.see("08 09:02", &of_one(laser("b", "13 11:00"), None));
    assert_eq!(flags(&desk, "b"), []);
    desk.see("08 09:03", &laser("another", "12 15:00"));
    assert_eq!(flags(&desk, "another"), [], "another client");
}

#[test]
fn an_earlier_one_between_is_judged_by_what_comes_later() {
    let mut desk = spaced("take_known");
    desk.see("08 09:00", &of_one(laser("later", "15 11:00"), None));
    desk.see("08 09:01", &of_one(filler("a", "13 11:00"), None));
    assert_eq!(flags(&desk, "a"), [ReasonCode::TooClose]);
    desk.see("08 09:02", &of_one(filler("a", "12 11:00"), None));
    assert_eq!(flags(&desk, "a"), []);
}

#[test]
fn what_is_over_counts_and_what_was_called_off_does_not() {
    let mut desk = spaced("take_known");
    let first = of_one(filler("first", "09 11:00"), None);
    desk.see("08 09:00", &first);
    desk.see("09 12:00", &with_status(first.clone(), "completed"));
    desk.see("09 13:00", &of_one(laser("a", "11 11:00"), None));
    assert_eq!(flags(&desk, "a"), [ReasonCode::TooClose]);
    desk.see("09 13:01", &with_status(first, "no_show"));
    desk.see("09 13:02", &of_one(laser("b", "11 13:00"), None));
    assert_eq!(flags(&desk, "b"), []);
    // A list may be older than what we know of the same appointment.
    let stale = Some(vec![listed(Some("first"), "FILLER", "09 11:00")]);
    desk.see("09 13:03", &of_one(laser("c", "11 15:00"), stale));
    assert_eq!(flags(&desk, "c"), []);
}

#[test]
fn alternatives_keep_the_days_between() {
    let mut desk = spaced("take_known");
    desk.see("08 09:00", &of_one(filler("first", "10 11:00"), None));
    let staff = Snapshot { booked_by: BookedBy::Staff, ..of_one(laser("a", "12 11:00"), None) };
    desk.see("08 09:01", &staff);
    let open = desk.state.exceptions().next().unwrap();
    assert_eq!(open.raised.flags, [ReasonCode::TooClose], "staff is told as well");
    assert!(!open.raised.candidates.is_empty() && !open.raised.alternatives.is_empty());
    assert!(open.raised.alternatives.iter().all(|other| other.start().timestamp() >= at("13 09:00")));
}
