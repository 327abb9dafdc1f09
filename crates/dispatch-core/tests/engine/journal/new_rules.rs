//! A new revision or a longer horizon: what stands is held against it, and what waits is judged by it.

use dispatch_core::{
    ReasonCode,
    engine::{Command, Disposition, Event, Resolution},
};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::desk::{Desk, appointment, chosen, compile, compile_for, document, requested};

fn revise(desk: &mut Desk, now: &str, change: impl FnOnce(&mut Value)) {
    let mut rules = document();
    rules["revision"] = json!(desk.rulebook.revision() + 1);
    change(&mut rules);
    desk.rulebook = compile(rules);
    desk.run(now, &Command::AdoptRulebook {}).unwrap();
}

/// The senior's credential ends before Friday.
fn no_senior(rules: &mut Value) {
    rules["provider"][0]["credentials"][1]["until"] = json!("2026-06-11");
}

/// The log without the line that spells out the rulebook.
fn what_came(desk: &Desk) -> String {
    let lines = desk.log.lines().filter(|line| !line.contains("rulebook_adopted"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn standing_bookings_are_held_against_the_new_rules() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("free", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:01", &requested(appointment("asked", "FILLER", "12 16:00", "P1")));
    desk.see("09 09:02", &appointment("tox", "TOX", "12 11:00", "P1"));
    desk.log.clear();
    revise(&mut desk, "09 10:00", no_senior);
    assert_eq!((desk.booking("free").disposition, desk.treats("free")), (Disposition::Assigned, "junior"));
    assert_eq!(desk.booking("asked").disposition, Disposition::AwaitingPerson);
    assert_eq!((desk.treats("tox"), desk.booking("tox").revision), ("senior", 1), "nothing is against it");
    assert_snapshot!(what_came(&desk));
}

#[test]
fn rules_that_change_nothing_for_a_booking_leave_it_where_it_is() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    let since = desk.journal.len();
    // By the new ranking it would be the junior's.
    revise(&mut desk, "09 10:00", |rules| rules["ranking"] = json!({ "criteria": [{ "by": "juniority" }] }));
    assert_eq!((desk.treats("a"), desk.booking("a").revision), ("senior", 1));
    let after: Vec<_> = desk.journal[since..].iter().map(|record| record.event.as_str()).collect();
    assert_eq!(after, ["rulebook_adopted", "woken"]);
    desk.see("09 10:01", &appointment("b", "FILLER", "12 16:00", "P1"));
    assert_eq!(desk.treats("b"), "junior", "new ones are decided by it");
}

#[test]
fn what_a_person_placed_is_not_moved_by_new_rules() {
    let mut desk = Desk::new();
    let mut vip = appointment("a", "FILLER", "12 14:00", "P2");
    vip.about_client.vip = true;
    desk.see("09 09:00", &vip);
    let senior = chosen("12 14:00", &[("senior", &[])]);
    desk.answer("09 09:05", "a", Resolution::Take(senior)).unwrap();
    // The platform follows, so that it shows what was chosen.
    let effects = desk.journal.iter().find_map(|record| match &record.event {
        Event::WriteRequested { write, .. } => Some(write.write),
        _ => None,
    });
    let at = crate::desk::at("09 09:06");
    let accepted = Command::WriteAcknowledged { write: effects.unwrap(), appointment: None, at };
    desk.run("09 09:06", &accepted).unwrap();
    vip.items[0].provider = Some("P1".into());
    desk.see("09 09:07", &vip);
    revise(&mut desk, "09 10:00", no_senior);
    assert_eq!((desk.booking("a").disposition, desk.treats("a")), (Disposition::Assigned, "senior"));
    assert_eq!(desk.booking("a").flags, [ReasonCode::ManualOverride], "somebody looks at it");
}

#[test]
fn what_waits_is_judged_by_the_new_rules() {
    let mut desk = Desk::new();
    let mut unknown = appointment("a", "FILLER", "12 14:00", "P1");
    unknown.items[0].service = "LIPS".into();
    desk.see("09 09:00", &unknown);
    assert_eq!(desk.booking("a").flags, [ReasonCode::UnknownService]);
    desk.log.clear();
    revise(&mut desk, "09 10:00", |rules| rules["service"][0]["aliases"] = json!(["LIPS"]));
    assert_eq!(desk.booking("a").disposition, Disposition::Assigned);
    assert_snapshot!(what_came(&desk));
}

#[test]
fn a_horizon_that_rolls_on_decides_what_lay_beyond_it() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("far", "FILLER", "25 14:00", "P1"));
    desk.see("09 09:01", &appointment("soon", "FILLER", "12 14:00", "P1"));
    assert_eq!(desk.booking("far").flags, [ReasonCode::OutsideHorizon]);
    desk.log.clear();
    desk.rulebook = compile_for(document(), 28);
    desk.run("10 09:00", &Command::AdoptRulebook {}).unwrap();
    assert_eq!((desk.booking("far").disposition, desk.treats("far")), (Disposition::Assigned, "senior"));
    assert_eq!(desk.booking("soon").revision, 1);
    assert_snapshot!(what_came(&desk));
}

/// The platform was asked for the new time and has not answered: it still shows the old one.
#[test]
fn what_was_moved_and_is_not_shown_yet_stays_moved() {
    let mut desk = Desk::new();
    let mut vip = appointment("a", "FILLER", "12 14:00", "P1");
    vip.about_client.vip = true;
    let effects = desk.see("09 09:00", &vip);
    let resolution = Resolution::Take(chosen("12 15:00", &[("senior", &[])]));
    let (exception, by, why) = (crate::desk::exception_of(&effects), "user-1".into(), None);
    desk.run("09 09:05", &Command::ResolveException { exception, resolution, by, why }).unwrap();
    revise(&mut desk, "09 10:00", |rules| rules["service"][0]["buffers"]["room"]["after"] = json!(20));
    let booking = desk.booking("a");
    let start = booking.desired.as_ref().unwrap().assignment.start();
    assert_eq!(start, crate::desk::at("12 15:00").minute_floor());
    assert_eq!((booking.disposition, booking.flags.as_slice()), (Disposition::Assigned, &[][..]));
}
