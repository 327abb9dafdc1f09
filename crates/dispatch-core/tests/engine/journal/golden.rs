//! Journals, stored states and traces that earlier code wrote. They are read for ever: a file here is never written
//! anew, and a new version of the journal adds files of its own.
//!
//! Beside each journal stand the state that it led to, as each format stored it, and a digest of it for a person to read. A
//! state of an earlier format is refused: it is rebuilt from the journal.
//! `friday` is the scenario's journal, `random-*` come from random commands, and `desk` adds what those do not reach.

use std::collections::BTreeSet;

use dispatch_core::{
    Trace,
    engine::{EventRecord, Harness, State},
};
use serde_json::Value;

use super::digest;

struct Golden {
    name: &'static str,
    journal: &'static str,
    old_state: &'static str,
    state: &'static str,
    digest: &'static str,
}

macro_rules! golden {
    ($name:literal) => {
        Golden {
            name: $name,
            journal: include_str!(concat!("../golden/v1-", $name, ".jsonl")),
            old_state: include_str!(concat!("../golden/v1-", $name, ".state.json")),
            state: include_str!(concat!("../golden/v1-", $name, ".state-2.json")),
            digest: include_str!(concat!("../golden/v1-", $name, ".digest.txt")),
        }
    };
}

const GOLDEN: [Golden; 4] = [golden!("friday"), golden!("random-1"), golden!("random-2"), golden!("desk")];
const TRACES: &str = include_str!("../golden/v1-traces.jsonl");

fn replayed(golden: &Golden) -> State {
    let record = |line| serde_json::from_str::<EventRecord>(line).unwrap();
    let journal: Vec<EventRecord> = golden.journal.lines().map(record).collect();
    Harness::rebuild(&journal)
}

#[test]
fn an_old_journal_leads_to_the_state_that_it_led_to() {
    for golden in GOLDEN {
        let state = replayed(&golden);
        assert!(digest::of(&state) == golden.digest, "{}:\n{}", golden.name, digest::of(&state));
        let stored: State = serde_json::from_str(golden.state).unwrap();
        assert!(state == stored, "{}: the stored state is another", golden.name);
    }
}

#[test]
fn an_old_stored_state_is_read_with_its_schedule() {
    for golden in GOLDEN {
        let stored: State = serde_json::from_str(golden.state).unwrap();
        assert!(digest::of(&stored) == golden.digest, "{}:\n{}", golden.name, digest::of(&stored));
        assert!(stored.schedule() == replayed(&golden).schedule(), "{}", golden.name);
    }
}

#[test]
fn a_state_of_an_earlier_format_is_refused() {
    for golden in GOLDEN {
        let refused = serde_json::from_str::<State>(golden.old_state).unwrap_err().to_string();
        assert!(refused.contains("format 1") && refused.contains("rebuild it from the journal"), "{refused}");
    }
}

/// What is read is written again as it was: a line that says the same in other words would be another journal.
#[test]
fn an_old_line_is_written_again_as_it_was() {
    for line in GOLDEN.iter().flat_map(|golden| golden.journal.lines()) {
        let record: EventRecord = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), line);
    }
    for golden in GOLDEN {
        let stored: State = serde_json::from_str(golden.state).unwrap();
        assert!(serde_json::to_string(&stored).unwrap() == golden.state.trim_end(), "{}", golden.name);
    }
}

#[test]
fn the_old_journals_hold_every_event() {
    let word = |line: &str| {
        let record: EventRecord = serde_json::from_str(line).unwrap();
        record.event.as_str()
    };
    let words: BTreeSet<&str> = GOLDEN.iter().flat_map(|golden| golden.journal.lines()).map(word).collect();
    assert_eq!(words.len(), 22, "{words:?}");
}

/// The one word that traces call otherwise now: a block in the way was `blocked`.
const RENAMED: (&str, &str) = (r#"{"blocker":"blocked""#, r#"{"blocker":"block""#);

#[test]
fn an_old_trace_is_read_whatever_is_in_the_way() {
    let mut blockers = BTreeSet::new();
    for line in TRACES.lines() {
        let trace: Trace = serde_json::from_str(line).unwrap();
        let written = serde_json::to_string(&trace).unwrap();
        assert_eq!(written.replace(RENAMED.0, RENAMED.1), line.replace(RENAMED.0, RENAMED.1));
        words_of("blocker", &serde_json::from_str(line).unwrap(), &mut blockers);
    }
    assert!(blockers.contains("blocked"), "{blockers:?}");
    assert_eq!(blockers.len(), 24, "{blockers:?}");
}

/// Every word under that name, at any depth.
fn words_of(name: &str, value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (field, inner) in fields {
                if field == name {
                    words.extend(inner.as_str().map(str::to_owned));
                }
                words_of(name, inner, words);
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| words_of(name, inner, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
