//! What an observed appointment or block leads to.

use dispatch_core::engine::{Automation, BookedBy, Disposition, FieldAuthority, Status};
use insta::assert_snapshot;

use crate::desk::{
    Desk, acknowledge, appointment, at, block, connection, document, exception_of, requested, with_status,
    write_of,
};

#[test]
fn a_new_booking_is_assigned_written_back_and_confirmed() {
    let mut desk = Desk::new();
    let effects = desk.see("12 13:14", &appointment("a", "FILLER", "12 18:00", "P2"));
    desk.run("12 13:14", &acknowledge(&effects, "12 13:14")).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn the_platforms_choice_stays_where_it_is_right() {
    let mut desk = Desk::new();
    desk.see("12 13:14", &appointment("a", "FILLER", "12 18:00", "P1"));
    desk.see("12 13:15", &requested(appointment("b", "FILLER", "12 20:00", "P2")));
    let mut staff = appointment("c", "TOX", "12 15:00", "P3");
    staff.booked_by = BookedBy::Staff;
    desk.see("12 13:16", &staff);
    assert_snapshot!(desk.log);
}

#[test]
fn duplicates_and_late_pictures_change_nothing() {
    let mut desk = Desk::new();
    let first = appointment("a", "FILLER", "12 18:00", "P1");
    desk.see("10 12:00", &first);
    desk.see_late("10 12:00", "10 12:00", &first);
    desk.see("10 12:30", &first);
    desk.see_late("10 12:40", "10 11:00", &appointment("a", "FILLER", "12 20:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn an_echo_is_an_empty_difference() {
    let mut desk = Desk::new();
    let effects = desk.see("10 12:00", &appointment("a", "FILLER", "12 18:00", "P2"));
    // The echo may come before the acknowledgement, and the old picture may come once more in between.
    desk.see("10 12:01", &appointment("a", "FILLER", "12 18:00", "P2"));
    desk.see("10 12:02", &appointment("a", "FILLER", "12 18:00", "P1"));
    desk.run("10 12:03", &acknowledge(&effects, "10 12:03")).unwrap();
    desk.see("10 12:04", &appointment("a", "FILLER", "12 18:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_booking_moved_by_the_client_is_decided_anew() {
    let mut desk = Desk::new();
    desk.see("09 12:00", &appointment("a", "FILLER", "12 18:00", "P1"));
    desk.see("09 13:00", &appointment("a", "FILLER", "12 20:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_persons_change_on_the_platform_is_adopted_and_pinned() {
    let mut desk = Desk::new();
    desk.see("09 12:00", &appointment("a", "FILLER", "12 18:00", "P1"));
    desk.see("09 13:00", &appointment("a", "FILLER", "12 18:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_persons_change_that_breaks_a_rule_is_flagged_and_never_moved_back() {
    let mut desk = Desk::new();
    desk.see("09 12:00", &appointment("a", "FILLER", "12 18:00", "P1"));
    desk.see("09 13:00", &appointment("a", "FILLER", "12 18:00", "P3"));
    desk.see("09 14:00", &appointment("a", "FILLER", "12 18:00", "P3"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_cancelled_booking_releases_its_time_and_is_told_once() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 18:00", "P1");
    desk.see("09 12:00", &booked);
    desk.see("09 13:00", &with_status(booked.clone(), "cancelled"));
    desk.see("09 14:00", &with_status(booked.clone(), "cancelled"));
    // The earlier picture comes late: the tombstone stands.
    desk.see_late("09 15:00", "09 12:30", &booked);
    assert_snapshot!(desk.log);
}

#[test]
fn one_first_seen_cancelled_is_a_tombstone() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 18:00", "P1");
    desk.see("09 13:00", &with_status(booked.clone(), "cancelled"));
    desk.see_late("09 15:00", "09 12:30", &booked);
    assert_snapshot!(desk.log);
}

#[test]
fn arrived_completed_and_no_show_change_the_disposition_alone() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 18:00", "P1");
    desk.see("09 12:00", &booked);
    desk.see("12 17:55", &with_status(booked.clone(), "arrived"));
    desk.see("12 18:01", &with_status(booked.clone(), "in_service"));
    desk.see("12 18:50", &with_status(booked.clone(), "completed"));
    let missed = appointment("b", "TOX", "12 20:00", "P1");
    desk.see("12 12:00", &missed);
    desk.see("12 20:20", &with_status(missed, "no_show"));
    assert_snapshot!(desk.log);
}

#[test]
fn an_unknown_status_is_flagged() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 18:00", "P1");
    desk.see("09 12:00", &with_status(booked, "pencilled_in"));
    let other = appointment("b", "FILLER", "12 20:00", "P1");
    desk.see("09 12:00", &other);
    desk.see("09 12:30", &with_status(other, "pencilled_in"));
    assert_snapshot!(desk.log);
}

#[test]
fn what_the_rulebook_does_not_know_goes_to_a_person() {
    let mut desk = Desk::new();
    desk.see("09 13:00", &appointment("a", "PEEL", "12 18:00", "P1"));
    desk.see("09 13:00", &appointment("b", "FILLER", "12 19:00", "P9"));
    let mut elsewhere = appointment("c", "TOX", "12 20:00", "P3");
    elsewhere.location = "L9".into();
    desk.see("09 13:00", &elsewhere);
    assert_snapshot!(desk.log);
}

#[test]
fn groups_go_to_a_person() {
    let mut desk = Desk::new();
    let mut group = appointment("a", "FILLER", "12 18:00", "P1");
    group.grouped = true;
    desk.see("09 13:00", &group);
    assert_snapshot!(desk.log);
}

#[test]
fn bookings_made_before_go_live_are_adopted_as_they_are() {
    let mut connection = connection();
    connection.go_live = Some(at("09 12:00"));
    let mut desk = Desk::with(document(), &connection);
    let mut old = appointment("a", "FILLER", "12 18:00", "P3");
    old.created_at = Some(at("01 12:00"));
    desk.see("09 13:00", &old);
    let mut new = appointment("b", "TOX", "12 18:00", "P1");
    new.created_at = Some(at("09 12:30"));
    desk.see("09 13:00", &new);
    assert_snapshot!(desk.log);
}

#[test]
fn adopted_bookings_are_reminded_if_the_rulebook_says_so() {
    let mut connection = connection();
    connection.go_live = Some(at("09 12:00"));
    let mut rules = document();
    rules["cadence"] = serde_json::json!({ "remind_imported": true });
    let mut desk = Desk::with(rules, &connection);
    let mut old = appointment("a", "FILLER", "12 18:00", "P1");
    old.created_at = Some(at("01 12:00"));
    desk.see("11 13:00", &old);
    let timer = desk.state.bookings().next().unwrap().notices[0];
    let fired =
        dispatch_core::engine::Command::TimerFired { timer: dispatch_core::engine::Timer::Notice(timer) };
    desk.run("12 16:00", &fired).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn automation_off_keeps_and_suggest_only_shows() {
    let mut off = connection();
    off.automation = Automation::Off;
    let mut desk = Desk::with(document(), &off);
    desk.see("09 13:00", &appointment("a", "FILLER", "12 18:00", "P2"));
    let mut suggest = connection();
    suggest.automation = Automation::Suggest;
    desk.declare("09 13:30", &suggest);
    desk.see("09 14:00", &appointment("b", "FILLER", "12 20:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn an_imported_booking_over_ours_moves_ours_or_flags_it() {
    let mut connection = connection();
    connection.go_live = Some(at("09 12:00"));
    let mut desk = Desk::with(document(), &connection);
    desk.see("09 13:00", &appointment("ours", "FILLER", "12 18:00", "P1"));
    desk.see("09 13:00", &requested(appointment("asked", "FILLER", "12 20:00", "P1")));
    for (id, start) in [("one", "12 18:10"), ("two", "12 20:10")] {
        let mut imported = appointment(id, "FILLER", start, "P1");
        imported.created_at = Some(at("01 12:00"));
        desk.see("09 14:00", &imported);
    }
    assert_snapshot!(desk.log);
}

#[test]
fn a_block_over_ours_displaces_it_by_rule_or_to_a_person() {
    let mut desk = Desk::new();
    desk.see("09 13:00", &appointment("free", "FILLER", "12 18:00", "P1"));
    desk.see("09 13:00", &requested(appointment("asked", "FILLER", "12 19:00", "P1")));
    desk.block("10 13:00", "dentist", "P1", "12 17:00", "12 20:00");
    desk.run("10 14:00", &block("10 14:00", "dentist", "P1", "12 17:00", "12 20:00", true)).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn blocks_are_upserted() {
    let mut desk = Desk::new();
    desk.block("10 13:00", "dentist", "P1", "12 17:00", "12 20:00");
    desk.block("10 13:00", "dentist", "P1", "12 17:00", "12 20:00");
    desk.run("10 13:05", &block("10 12:00", "dentist", "P1", "12 13:00", "12 14:00", true)).unwrap();
    desk.block("10 13:10", "unknown", "P9", "12 17:00", "12 20:00");
    desk.see("10 14:00", &appointment("a", "FILLER", "12 18:00", "P1"));
    desk.block("10 15:00", "dentist", "P1", "12 13:00", "12 14:00");
    desk.see("10 16:00", &appointment("b", "TOX", "12 19:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_provider_that_only_the_platform_sets_is_kept_or_becomes_a_desk_task() {
    let mut connection = connection();
    connection.authority.provider = FieldAuthority::Platform;
    let mut desk = Desk::with(document(), &connection);
    desk.see("09 13:00", &appointment("a", "FILLER", "12 18:00", "P2"));
    let effects = desk.see("09 13:00", &appointment("b", "FILLER", "12 20:00", "P3"));
    assert_eq!(desk.state.exception(exception_of(&effects)).unwrap().raised.flags.len(), 1);
    // The desk does it.
    desk.see("09 13:05", &appointment("b", "FILLER", "12 20:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn rooms_are_written_where_the_platform_keeps_them() {
    let mut connection = connection();
    connection.authority.room = FieldAuthority::Write;
    let mut desk = Desk::with(document(), &connection);
    let effects = desk.see("09 13:00", &appointment("a", "FILLER", "12 18:00", "P1"));
    assert!(write_of(&effects).items[0].resources.is_some());
    let mut moved = appointment("a", "FILLER", "12 18:00", "P1");
    moved.items[0].resources = vec!["R1".into()];
    desk.run("09 13:01", &acknowledge(&effects, "09 13:01")).unwrap();
    desk.see("09 13:02", &moved);
    moved.items[0].resources = vec!["R2".into()];
    desk.see("09 13:03", &moved);
    assert_snapshot!(desk.log);
}

#[test]
fn a_booking_that_is_reinstated_is_decided_anew() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 18:00", "P1");
    desk.see("09 13:00", &booked);
    desk.see("09 14:00", &with_status(booked.clone(), "cancelled"));
    desk.see("09 15:00", &with_status(booked, "confirmed"));
    let booking = desk.state.bookings().next().unwrap();
    assert_eq!(booking.disposition, Disposition::Assigned);
    assert_eq!(booking.snapshot.status, Status::Confirmed);
    assert!(booking.client_confirmed);
    assert_snapshot!(desk.log);
}

#[test]
fn a_persons_change_over_an_assignment_of_ours_moves_ours() {
    let mut desk = Desk::new();
    desk.see("09 13:00", &appointment("ours", "FILLER", "12 18:00", "P1"));
    desk.see("09 13:00", &appointment("theirs", "TOX", "12 18:10", "P3"));
    desk.see("09 14:00", &appointment("theirs", "TOX", "12 18:10", "P1"));
    assert_snapshot!(desk.log);
}
