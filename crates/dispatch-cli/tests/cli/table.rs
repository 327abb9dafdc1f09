//! The decision table, row by row: its cases in text, and what happens over time as named tests.

use std::fs;

use serde_json::{Value, json};

use crate::{
    life::played::{CASES, Played},
    program::{dispatch, folder, text},
};

const SCENARIOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenarios");

#[test]
fn every_case_of_the_table_passes() {
    let rulebook = format!("{SCENARIOS}/friday/rulebook.toml");
    for (cases, count) in [("provider", 24), ("room", 14)] {
        let cases = format!("{SCENARIOS}/table/{cases}.cases.toml");
        let output = dispatch(&["check", &rulebook, "--from", "2026-06-08", "--cases", &cases]);
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains(&format!("{count} of {count} cases passed")), "{said}");
    }
}

/// A picture of the one appointment of these tests: on Friday 2026-06-12 at 14:00 in New York, unless changed.
fn picture(at: &str, provider: &str) -> Value {
    json!({
        "at": at, "fact": "appointment_observed", "connection": "desk", "observed_at": at,
        "snapshot": {
            "id": "a", "location": "main", "status": "booked", "booked_by": "client", "client": "c-a",
            "items": [{
                "service": "TOX", "start": "2026-06-12T18:00:00Z", "end": "2026-06-12T18:30:00Z",
                "provider": provider, "provider_requested": true,
            }],
            "about_client": { "email_consent": true, "sms_consent": true },
        },
    })
}

fn edited(mut picture: Value, pointer: &str, with: Value) -> Value {
    *picture.pointer_mut(pointer).unwrap() = with;
    picture
}

fn in_room(mut picture: Value, room: &str) -> Value {
    picture["snapshot"]["items"][0]["resources"] = json!([room]);
    picture
}

/// Plays pictures until Friday at 14:00: ann and bob, two rooms, and a platform that keeps rooms too.
fn played(name: &str, pictures: &[Value]) -> Played {
    let declared = json!({
        "at": "2026-06-01T12:00:00Z", "fact": "connection_declared", "connection": "desk", "automation": "auto",
        "authority": {
            "provider": "write", "time": "write", "room": "write", "device": "local", "block": "write",
            "status": "write",
        },
    });
    let clock = json!({ "at": "2026-06-12T18:00:00Z", "fact": "clock" });
    let lines: Vec<_> =
        [&declared].into_iter().chain(pictures).chain([&clock]).map(Value::to_string).collect();
    let path = folder(name).join("facts.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    Played::files(&format!("{CASES}/block-lifted/rulebook.toml"), path.to_str().unwrap())
}

/// When each message went out, and which.
fn told(played: &Played) -> Vec<String> {
    played.messages("a").iter().map(|message| format!("{} {}", message.at, message.kind)).collect()
}

#[test]
fn a_booking_is_confirmed_at_once_and_reminded_48_and_2_hours_before() {
    let played = played("table-monday", &[picture("2026-06-08T14:00:00Z", "ann")]);
    let expected = [
        "2026-06-08T14:00Z confirmation",
        "2026-06-10T18:00Z reminder 2880",
        "2026-06-12T16:00Z reminder 120",
    ];
    assert_eq!(told(&played), expected);
    assert!(played.questions("a").is_empty(), "nobody has to do anything");
}

#[test]
fn a_reminder_whose_time_has_passed_is_not_sent() {
    let thursday = played("table-thursday", &[picture("2026-06-11T12:30:00Z", "ann")]);
    assert_eq!(told(&thursday), ["2026-06-11T12:30Z confirmation", "2026-06-12T16:00Z reminder 120"]);
    assert_eq!(thursday.skipped("a"), [("reminder 2880".to_owned(), "reminder_past".to_owned())]);
    let noon = played("table-noon", &[picture("2026-06-12T16:30:00Z", "ann")]);
    assert_eq!(told(&noon), ["2026-06-12T16:30Z confirmation"]);
}

#[test]
fn a_client_who_books_at_night_is_confirmed_by_mail() {
    let played = played("table-night", &[picture("2026-06-09T02:30:00Z", "ann")]);
    assert_eq!(told(&played)[0], "2026-06-09T02:30Z confirmation");
}

#[test]
fn a_client_who_prefers_a_call_is_called_to_confirm() {
    let about = json!({ "prefers_call": true, "email_consent": true, "sms_consent": true });
    let call = edited(picture("2026-06-08T14:00:00Z", "ann"), "/snapshot/about_client", about);
    let played = played("table-call", &[call]);
    assert_eq!(played.asked("a"), ["prefers_call"], "the desk has a task");
    assert!(!played.kinds("a").contains(&"confirmation".to_owned()));
    assert_eq!(played.outcome("a").given[0], "ann", "and the time is hers");
}

#[test]
fn a_change_by_hand_that_breaks_no_rule_stays() {
    // The platform shows the room that we wrote.
    let changed = in_room(picture("2026-06-09T14:00:00Z", "bob"), "room-1");
    let played = played("table-by-hand", &[picture("2026-06-08T14:00:00Z", "ann"), changed]);
    played.outcome("a").is_assigned_to("bob");
}

#[test]
fn a_room_by_hand_stays() {
    let by_hand = in_room(picture("2026-06-09T14:00:00Z", "ann"), "room-2");
    let played = played("table-room", &[picture("2026-06-08T14:00:00Z", "ann"), by_hand]);
    let outcome = played.outcome("a");
    outcome.is_assigned_to("ann");
    assert_eq!(outcome.given[1], "room-2");
}

/// The other client was there first, in room 1 with bob: by rule, so that it can be moved by rule.
#[test]
fn a_room_by_hand_is_not_moved_back_and_what_is_there_by_rule_makes_way() {
    let other = edited(picture("2026-06-08T13:00:00Z", "bob"), "/snapshot/id", json!("other"));
    let other = edited(other, "/snapshot/client", json!("c-other"));
    let by_hand = in_room(picture("2026-06-09T14:00:00Z", "ann"), "room-1");
    let played = played("table-taken", &[other, picture("2026-06-08T14:00:00Z", "ann"), by_hand]);
    assert_eq!(played.outcome("a").given[1], "room-1");
    played.outcome("other").is_assigned_to("bob");
    assert_eq!(played.outcome("other").given[1], "room-2");
}

#[test]
fn a_room_by_hand_that_breaks_a_rule_goes_to_a_person_and_is_not_moved_back() {
    let block = json!({
        "at": "2026-06-08T13:00:00Z", "fact": "block_observed", "connection": "desk", "observed_at": "2026-06-08T13:00:00Z",
        "id": "repair", "resource": "room-2", "start": "2026-06-12T13:00:00Z", "end": "2026-06-12T22:00:00Z",
    });
    let by_hand = in_room(picture("2026-06-09T14:00:00Z", "ann"), "room-2");
    let played = played("table-repair", &[block, picture("2026-06-08T14:00:00Z", "ann"), by_hand]);
    assert!(played.outcome("a").has("manual_override"), "{:?}", played.outcome("a"));
    assert_eq!(played.asked("a"), ["manual_override"]);
    assert_eq!(played.outcome("a").given[1], "room-2");
}
