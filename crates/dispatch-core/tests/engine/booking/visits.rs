//! Appointments of several services.

use dispatch_core::{
    Origin,
    engine::{Command, Resolution, Snapshot},
};
use insta::assert_snapshot;
use serde_json::json;

use crate::desk::{Desk, acknowledge, appointment, connection, document, exception_of, write_of};

/// Tox from 16:00 to 16:25 and filler from then on, New York time, with these providers.
fn both(id: &str, tox: &str, filler: &str) -> Snapshot {
    both_at(id, tox, "12 16:25", filler)
}

fn both_at(id: &str, tox: &str, second: &str, filler: &str) -> Snapshot {
    let mut snapshot = appointment(id, "TOX", "12 16:00", tox);
    snapshot.items[0].id = Some("line-1".into());
    let mut item = appointment(id, "FILLER", second, filler).items[0].clone();
    item.id = Some("line-2".into());
    snapshot.items.push(item);
    snapshot
}

fn patient_desk() -> Desk {
    let mut rules = document();
    rules["visits"] = json!({ "most_minutes_between": 10 });
    Desk::with(rules, &connection())
}

#[test]
fn every_service_is_decided_and_written_by_its_own_line() {
    let mut desk = Desk::new();
    let effects = desk.see("09 09:00", &both("a", "P3", "P2"));
    let write = write_of(&effects);
    assert_eq!(write.items.len(), 2);
    desk.run("09 09:01", &acknowledge(&effects, "09 09:01")).unwrap();
    desk.see("09 09:02", &both("a", "P1", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_wish_for_one_service_is_kept_and_the_other_is_free() {
    let mut desk = Desk::new();
    let mut wished = both("a", "P3", "P2");
    wished.items[0].provider_requested = true;
    desk.see("09 09:00", &wished);
    assert_snapshot!(desk.log);
}

#[test]
fn services_at_once_or_too_far_apart_go_to_a_person_with_what_could_be_had() {
    let mut desk = Desk::new();
    let effects = desk.see("09 09:00", &both_at("a", "P3", "12 16:10", "P2"));
    desk.see("09 09:00", &both_at("b", "P3", "12 16:40", "P2"));
    let exception = exception_of(&effects);
    let answer = Command::ResolveException {
        exception,
        resolution: Resolution::Candidate(0),
        by: "user-1".into(),
        why: None,
    };
    desk.run("09 09:05", &answer).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn a_later_service_moved_by_hand_is_not_moved_back() {
    let mut desk = patient_desk();
    let effects = desk.see("09 09:00", &both("a", "P1", "P1"));
    assert_eq!(effects.iter().filter(|effect| format!("{effect:?}").contains("WriteBack")).count(), 0);
    desk.see("10 09:00", &both_at("a", "P1", "12 16:35", "P1"));
    let booking = desk.state.bookings().next().unwrap();
    assert!(booking.occupancies.iter().any(|held| held.origin == Origin::Observed), "{booking:?}");
    assert_snapshot!(desk.log);
}

#[test]
fn a_block_over_one_of_the_providers_leaves_the_visit_to_a_person_if_others_tie() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &both("a", "P1", "P1"));
    desk.block("09 10:00", "one", "P1", "12 16:20", "12 17:00");
    assert_snapshot!(desk.log);
}
