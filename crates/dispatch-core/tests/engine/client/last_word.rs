//! The last word to each client: what they have to be told, next to what they were last told.

use dispatch_core::{
    ReasonCode, Timestamp,
    engine::{Channels, Command, Connection, Event, Resolution, Snapshot},
};
use insta::assert_snapshot;
use serde_json::json;

use crate::desk::{Desk, acknowledge, appointment, chosen, connection, document, with_status};

fn booked() -> Snapshot {
    appointment("a", "FILLER", "12 14:00", "P1")
}

fn told() -> Desk {
    let mut desk = Desk::new();
    desk.see("11 09:00", &booked());
    desk.log.clear();
    desk
}

/// The same with another start, of the same length.
fn moved(start: &str) -> Snapshot {
    appointment("a", "FILLER", start, "P1")
}

/// The messages that were handed to the notifier since that line.
fn said(desk: &Desk, since: usize) -> usize {
    desk.journal[since..].iter().filter(|record| matches!(record.event, Event::NoticeReleased { .. })).count()
}

#[test]
fn another_client_gets_a_confirmation_and_the_former_one_hears_that_it_is_off() {
    let mut desk = told();
    let handed_over = Snapshot { client: "another".into(), ..booked() };
    desk.see("11 10:00", &handed_over);
    desk.fire("11 10:03");
    let [first, second] = ["client of a", "another"]
        .map(|client| desk.booking("a").told(&client.into()).map(|told| told.stands));
    assert_eq!((first, second), (Some(false), Some(true)));
    assert_snapshot!(desk.log);
}

/// The start is the same, and the client would be fetched too early.
#[test]
fn another_length_is_told() {
    let mut desk = told();
    let mut longer = booked();
    longer.items[0].end = Timestamp(longer.items[0].end.0 + 15 * 60_000);
    desk.see("11 10:00", &longer);
    desk.fire("11 10:03");
    assert_snapshot!(desk.log);
}

#[test]
fn another_location_is_told() {
    let mut rules = document();
    rules["location"].as_array_mut().unwrap().push(json!({
        "id": "annex", "aliases": ["L2"], "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] }
    }));
    for at in [0, 2, 3] {
        rules["provider"][at]["location"] = json!("main");
    }
    rules["provider"][1]["location"] = json!("annex");
    for (at, location) in [(0, "main"), (1, "annex"), (2, "main")] {
        rules["resource"][at]["location"] = json!(location);
    }
    let mut desk = Desk::with(rules, &connection());
    desk.see("11 09:00", &booked());
    desk.log.clear();
    let mut there = Snapshot { location: "L2".into(), ..booked() };
    there.items[0].provider = Some("P2".into());
    desk.see("11 10:00", &there);
    desk.fire("11 10:03");
    let told = desk.booking("a").told(&"client of a".into()).unwrap().clone();
    assert_eq!(told.location.as_str(), "L2");
    assert_snapshot!(desk.log);
}

/// Another provider treats: a client who did not ask for one is not told.
#[test]
fn another_provider_alone_is_no_news() {
    let mut desk = told();
    let since = desk.journal.len();
    desk.see("11 10:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    desk.fire("11 12:00");
    assert_eq!((desk.treats("a"), said(&desk, since)), ("junior", 0));
}

#[test]
fn what_is_taken_back_while_it_settles_was_never_said() {
    let mut desk = told();
    let since = desk.journal.len();
    desk.see("11 10:00", &moved("12 16:00"));
    desk.see("11 10:02", &booked());
    desk.fire("11 10:05");
    assert_eq!((said(&desk, since), desk.booking("a").sequence), (0, 0));
    let since = desk.journal.len();
    desk.see("11 11:00", &with_status(booked(), "cancelled"));
    desk.see("11 11:02", &booked());
    desk.fire("11 11:05");
    assert_eq!(said(&desk, since), 0, "nor was it ever called off");
    assert_snapshot!(desk.log);
}

#[test]
fn a_client_who_may_have_left_is_written_to_at_once_and_called() {
    let mut desk = told();
    // An hour before the old start they leave, whatever the new one is.
    desk.see("12 12:58", &moved("12 16:00"));
    assert_eq!(desk.booking("a").flags, [], "a minute is left when it goes out");
    let mut late = told();
    late.see("12 13:20", &moved("12 16:00"));
    assert_eq!(late.booking("a").flags, [ReasonCode::NotTold]);
    assert_snapshot!(late.log);
}

/// 60 minutes unless the rulebook says otherwise, and so for the three minutes.
#[test]
fn the_rulebook_says_how_long_a_change_settles_and_when_a_client_leaves() {
    let mut rules = document();
    rules["cadence"] = json!({ "settle": 0, "leave_before": 15 });
    let mut desk = Desk::with(rules, &connection());
    desk.see("11 09:00", &booked());
    let since = desk.journal.len();
    desk.see("12 13:40", &moved("12 16:00"));
    assert_eq!((said(&desk, since), desk.booking("a").flags.len()), (1, 0), "{}", desk.log);
    desk.see("12 15:50", &moved("12 17:00"));
    assert_eq!(desk.booking("a").flags, [ReasonCode::NotTold]);
}

#[test]
fn sequence_rises_with_each_word_that_changes_something() {
    let mut desk = told();
    for (now, start) in [("11 10:00", "12 15:00"), ("11 11:00", "12 16:00")] {
        desk.see(now, &moved(start));
        desk.fire(&now.replace(":00", ":03"));
    }
    desk.see("11 12:00", &with_status(moved("12 16:00"), "cancelled"));
    desk.fire("11 12:03");
    desk.see("11 13:00", &moved("12 16:00"));
    desk.fire("11 13:03");
    let announced = desk.journal.iter().filter_map(|record| match &record.event {
        Event::NoticeReleased { notice } if notice.kind.is_an_announcement() => Some(notice.sequence),
        _ => None,
    });
    let numbers: Vec<_> = announced.collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4]);
    assert_snapshot!(desk.log);
}

