//! The connection: go-live, automation, and the fields that are ours to set.

use dispatch_core::engine::{Automation, FieldAuthority};
use insta::assert_snapshot;

use crate::desk::{Desk, acknowledge, appointment, at, connection, document, exception_of, write_of};

#[test]
fn bookings_made_before_go_live_are_adopted_as_they_are() {
    let mut connection = connection();
    connection.go_live = Some(at("09 08:00"));
    let mut desk = Desk::with(document(), &connection);
    let mut old = appointment("a", "FILLER", "12 14:00", "P3");
    old.created_at = Some(at("01 08:00"));
    desk.see("09 09:00", &old);
    let mut new = appointment("b", "TOX", "12 14:00", "P1");
    new.created_at = Some(at("09 08:30"));
    desk.see("09 09:00", &new);
    assert_snapshot!(desk.log);
}

#[test]
fn adopted_bookings_are_reminded_if_the_rulebook_says_so() {
    let mut connection = connection();
    connection.go_live = Some(at("09 08:00"));
    let mut rules = document();
    rules["cadence"] = serde_json::json!({ "remind_imported": true });
    let mut desk = Desk::with(rules, &connection);
    let mut old = appointment("a", "FILLER", "12 14:00", "P1");
    old.created_at = Some(at("01 08:00"));
    desk.see("11 09:00", &old);
    let timer = desk.state.bookings().next().unwrap().notices[0];
    let fired =
        dispatch_core::engine::Command::TimerFired { timer: dispatch_core::engine::Timer::Notice(timer) };
    desk.run("12 12:00", &fired).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn automation_off_keeps_and_suggest_only_shows() {
    let mut off = connection();
    off.automation = Automation::Off;
    let mut desk = Desk::with(document(), &off);
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let mut suggest = connection();
    suggest.automation = Automation::Suggest;
    desk.declare("09 09:30", &suggest);
    desk.see("09 10:00", &appointment("b", "FILLER", "12 16:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_provider_that_only_the_platform_sets_is_kept_or_becomes_a_desk_task() {
    let mut connection = connection();
    connection.authority.provider = FieldAuthority::Platform;
    let mut desk = Desk::with(document(), &connection);
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let effects = desk.see("09 09:00", &appointment("b", "FILLER", "12 16:00", "P3"));
    assert_eq!(desk.state.exception(exception_of(&effects)).unwrap().raised.flags.len(), 1);
    // The desk does it.
    desk.see("09 09:05", &appointment("b", "FILLER", "12 16:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn rooms_are_written_where_the_platform_keeps_them() {
    let mut connection = connection();
    connection.authority.room = FieldAuthority::Write;
    let mut desk = Desk::with(document(), &connection);
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert!(write_of(&effects).items[0].resources.is_some());
    let mut moved = appointment("a", "FILLER", "12 14:00", "P1");
    moved.items[0].resources = vec!["R1".into()];
    desk.run("09 09:01", &acknowledge(&effects, "09 09:01")).unwrap();
    desk.see("09 09:02", &moved);
    moved.items[0].resources = vec!["R2".into()];
    desk.see("09 09:03", &moved);
    assert_snapshot!(desk.log);
}
