//! Appointments as the platform shows them: new, moved, cancelled, under way.

use dispatch_core::engine::{BookedBy, Disposition, Status};
use insta::assert_snapshot;

use crate::desk::{Desk, acknowledge, appointment, requested, with_status};

#[test]
fn a_new_booking_is_assigned_written_back_and_confirmed() {
    let mut desk = Desk::new();
    let effects = desk.see("12 09:14", &appointment("a", "FILLER", "12 14:00", "P2"));
    desk.run("12 09:14", &acknowledge(&effects, "12 09:14")).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn the_platforms_choice_stays_where_it_is_right() {
    let mut desk = Desk::new();
    desk.see("12 09:14", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.see("12 09:15", &requested(appointment("b", "FILLER", "12 16:00", "P2")));
    let mut staff = appointment("c", "TOX", "12 11:00", "P3");
    staff.booked_by = BookedBy::Staff;
    desk.see("12 09:16", &staff);
    assert_snapshot!(desk.log);
}

#[test]
fn duplicates_and_late_pictures_change_nothing() {
    let mut desk = Desk::new();
    let first = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("10 08:00", &first);
    desk.see_late("10 08:00", "10 08:00", &first);
    desk.see("10 08:30", &first);
    desk.see_late("10 08:40", "10 07:00", &appointment("a", "FILLER", "12 16:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn an_echo_is_an_empty_difference() {
    let mut desk = Desk::new();
    let effects = desk.see("10 08:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    // The echo may come before the acknowledgement, and the old picture may come once more in between.
    desk.see("10 08:01", &appointment("a", "FILLER", "12 14:00", "P2"));
    desk.see("10 08:02", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.run("10 08:03", &acknowledge(&effects, "10 08:03")).unwrap();
    desk.see("10 08:04", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_booking_moved_by_the_client_is_decided_anew() {
    let mut desk = Desk::new();
    desk.see("09 08:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:00", &appointment("a", "FILLER", "12 16:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_cancelled_booking_releases_its_time_and_is_told_once() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("09 08:00", &booked);
    desk.see("09 09:00", &with_status(booked.clone(), "cancelled"));
    desk.see("09 10:00", &with_status(booked.clone(), "cancelled"));
    // The earlier picture comes late: the tombstone stands.
    desk.see_late("09 11:00", "09 08:30", &booked);
    assert_snapshot!(desk.log);
}

#[test]
fn one_first_seen_cancelled_is_a_tombstone() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("09 09:00", &with_status(booked.clone(), "cancelled"));
    desk.see_late("09 11:00", "09 08:30", &booked);
    assert_snapshot!(desk.log);
}

#[test]
fn arrived_completed_and_no_show_change_the_disposition_alone() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("09 08:00", &booked);
    desk.see("12 13:55", &with_status(booked.clone(), "arrived"));
    desk.see("12 14:01", &with_status(booked.clone(), "in_service"));
    desk.see("12 14:50", &with_status(booked.clone(), "completed"));
    let missed = appointment("b", "TOX", "12 16:00", "P1");
    desk.see("12 08:00", &missed);
    desk.see("12 16:20", &with_status(missed, "no_show"));
    assert_snapshot!(desk.log);
}

#[test]
fn an_unknown_status_is_flagged() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("09 08:00", &with_status(booked, "pencilled_in"));
    let other = appointment("b", "FILLER", "12 16:00", "P1");
    desk.see("09 08:00", &other);
    desk.see("09 08:30", &with_status(other, "pencilled_in"));
    assert_snapshot!(desk.log);
}

#[test]
fn what_the_rulebook_does_not_know_goes_to_a_person() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "PEEL", "12 14:00", "P1"));
    desk.see("09 09:00", &appointment("b", "FILLER", "12 15:00", "P9"));
    let mut elsewhere = appointment("c", "TOX", "12 16:00", "P3");
    elsewhere.location = "L9".into();
    desk.see("09 09:00", &elsewhere);
    assert_snapshot!(desk.log);
}

#[test]
fn groups_go_to_a_person() {
    let mut desk = Desk::new();
    let mut group = appointment("a", "FILLER", "12 14:00", "P1");
    group.grouped = true;
    desk.see("09 09:00", &group);
    assert_snapshot!(desk.log);
}

#[test]
fn a_booking_that_is_reinstated_is_decided_anew() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("09 09:00", &booked);
    desk.see("09 10:00", &with_status(booked.clone(), "cancelled"));
    desk.see("09 11:00", &with_status(booked, "confirmed"));
    let booking = desk.state.bookings().next().unwrap();
    assert_eq!(booking.disposition, Disposition::Assigned);
    assert_eq!(booking.snapshot.status, Status::Confirmed);
    assert!(booking.client_confirmed);
    assert_snapshot!(desk.log);
}
