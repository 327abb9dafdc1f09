//! Bookings that a person is asked about, and their answers.

use dispatch_core::engine::{Command, Refusal, Resolution, Timer};
use insta::assert_snapshot;
use serde_json::json;

use crate::desk::{Desk, answer, appointment, connection, document, exception_of};

fn vip(id: &str, start: &str) -> dispatch_core::engine::Snapshot {
    let mut snapshot = appointment(id, "FILLER", start, "P2");
    snapshot.about_client.vip = true;
    snapshot
}

#[test]
fn a_vip_goes_to_a_person_who_takes_a_candidate() {
    let mut desk = Desk::new();
    let effects = desk.see("12 09:00", &vip("a", "12 14:00"));
    let exception = exception_of(&effects);
    desk.run("12 09:05", &answer(exception, Resolution::Candidate(0))).unwrap();
    let again = desk.run("12 09:06", &answer(exception, Resolution::Candidate(0)));
    assert_eq!(again, Err(Refusal::NotOpen(exception)));
    assert_snapshot!(desk.log);
}

#[test]
fn a_person_declines_or_keeps_what_the_platform_has() {
    let mut desk = Desk::new();
    let first = desk.see("12 09:00", &vip("a", "12 14:00"));
    desk.run("12 09:05", &answer(exception_of(&first), Resolution::Decline)).unwrap();
    let second = desk.see("12 09:10", &vip("b", "12 16:00"));
    desk.run("12 09:15", &answer(exception_of(&second), Resolution::KeepPlatform)).unwrap();
    let third = desk.see("12 09:20", &appointment("c", "FILLER", "12 11:00", "P9"));
    let done = desk.run("12 09:25", &answer(exception_of(&third), Resolution::Done));
    assert_eq!(done, Err(Refusal::DecisionNeeded(exception_of(&third))));
    desk.run("12 09:26", &answer(exception_of(&third), Resolution::KeepPlatform)).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn a_candidate_that_was_taken_in_between_is_refused() {
    let mut rules = document();
    rules["exceptions"] = json!({ "hold_best": false });
    let mut desk = Desk::with(rules, &connection());
    let exception = exception_of(&desk.see("12 09:00", &vip("a", "12 14:00")));
    desk.see("12 09:01", &crate::desk::requested(appointment("b", "FILLER", "12 14:00", "P1")));
    let gone = desk.run("12 09:02", &answer(exception, Resolution::Candidate(0)));
    assert_eq!(gone, Err(Refusal::CandidateGone { exception, candidate: 0 }));
    let none = desk.run("12 09:02", &answer(exception, Resolution::Candidate(99)));
    assert_eq!(none, Err(Refusal::NoSuchCandidate { exception, candidate: 99 }));
}

#[test]
fn a_tie_holds_the_platforms_provider_if_among_the_tied() {
    let mut rules = document();
    rules["ranking"] = json!({ "criteria": [{ "by": "requested" }] });
    let mut desk = Desk::with(rules, &connection());
    desk.see("12 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    desk.see("12 09:00", &appointment("b", "FILLER", "12 16:00", "P3"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_deadline_escalates_assigns_the_best_or_keeps_the_platforms() {
    let mut log = String::new();
    for on_deadline in ["escalate", "assign_best", "keep_platform"] {
        let mut rules = document();
        rules["exceptions"] = json!({ "on_deadline": on_deadline });
        let mut desk = Desk::with(rules, &connection());
        let exception = exception_of(&desk.see("12 09:00", &vip("a", "12 14:00")));
        let unqualified = exception_of(&desk.see("12 09:00", &{
            let mut snapshot = vip("b", "12 16:00");
            snapshot.items[0].provider = Some("P3".into());
            snapshot
        }));
        desk.log = format!("on_deadline = {on_deadline}\n");
        for exception in [exception, unqualified] {
            let timer = Timer::Exception(exception);
            desk.run("12 09:15", &Command::TimerFired { timer }).unwrap();
            desk.run("12 09:15", &Command::TimerFired { timer }).unwrap();
        }
        log.push_str(&desk.log);
    }
    assert_snapshot!(log);
}

#[test]
fn the_desks_change_on_the_platform_settles_an_exception() {
    let mut desk = Desk::new();
    desk.see("12 09:00", &vip("a", "12 14:00"));
    let mut chosen = vip("a", "12 14:00");
    chosen.items[0].provider = Some("P1".into());
    desk.see("12 09:05", &chosen);
    assert_snapshot!(desk.log);
}

#[test]
fn a_flagged_booking_that_moves_or_is_cancelled_closes_its_exception() {
    let mut desk = Desk::new();
    desk.see("12 09:00", &vip("a", "12 14:00"));
    desk.see("12 09:05", &vip("a", "12 15:00"));
    desk.see("12 09:10", &crate::desk::with_status(vip("a", "12 15:00"), "cancelled"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_client_who_prefers_a_call_gets_one() {
    let mut desk = Desk::new();
    let mut snapshot = appointment("a", "FILLER", "12 14:00", "P1");
    snapshot.about_client.prefers_call = true;
    let effects = desk.see("12 09:00", &snapshot);
    desk.run("12 09:05", &answer(exception_of(&effects), Resolution::Done)).unwrap();
    assert_snapshot!(desk.log);
}
