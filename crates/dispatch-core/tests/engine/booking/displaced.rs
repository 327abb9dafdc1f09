//! Assignments of ours that something else lands on.

use insta::assert_snapshot;

use crate::desk::{Desk, appointment, at, block, connection, document, requested};

#[test]
fn an_imported_booking_over_ours_moves_ours_or_flags_it() {
    let mut connection = connection();
    connection.go_live = Some(at("09 08:00"));
    let mut desk = Desk::with(document(), &connection);
    desk.see("09 09:00", &appointment("ours", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:00", &requested(appointment("asked", "FILLER", "12 16:00", "P1")));
    for (id, start) in [("one", "12 14:10"), ("two", "12 16:10")] {
        let mut imported = appointment(id, "FILLER", start, "P1");
        imported.created_at = Some(at("01 08:00"));
        desk.see("09 10:00", &imported);
    }
    assert_snapshot!(desk.log);
}

#[test]
fn a_block_over_ours_displaces_it_by_rule_or_to_a_person() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("free", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:00", &requested(appointment("asked", "FILLER", "12 15:00", "P1")));
    desk.block("10 09:00", "dentist", "P1", "12 13:00", "12 16:00");
    desk.run("10 10:00", &block("10 10:00", "dentist", "P1", "12 13:00", "12 16:00", true)).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn blocks_are_upserted() {
    let mut desk = Desk::new();
    desk.block("10 09:00", "dentist", "P1", "12 13:00", "12 16:00");
    desk.block("10 09:00", "dentist", "P1", "12 13:00", "12 16:00");
    desk.run("10 09:05", &block("10 08:00", "dentist", "P1", "12 09:00", "12 10:00", true)).unwrap();
    desk.block("10 09:10", "unknown", "P9", "12 13:00", "12 16:00");
    desk.see("10 10:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.block("10 11:00", "dentist", "P1", "12 09:00", "12 10:00");
    desk.see("10 12:00", &appointment("b", "TOX", "12 15:00", "P1"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_persons_change_over_an_assignment_of_ours_moves_ours() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("ours", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:00", &appointment("theirs", "TOX", "12 14:10", "P3"));
    desk.see("09 10:00", &appointment("theirs", "TOX", "12 14:10", "P1"));
    assert_snapshot!(desk.log);
}

/// Each of the two is written and announced before the next is moved; the change that displaced them comes last.
#[test]
fn one_change_over_two_of_ours_moves_both_before_its_own_task() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("first", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:01", &requested(appointment("second", "FILLER", "12 15:00", "P1")));
    let mut theirs = appointment("theirs", "TOX", "12 14:30", "P3");
    theirs.items[0].end = at("12 15:30");
    desk.see("09 09:02", &theirs);
    theirs.items[0].provider = Some("P1".into());
    desk.see("09 10:00", &theirs);
    assert_snapshot!(desk.log);
}
