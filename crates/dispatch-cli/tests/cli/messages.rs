//! `dispatch replay --messages` and `--until`: what the clients hear, and what they will.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    life::played::CASES,
    program::{dispatch_in, folder, text},
};

/// Two bookings of the same Friday: one made on Monday, one made on Thursday, when it is too late for 48 hours before.
/// The client of the second declined SMS.
fn practice(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::copy(format!("{CASES}/one-bad-date/rulebook.toml"), folder.join("rulebook.toml")).unwrap();
    let facts = fs::read_to_string(format!("{CASES}/one-bad-date/facts.jsonl")).unwrap();
    let facts =
        facts.replace("2016-06-12T15", "2026-06-12T17").replace("2026-06-08T14:01", "2026-06-11T14:01");
    let (first, last) = facts.trim().rsplit_once('\n').unwrap();
    let last = last.replace("\"sms_consent\":true", "\"sms_consent\":false");
    fs::write(folder.join("facts.jsonl"), format!("{first}\n{last}\n")).unwrap();
    folder
}

fn replay(folder: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let output = dispatch_in(folder, &[&["replay", "rulebook.toml", "facts.jsonl"], more].concat());
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn messages_are_shown_with_their_time_channels_and_reason() {
    let folder = practice("messages");
    let shown = |more: &[&str]| {
        let (code, out, said) = replay(&folder, &[&["--messages"], more].concat());
        assert_eq!((code, said), (Some(0), String::new()));
        format!("$ {}\n{out}", more.join(" "))
    };
    let all = [shown(&[]), shown(&["--until", "2026-06-12T09:00-04:00"]), shown(&["--until", "end"])];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn messages_as_json_are_one_object_each() {
    let (code, out, _) = replay(&practice("messages-json"), &["--messages", "--json"]);
    assert_eq!(code, Some(0));
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines
        .iter()
        .map(|line| format!("{} {} {}", line["appointment"], line["kind"], line["outcome"]).replace('"', ""))
        .collect();
    let expected = [
        "typo confirmation sent",
        "typo {reminder:{before:2880}} sent",
        "good confirmation sent",
        "good {reminder:{before:2880}} skipped",
        "good {reminder:{before:120}} planned",
        "typo {reminder:{before:120}} planned",
    ];
    assert_eq!(told, expected);
    assert_eq!(lines[0]["channels"], serde_json::json!(["email", "sms"]));
    assert_eq!(lines[2]["channels"], serde_json::json!(["email"]));
    assert_eq!(lines[3]["reason"], "reminder_past");
    assert_eq!((&lines[2]["sequence"], &lines[2]["provider"]), (&0.into(), &"ann".into()));
}

#[test]
fn a_replay_that_runs_on_writes_what_happened_to_its_journal() {
    let folder = practice("messages-journal");
    let sent = |more: &[&str]| {
        let (code, ..) = replay(&folder, &[&["--journal", "journal.jsonl"], more].concat());
        assert_eq!(code, Some(0));
        fs::read_to_string(folder.join("journal.jsonl")).unwrap().matches("\"event\":\"notice_sent\"").count()
    };
    assert_eq!([sent(&[]), sent(&["--until", "end"])], [3, 5]);
}

#[test]
fn until_takes_a_time_that_is_still_to_come() {
    let folder = practice("until");
    let (code, _, said) = replay(&folder, &["--until", "2026-06-08T00:00Z"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("is before the last line, which came at 2026-06-11T14:01:00.000Z"), "{said}");
    assert!(said.contains("help: give a later time, or `end`"), "{said}");
    let (code, _, said) = replay(&folder, &["--until", "tomorrow"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("`tomorrow` is not a time such as"), "{said}");
}
