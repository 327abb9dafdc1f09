//! Facts that cannot be right hurt themselves alone, and what is said of them is true.

use super::{played, played::CASES};
use crate::program::{dispatch, text};

#[test]
fn one_bad_date_is_named_and_the_rest_is_decided() {
    let played = played("one-bad-date");
    played.outcome("good").is_assigned_to("ann");
    assert!(played.said.contains("facts.jsonl:2"), "{}", played.said);
    assert!(played.said.contains("2016-06-12"), "{}", played.said);
}

#[test]
fn untrue_left_free_says_that_the_room_is_free_and_no_more() {
    let (rulebook, facts) =
        (format!("{CASES}/untrue-left-free/rulebook.toml"), format!("{CASES}/untrue-left-free/facts.jsonl"));
    let output = dispatch(&["explain", &rulebook, &facts, "x"]);
    let said = text(&output.stdout);
    let room = said.lines().find(|line| line.contains("room-1 (room)")).unwrap();
    assert!(room.contains("free"), "{room}");
    assert!(!room.contains("another"), "nothing else is used: {room}");
}
