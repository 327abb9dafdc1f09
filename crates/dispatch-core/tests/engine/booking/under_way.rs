//! Visits under way and over: what really goes on is the truth, and what we decided gives way to it.

use dispatch_core::{
    Origin, ReasonCode, Timestamp,
    engine::{Completed, Connection, Disposition, Snapshot},
};
use insta::assert_snapshot;

use crate::desk::{Desk, appointment, at, connection, document, requested, with_status};

fn filler(id: &str, start: &str, provider: &str) -> Snapshot {
    appointment(id, "FILLER", start, provider)
}

/// A filler at two with the senior, and another of theirs an hour later.
fn two_in_a_row() -> Desk {
    let mut desk = Desk::new();
    desk.see("09 09:00", &filler("a", "12 14:00", "P1"));
    desk.see("09 09:01", &requested(filler("b", "12 15:00", "P1")));
    desk.log.clear();
    desk
}

/// The last minute that a booking takes up on its provider or, with the time to clean up, in its room.
fn until(desk: &Desk, id: &str) -> Vec<Timestamp> {
    desk.booking(id).occupancies.iter().map(|one| one.padded().end.timestamp()).collect()
}

fn ends(mut snapshot: Snapshot, end: &str) -> Snapshot {
    snapshot.items[0].end = at(end);
    snapshot
}

#[test]
fn a_provider_who_is_exchanged_at_check_in_is_the_one_who_treats() {
    let mut desk = two_in_a_row();
    desk.see("12 13:58", &with_status(filler("a", "12 14:00", "P2"), "arrived"));
    let a = desk.booking("a");
    assert_eq!((a.disposition, desk.treats("a"), a.pinned), (Disposition::Arrived, "junior", true));
    assert!(a.flags.is_empty() && a.conflicts.is_empty());
    assert_snapshot!(desk.log);
}

#[test]
fn what_the_exchanged_provider_had_to_do_then_gives_way() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &filler("a", "12 14:00", "P1"));
    desk.see("09 09:01", &filler("b", "12 14:10", "P2"));
    assert_eq!(desk.treats("b"), "junior");
    desk.see("12 13:58", &with_status(filler("a", "12 14:00", "P2"), "arrived"));
    assert_eq!((desk.treats("a"), desk.treats("b")), ("junior", "senior"));
    assert!(desk.booking("a").conflicts.is_empty());
}

#[test]
fn one_who_may_not_treat_is_flagged_and_left() {
    let mut desk = two_in_a_row();
    desk.see("12 13:58", &with_status(filler("a", "12 14:00", "P3"), "arrived"));
    assert_eq!(desk.booking("a").flags, [ReasonCode::ManualOverride]);
    desk.see("12 14:01", &with_status(filler("a", "12 14:00", "P3"), "in_service"));
    assert_eq!((desk.treats("a"), desk.booking("a").flags.len()), ("nurse", 1));
}

#[test]
fn a_visit_that_overruns_takes_its_time_from_what_comes_next() {
    let mut desk = two_in_a_row();
    desk.see("12 14:00", &with_status(filler("a", "12 14:00", "P1"), "in_service"));
    let longer = ends(filler("a", "12 14:00", "P1"), "12 15:20");
    desk.see("12 14:40", &with_status(longer, "in_service"));
    assert_eq!(until(&desk, "a")[0], at("12 15:20"));
    let b = desk.booking("b");
    assert_eq!(b.disposition, Disposition::AwaitingPerson, "the client asked for the senior");
    assert_eq!(b.flags, [ReasonCode::PlatformConflict]);
    assert_snapshot!(desk.log);
}

/// Somebody waits for the senior's hour, and gets what is left of it.
#[test]
fn a_client_who_does_not_come_frees_the_rest_of_their_time() {
    let mut desk = two_in_a_row();
    desk.see("12 13:00", &requested(appointment("waits", "TOX", "12 14:25", "P1")));
    assert_eq!(desk.booking("waits").disposition, Disposition::AwaitingPerson);
    desk.log.clear();
    desk.see("12 14:20", &with_status(filler("a", "12 14:00", "P1"), "no_show"));
    assert_eq!(until(&desk, "a"), [at("12 14:20"), at("12 14:20")], "there is nothing to clean up");
    assert_eq!((desk.booking("waits").disposition, desk.treats("waits")), (Disposition::Assigned, "senior"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_visit_that_ends_early_frees_what_is_left_after_cleaning_up() {
    let mut desk = two_in_a_row();
    desk.see("12 14:00", &with_status(filler("a", "12 14:00", "P1"), "in_service"));
    desk.see("12 14:20", &with_status(filler("a", "12 14:00", "P1"), "completed"));
    assert_eq!(until(&desk, "a"), [at("12 14:20"), at("12 14:30")]);
}

#[test]
fn where_completed_means_paid_nothing_is_free_before_its_end() {
    let mut desk = Desk::with(document(), &Connection { completed: Completed::Paid, ..connection() });
    desk.see("09 09:00", &filler("a", "12 14:00", "P1"));
    desk.see("12 14:00", &with_status(filler("a", "12 14:00", "P1"), "in_service"));
    desk.see("12 14:20", &with_status(filler("a", "12 14:00", "P1"), "completed"));
    assert_eq!(desk.booking("a").disposition, Disposition::Completed);
    assert_eq!(until(&desk, "a"), [at("12 14:45"), at("12 14:55")]);
    // Who did not come has not paid.
    desk.see("12 14:21", &with_status(filler("a", "12 14:00", "P1"), "no_show"));
    assert_eq!(until(&desk, "a"), [at("12 14:21"), at("12 14:21")]);
}

/// The client is there after all, and their hour was given to somebody else who asked for the same provider.
#[test]
fn one_who_is_there_after_all_and_whose_time_was_given_away_is_flagged_with_the_other() {
    let mut desk = two_in_a_row();
    let missed = requested(filler("a", "12 14:00", "P1"));
    desk.see("12 13:59", &with_status(missed.clone(), "no_show"));
    desk.see("12 14:00", &requested(appointment("instead", "TOX", "12 14:10", "P1")));
    assert_eq!(desk.treats("instead"), "senior");
    desk.log.clear();
    desk.see("12 14:05", &missed);
    for id in ["a", "instead"] {
        let flags: Vec<_> = desk.booking(id).all_flags().collect();
        assert_eq!(flags, [ReasonCode::PlatformConflict], "{id}");
        assert_eq!(desk.booking(id).disposition, Disposition::Assigned, "{id}");
    }
    assert!(desk.booking("a").occupancies.iter().all(|one| one.origin == Origin::Observed));
    assert_snapshot!(desk.log);
}
