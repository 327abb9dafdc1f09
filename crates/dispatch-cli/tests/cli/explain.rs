//! `dispatch explain` where a booking has several services, and what it says of blocks.

use std::fs;

use serde_json::{Value, json};

use crate::{
    life::played::CASES,
    program::{dispatch, dispatch_in, folder, text},
};

const RULEBOOK: &str = r#"
practice = "clinic"

[[location]]
id = "main"
aliases = ["L1"]
time_zone = "America/New_York"
hours = { daily = ["09:00-18:00"] }

[[provider]]
id = "ada"
name = "Ada"
aliases = ["P1"]

[[provider]]
id = "ben"
name = "Ben"
aliases = ["P2"]

[[resource]]
id = "room-1"
kind = "room"
name = "Room 1"

[[resource]]
id = "room-2"
kind = "room"
name = "Room 2"

[[service]]
code = "PEEL"
minutes = 30
needs = [{ kind = "room" }]

[[service]]
code = "FACIAL"
minutes = 45
needs = [{ kind = "room" }]

[ranking]
criteria = [{ by = "requested" }, { by = "rulebook_order" }]

[visits]
most_minutes_between = 10
"#;

/// One appointment: services with their starts, minutes and provider.
fn appointment(id: &str, requested: bool, items: &[(&str, &str, &str, &str)]) -> Value {
    let item = |(service, start, end, provider): &(&str, &str, &str, &str)| {
        json!({
            "service": service, "start": format!("2026-06-12T{start}:00-04:00"),
            "end": format!("2026-06-12T{end}:00-04:00"), "provider": provider,
            "provider_requested": requested,
        })
    };
    json!({
        "at": "2026-06-10T14:00:00Z", "fact": "appointment_observed", "connection": "desk",
        "observed_at": "2026-06-10T14:00:00Z",
        "snapshot": {
            "id": id, "location": "L1", "status": "booked", "booked_by": "client",
            "items": items.iter().map(item).collect::<Vec<_>>(), "client": format!("client of {id}"),
        },
    })
}

fn block(id: &str, provider: &str, (start, end): (&str, &str), reason: Option<&str>) -> Value {
    let mut fact = json!({
        "at": "2026-06-10T13:30:00Z", "fact": "block_observed", "connection": "desk",
        "observed_at": "2026-06-10T13:30:00Z", "id": id, "provider": provider,
        "start": format!("2026-06-12T{start}:00-04:00"), "end": format!("2026-06-12T{end}:00-04:00"),
    });
    if let Some(reason) = reason {
        fact["reason"] = reason.into();
    }
    fact
}

/// Ada has a facial of her own at 10:40. Ben is away until 10:10 for a reason that is told, and in the afternoon for none.
/// A peel and a facial are asked for at 10:00.
fn ask(name: &str, questions: &[&[&str]]) -> String {
    let folder = folder(name);
    let facts = [
        json!({
            "at": "2026-06-10T13:00:00Z", "fact": "connection_declared", "connection": "desk",
            "authority": {
                "provider": "write", "time": "write", "room": "local", "device": "local", "block": "write",
                "status": "write",
            },
            "automation": "auto",
        }),
        block("out-1", "P2", ("09:00", "10:10"), Some("training")),
        block("out-2", "P2", ("15:00", "16:00"), None),
        appointment("facial", true, &[("FACIAL", "10:40", "11:25", "P1")]),
        appointment("both", false, &[("PEEL", "10:00", "10:30", "P1"), ("FACIAL", "10:30", "11:15", "P1")]),
    ];
    fs::write(folder.join("rulebook.toml"), RULEBOOK).unwrap();
    fs::write(folder.join("facts.jsonl"), facts.map(|fact| fact.to_string()).join("\n")).unwrap();
    let answer = |question: &&[&str]| {
        let output =
            dispatch_in(&folder, &[&["explain", "rulebook.toml", "facts.jsonl", "both"], *question].concat());
        format!("$ {}\n{}{}", question.join(" "), text(&output.stdout), text(&output.stderr))
    };
    questions.iter().map(answer).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_booking_of_two_services_is_explained_service_by_service() {
    let questions: &[&[&str]] = &[
        &[],
        &["--provider", "ada"],
        &["--provider", "Ben"],
        &["--provider", "ada", "--at", "10:20"],
        &["--provider", "room-2"],
        &["--at", "11:30"],
    ];
    insta::assert_snapshot!(ask("explain-visit", questions));
}

#[test]
fn a_block_is_told_with_its_reason_or_without_one() {
    let questions: &[&[&str]] =
        &[&["--provider", "ben"], &["--provider", "ben", "--at", "14:30"], &["--at", "14:30"]];
    let told = ask("explain-block", questions);
    assert!(told.contains("blocked 09:00-10:10 (out-1: training)"), "{told}");
    assert!(told.contains("blocked 15:00-16:00 (out-2)"), "{told}");
}

/// Asks about another start of a booking of 2026-06-12, 14:15, New York.
fn ask_at(at: &str) -> (Option<i32>, String) {
    let case = format!("{CASES}/new-before-cancel");
    let (rulebook, facts) = (format!("{case}/rulebook.toml"), format!("{case}/facts.jsonl"));
    let output = dispatch(&["explain", &rulebook, &facts, "new", "--at", at]);
    let (out, said) = (text(&output.stdout), text(&output.stderr));
    let first = out.lines().next().unwrap_or_default();
    (output.status.code(), format!("{}{said}", first.split(": ").next().unwrap_or_default()))
}

#[test]
fn a_local_time_that_the_clocks_skip_is_refused() {
    let said = "error: 2026-03-08 02:30 does not exist in America/New_York: the clocks go forward then, from 02:00 to 03:00\n  \
                help: give a time before 02:00, or from 2026-03-08 03:00 on\n";
    assert_eq!(ask_at("2026-03-08T02:30"), (Some(1), said.to_owned()));
    for there in ["2026-03-08T01:59", "2026-03-08T03:00"] {
        assert_eq!(ask_at(there), (Some(0), there.replace('T', " ")));
    }
}

#[test]
fn a_local_time_that_comes_twice_is_asked_back() {
    let said = "error: 2026-11-01 01:30 comes twice in America/New_York: the clocks go back then\n  \
                help: say which of the two: `2026-11-01T01:30-04:00` or `2026-11-01T01:30-05:00`\n";
    assert_eq!(ask_at("2026-11-01T01:30"), (Some(1), said.to_owned()));
    for which in
        ["2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00", "2026-11-01T05:30Z", "2026-11-01T06:30Z"]
    {
        assert_eq!(ask_at(which), (Some(0), "2026-11-01 01:30".to_owned()));
    }
    assert_eq!(ask_at("2026-11-01 02:00"), (Some(0), "2026-11-01 02:00".to_owned()));
}

#[test]
fn an_offset_may_follow_any_start() {
    for (at, local) in [("12:15-07:00", "2026-06-12 15:15"), ("2026-06-13 09:00+00:00", "2026-06-13 05:00")] {
        assert_eq!(ask_at(at), (Some(0), local.to_owned()));
    }
    let (code, said) = ask_at("24:00");
    assert_eq!(code, Some(1));
    assert!(said.contains("`24:00` is not a start time"), "{said}");
}