/// Only an SMS is agreed to, and this practice has no channel for it.
fn nobody_can_write() -> (Desk, Snapshot) {
    let channels = Channels { sms: false, email: true };
    let mut desk = Desk::with(document(), &Connection { channels, ..connection() });
    let mut by_sms = booked();
    by_sms.about_client.email_consent = Some(false);
    desk.see("11 09:00", &by_sms);
    (desk, by_sms)
}

#[test]
fn a_client_whom_no_channel_reaches_is_called_once_and_nothing_is_sent_after_that() {
    let (mut desk, by_sms) = nobody_can_write();
    assert_eq!(desk.booking("a").flags, [ReasonCode::NotTold]);
    assert_eq!(desk.state.exceptions().count(), 1);
    desk.answer("11 09:10", "a", Resolution::Done).unwrap();
    let told = desk.booking("a").told(&"client of a".into()).unwrap();
    assert_eq!((told.stands, told.provider.as_str()), (true, "senior"));
    desk.fire("12 12:00");
    desk.see("12 12:01", &by_sms);
    assert_eq!((desk.booking("a").exception, said(&desk, 0)), (None, 0));
    assert_snapshot!(desk.log);
}

#[test]
fn a_client_who_was_called_is_called_again_of_what_has_changed_since() {
    let (mut desk, mut by_sms) = nobody_can_write();
    desk.answer("11 09:10", "a", Resolution::Done).unwrap();
    by_sms.items[0].end = Timestamp(by_sms.items[0].end.0 + 15 * 60_000);
    desk.see("11 10:00", &by_sms);
    assert!(desk.booking("a").flags.contains(&ReasonCode::NotTold), "{:?}", desk.booking("a").flags);
    desk.answer("11 10:10", "a", Resolution::Done).unwrap();
    desk.see("11 11:00", &with_status(by_sms, "cancelled"));
    let off = desk.exception("a");
    assert_eq!(desk.state.exception(off).unwrap().raised.flags, [ReasonCode::NotTold]);
    desk.answer("11 11:10", "a", Resolution::Done).unwrap();
    assert!(!desk.booking("a").told(&"client of a".into()).unwrap().stands);
}

/// The message waits for the platform to take the new time, and would say what the client knows by then.
#[test]
fn a_client_who_is_called_about_a_planned_message_does_not_get_it() {
    let mut desk = told();
    let notice = desk.state.notices().next().unwrap().notice.notice;
    desk.run("12 13:10", &Command::MessageFailed { notice, is_final: true }).unwrap();
    let later = Resolution::Take(chosen("12 16:00", &[("senior", &[])]));
    let effects = desk.answer("12 13:20", "a", later).unwrap();
    assert_eq!(desk.booking("a").flags, [ReasonCode::NotTold], "they may have left already");
    let since = desk.journal.len();
    desk.answer("12 13:21", "a", Resolution::Done).unwrap();
    desk.run("12 13:22", &acknowledge(&effects, "12 13:22")).unwrap();
    assert_eq!(said(&desk, since), 0);
    assert_snapshot!(desk.log);
}
