//! Waking: what waits is judged again when its time changes, in a stated order, and nothing else is looked at.

use dispatch_core::{
    BookingId,
    engine::{Command, Disposition, Event},
};
use insta::assert_snapshot;
use serde_json::json;

use crate::desk::{Desk, appointment, block, connection, document, requested, with_status};

/// The bookings that were judged again since that line of the journal, in order.
fn woken(desk: &Desk, since: usize) -> Vec<BookingId> {
    let bookings = desk.journal[since..].iter().filter_map(|record| match &record.event {
        Event::Woken { bookings } => Some(bookings.clone()),
        _ => None,
    });
    bookings.flatten().collect()
}

fn asks_for_the_senior(id: &str, start: &str) -> dispatch_core::engine::Snapshot {
    requested(appointment(id, "FILLER", start, "P1"))
}

fn back_at_work(desk: &mut Desk, now: &str, day: &str) {
    let (start, end) = (format!("{day} 09:00"), format!("{day} 18:00"));
    desk.run(now, &block(now, &format!("k{day}"), "P1", &start, &end, true)).unwrap();
}

fn off(desk: &mut Desk, now: &str, day: &str) {
    desk.block(now, &format!("k{day}"), "P1", &format!("{day} 09:00"), &format!("{day} 18:00"));
}

#[test]
fn the_soonest_deadline_is_judged_first_and_then_who_came_first() {
    let mut desk = Desk::new();
    off(&mut desk, "12 08:00", "12");
    desk.see("12 09:00", &asks_for_the_senior("a", "12 16:00"));
    desk.see("12 09:00", &asks_for_the_senior("b", "12 14:00"));
    // Half of the time that is left is sooner than a quarter of an hour.
    desk.see("12 09:01", &asks_for_the_senior("c", "12 09:15"));
    let ids = ["c", "a", "b"].map(|id| desk.booking(id).booking);
    let since = desk.journal.len();
    desk.log.clear();
    back_at_work(&mut desk, "12 09:02", "12");
    assert_eq!(woken(&desk, since), ids);
    assert!(["a", "b", "c"].iter().all(|id| desk.treats(id) == "senior"));
    assert_snapshot!(desk.log);
}

/// Two wait for the same hour: the first gets it, and the other is judged by what is left.
#[test]
fn of_two_who_wait_for_the_same_time_the_first_gets_it() {
    let mut desk = Desk::new();
    for (id, who) in [("one", "P1"), ("two", "P2")] {
        desk.see("09 09:00", &requested(appointment(id, "FILLER", "12 14:00", who)));
    }
    for id in ["a", "b"] {
        let mut waits = appointment(id, "FILLER", "12 14:00", "P1");
        waits.items[0].provider = None;
        desk.see("09 09:01", &waits);
    }
    desk.log.clear();
    let one = requested(appointment("one", "FILLER", "12 14:00", "P1"));
    desk.see("09 10:00", &with_status(one, "cancelled"));
    let dispositions = ["a", "b"].map(|id| desk.booking(id).disposition);
    assert_eq!(dispositions, [Disposition::Assigned, Disposition::AwaitingPerson]);
    assert_snapshot!(desk.log);
}

#[test]
fn only_what_waits_for_that_lane_about_that_time_is_looked_at() {
    let mut desk = Desk::new();
    let days = ["09", "10", "11", "12", "15", "16", "17", "18"];
    for day in days {
        off(&mut desk, "08 09:00", day);
        for hour in ["10", "12", "14", "16"] {
            let (id, start) = (format!("{day}-{hour}"), format!("{day} {hour}:00"));
            desk.see("08 09:00", &asks_for_the_senior(&id, &start));
        }
    }
    assert_eq!(desk.state.exceptions().count(), 32);
    let since = desk.journal.len();
    back_at_work(&mut desk, "08 10:00", "16");
    // Caps and pauses count by the day, so what waits within a day of it is looked at.
    let near = ["15", "16", "17"].map(|day| ["10", "12", "14", "16"].map(|hour| format!("{day}-{hour}")));
    let near: Vec<_> = near.iter().flatten().map(|id| desk.booking(id).booking).collect();
    let mut looked_at = woken(&desk, since);
    looked_at.sort_unstable();
    looked_at.dedup();
    assert_eq!(looked_at, near, "none of the other days");
    // Time of another provider is nothing to those who wait for one who may treat.
    let since = desk.journal.len();
    desk.block("08 11:00", "other", "P4", "16 09:00", "16 18:00");
    assert_eq!(woken(&desk, since), []);
    assert!(!desk.state.has_waking());
}

#[test]
fn a_tie_waits_for_a_person_and_not_for_time() {
    let mut rules = document();
    rules["ranking"] = json!({ "criteria": [{ "by": "requested" }] });
    let mut desk = Desk::with(rules, &connection());
    let other = requested(appointment("other", "FILLER", "12 11:00", "P1"));
    desk.see("09 09:00", &other);
    desk.see("09 09:01", &appointment("a", "FILLER", "12 14:00", "P2"));
    let since = desk.journal.len();
    desk.see("09 10:00", &with_status(other, "cancelled"));
    assert_eq!(woken(&desk, since), [], "other hours of theirs say nothing of who should have it");
    desk.block("09 11:00", "k", "P1", "12 13:00", "12 16:00");
    assert_eq!(woken(&desk, since), [desk.booking("a").booking]);
    assert_eq!((desk.booking("a").disposition, desk.treats("a")), (Disposition::Assigned, "junior"));
}

#[test]
fn a_command_to_wake_where_nothing_waits_says_nothing() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    let since = desk.journal.len();
    desk.run("09 10:00", &Command::Wake {}).unwrap();
    assert_eq!(desk.journal.len(), since);
}
