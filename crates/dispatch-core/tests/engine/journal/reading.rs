//! Reading a journal: each line is read as what it says that it is, or refused with a reason. Never skipped, and no
//! bytes make the reader panic.

use dispatch_core::engine::{Event, EventRecord, Harness};
use dispatch_testkit::stored::read;
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::desk::{Desk, appointment, compile, connection, document, requested, with_status};

/// A journal in which much happens, and the facts that led to it.
fn journal() -> Vec<String> {
    let mut desk = Desk::with(document(), &connection());
    let booked = appointment("a", "FILLER", "12 14:00", "P3");
    let effects = desk.see("09 09:00", &booked);
    desk.run("09 09:01", &crate::desk::acknowledge(&effects, "09 09:01")).unwrap();
    desk.see("09 10:00", &requested(appointment("b", "FILLER", "12 16:00", "P1")));
    desk.see("09 10:00", &appointment("c", "UNKNOWN", "12 16:00", "P9"));
    desk.block("10 09:00", "dentist", "P1", "12 13:00", "12 17:00");
    desk.see("11 09:00", &with_status(booked, "cancelled"));
    desk.journal.iter().map(|record| serde_json::to_string(record).unwrap()).collect()
}

const FACTS: &str = include_str!("../../../../../docs/scenarios/friday/facts.jsonl");

fn refused(line: &Value) -> String {
    serde_json::from_value::<EventRecord>(line.clone()).unwrap_err().to_string()
}

#[test]
fn a_line_of_another_version_is_refused_by_its_number() {
    for version in [0, 2, 99] {
        for event in ["write_overdue", "from_the_future"] {
            let line = json!({ "version": version, "sequence": 1, "at": "2026-06-12T13:00:00.000Z",
                "event": event, "write": 7 });
            let told = refused(&line);
            let expected =
                format!("this is a journal line of version {version}, and this program reads version 1");
            assert!(told.starts_with(&expected), "{told}");
        }
    }
}

#[test]
fn an_unknown_event_is_refused_by_its_name() {
    let line = |event: &str| json!({ "version": 1, "sequence": 1, "at": "2026-06-12T13:00:00.000Z", "event": event, "write": 7 });
    let known: EventRecord = serde_json::from_value(line("write_overdue")).unwrap();
    assert!(matches!(known.event, Event::WriteOverdue { .. }));
    let told = refused(&line("write_forgotten"));
    assert!(told.contains("`write_forgotten`") && told.contains("`write_overdue`"), "{told}");
}

#[test]
fn a_line_that_lacks_what_it_needs_is_refused_by_what_it_lacks() {
    let line = json!({ "version": 1, "sequence": 1, "at": "2026-06-12T13:00:00.000Z",
        "event": "write_overdue", "write": 7 });
    for field in ["version", "sequence", "at", "event", "write"] {
        let mut without = line.clone();
        without.as_object_mut().unwrap().remove(field);
        let told = refused(&without);
        assert!(told.contains(&format!("`{field}`")), "{field}: {told}");
    }
}

#[test]
fn days_that_do_not_follow_each_other_are_refused() {
    let opening: Value = serde_json::from_str(&journal()[0]).unwrap();
    let pages = opening["pages"].as_array().unwrap();
    assert!(pages.len() > 2, "{opening}");
    for (from, to) in [(0, 1), (1, 2)] {
        let mut wrong = opening.clone();
        wrong["pages"].as_array_mut().unwrap().swap(from, to);
        let told = refused(&wrong);
        assert!(told.starts_with("the days do not follow each other"), "{told}");
    }
}

/// What the properties below change is read in full as it is.
#[test]
fn what_is_written_is_read() {
    let rulebook = compile(document());
    let lines = journal();
    assert!(lines.len() > 20, "{}", lines.len());
    assert_eq!(read(&rulebook, lines.join("\n").as_bytes()), Ok(lines.len()));
    assert_eq!(read(&rulebook, FACTS.as_bytes()), Ok(FACTS.lines().count()));
    let records: Vec<EventRecord> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let state = serde_json::to_string(&Harness::rebuild(&records)).unwrap();
    assert_eq!(read(&rulebook, state.as_bytes()), Ok(1));
    let schedule = serde_json::to_string(Harness::rebuild(&records).schedule()).unwrap();
    assert_eq!(read(&rulebook, schedule.as_bytes()), Ok(1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let read = read(&compile(document()), &bytes);
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
    }

    /// Lines doubled, lost, out of order, and each with a few bytes or a number of it changed.
    #[test]
    fn any_change_of_a_journal_is_read_or_refused(
        of_facts in any::<bool>(),
        picked in vec(any::<Index>(), 0..30),
        edits in vec((any::<Index>(), any::<Index>(), 0..12usize, word()), 0..6),
    ) {
        let facts = || FACTS.lines().map(str::to_owned).collect();
        let lines: Vec<String> = if of_facts { facts() } else { journal() };
        let mut chosen: Vec<String> = lines.iter().take(2).cloned().collect();
        chosen.extend(picked.iter().map(|index| index.get(&lines).clone()));
        for (line, at, length, word) in edits {
            let line = line.get_mut(&mut chosen[..]);
            let mut bytes = line.clone().into_bytes();
            // From a value's beginning on, so that much of what comes out still is JSON.
            let begins: Vec<usize> = (0..bytes.len()).filter(|at| b":[,\"".contains(&bytes[*at])).collect();
            let from = begins[at.index(begins.len())] + 1;
            let to = (from + length).min(bytes.len());
            bytes.splice(from..to, word.bytes());
            *line = String::from_utf8_lossy(&bytes).into_owned();
        }
        let read = read(&compile(document()), chosen.join("\n").as_bytes());
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}

fn word() -> impl Strategy<Value = String> {
    let words = [
        "",
        "0",
        "1",
        "-1",
        "65535",
        "4294967295",
        "18446744073709551615",
        "9223372036854775807",
        "null",
        "[]",
        "{}",
        "\"\"",
        "true",
        "1970-01-01T00:00Z",
        "0000-01-01T00:00Z",
        "9999-12-31T23:59:59.999Z",
        "+262142-01-01T00:00Z",
        "2026-06-12T18:00:00+23:59",
        "cancelled",
        "assigned",
        "desk",
        "a",
        "P1",
    ];
    prop_oneof![prop::sample::select(words.to_vec()).prop_map(str::to_owned), "[0-9a-z\"]{0,4}"]
}
