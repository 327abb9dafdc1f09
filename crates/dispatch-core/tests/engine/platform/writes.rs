//! Writes to the platform, and what came of them.

use dispatch_core::engine::{Command, NoticeStatus, Resolution, Timer};
use insta::assert_snapshot;

use crate::desk::{Desk, acknowledge, appointment, at, exception_of, write_of};

#[test]
fn an_acknowledgement_closes_its_write_and_nothing_else() {
    let mut desk = Desk::new();
    let first = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let second = desk.see("09 09:01", &appointment("a", "FILLER", "12 16:00", "P2"));
    assert_ne!(write_of(&first).write, write_of(&second).write);
    desk.run("09 09:02", &acknowledge(&first, "09 09:02")).unwrap();
    desk.run("09 09:03", &acknowledge(&first, "09 09:03")).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn a_write_that_is_not_acknowledged_is_shown_and_forgotten_when_it_is() {
    let mut desk = Desk::new();
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let timer = Timer::Write(write_of(&effects).write);
    desk.run("09 09:01", &Command::TimerFired { timer }).unwrap();
    desk.run("09 09:04", &acknowledge(&effects, "09 09:04")).unwrap();
    desk.run("09 09:05", &Command::TimerFired { timer }).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn a_refused_write_goes_to_a_person() {
    let mut desk = Desk::new();
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let refused =
        Command::WriteRefused { write: write_of(&effects).write, reason: "staff_unavailable".into() };
    desk.run("09 09:01", &refused).unwrap();
    desk.run("09 09:02", &refused).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn a_write_that_gives_another_id_links_the_booking_anew() {
    let mut desk = Desk::new();
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let acknowledged = Command::WriteAcknowledged {
        write: write_of(&effects).write,
        appointment: Some("a2".into()),
        at: at("09 09:01"),
    };
    desk.run("09 09:01", &acknowledged).unwrap();
    // The old id's cancel and the new id's create change nothing.
    desk.see(
        "09 09:02",
        &crate::desk::with_status(appointment("a", "FILLER", "12 14:00", "P2"), "cancelled"),
    );
    desk.see("09 09:02", &appointment("a2", "FILLER", "12 14:00", "P1"));
    assert_eq!(desk.state.bookings().count(), 1);
    assert_snapshot!(desk.log);
}

#[test]
fn the_client_hears_of_another_time_only_when_the_platform_has_it() {
    let mut desk = Desk::new();
    // No qualified provider is free at 14:00: a person takes the first alternative.
    desk.block("09 08:00", "one", "P1", "12 13:30", "12 15:00");
    desk.block("09 08:00", "two", "P2", "12 13:30", "12 15:00");
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let exception = exception_of(&effects);
    let resolution = Resolution::Candidate(0);
    let answer = Command::ResolveException { exception, resolution, by: "user-1".into(), why: None };
    let effects = desk.run("09 09:05", &answer).unwrap();
    assert!(write_of(&effects).items[0].start.is_some());
    let waiting = |desk: &Desk| {
        desk.state.notices().filter(|notice| matches!(notice.status, NoticeStatus::Released)).count()
    };
    assert_eq!(waiting(&desk), 0);
    desk.run("09 09:06", &acknowledge(&effects, "09 09:06")).unwrap();
    assert_eq!(waiting(&desk), 1);
    assert_snapshot!(desk.log);
}
