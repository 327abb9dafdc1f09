//! A case as it was played: the outcome of each booking, and what its client and the desk got.

use std::fs;

use serde_json::Value;

use crate::program::{dispatch, text};

/// The folder of the cases.
pub(crate) const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scenarios/cases");

/// The outcomes and the journal of a replay.
pub(crate) struct Played {
    outcomes: Vec<Value>,
    journal: Vec<Value>,
    /// What it said on stderr.
    pub(crate) said: String,
}

/// The outcome of one booking.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) disposition: String,
    pub(crate) flags: Vec<String>,
    /// Who and what it was given, providers first.
    pub(crate) given: Vec<String>,
}

/// A message that went out to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    /// When, such as `2026-06-08T14:00Z`.
    pub(crate) at: String,
    /// Its kind, such as `confirmation` or `reminder 120`.
    pub(crate) kind: String,
    /// SEQUENCE of its calendar entry.
    pub(crate) sequence: u64,
    /// The end of the visit that it tells of.
    pub(crate) ends: String,
    pub(crate) provider: String,
}

impl Played {
    /// Replays a case of the folder.
    pub(crate) fn new(case: &str) -> Self {
        Self::files(&format!("{CASES}/{case}/rulebook.toml"), &format!("{CASES}/{case}/facts.jsonl"))
    }

    /// Replays any facts.
    pub(crate) fn files(rulebook: &str, facts: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("journal.jsonl");
        let output = dispatch(&["replay", rulebook, facts, "--until", "end", "--json", "--journal", journal.to_str().unwrap()]);
        let lines = |text: &str| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Self {
            outcomes: lines(&text(&output.stdout)),
            journal: lines(&fs::read_to_string(journal).unwrap_or_default()),
            said: text(&output.stderr),
        }
    }

    /// The outcome of a booking, by its id on the platform.
    pub(crate) fn outcome(&self, appointment: &str) -> Outcome {
        let found = self.found(appointment);
        let texts = |list: &Value| list.as_array().unwrap().iter().map(word).collect();
        Outcome {
            disposition: word(&found["disposition"]),
            flags: texts(&found["flags"]),
            given: found["given"].as_array().unwrap().iter().map(of_kind).collect(),
        }
    }

    /// The outcome of a booking as it was printed.
    pub(crate) fn found(&self, appointment: &str) -> &Value {
        let found = self.outcomes.iter().find(|outcome| outcome["appointment"] == appointment);
        found.unwrap_or_else(|| panic!("{appointment} is lost: {}", self.said))
    }

    /// Every message that went out about a booking, in order.
    pub(crate) fn messages(&self, appointment: &str) -> Vec<Message> {
        let booking = &self.found(appointment)["booking"];
        let released = self.events("notice_released").filter(|event| event["notice"]["booking"] == *booking);
        released.map(message).collect()
    }

    /// The kinds of the messages that went out about a booking, in order.
    pub(crate) fn kinds(&self, appointment: &str) -> Vec<String> {
        self.messages(appointment).into_iter().map(|message| message.kind).collect()
    }

    /// The messages about a booking that were not sent: kind and reason.
    pub(crate) fn skipped(&self, appointment: &str) -> Vec<(String, String)> {
        let booking = &self.found(appointment)["booking"];
        let skipped = self.events("notice_skipped").filter(|event| event["booking"] == *booking);
        skipped.map(|event| (kind(&event["kind"]), word(&event["reason"]))).collect()
    }

    /// Every question about a booking that a person was asked.
    pub(crate) fn questions(&self, appointment: &str) -> Vec<&Value> {
        let booking = &self.found(appointment)["booking"];
        self.events("exception_raised").filter(|event| event["booking"] == *booking).collect()
    }

    /// Every reason for which a person was asked about a booking, though the question may be closed by now.
    pub(crate) fn asked(&self, appointment: &str) -> Vec<String> {
        let questions = self.questions(appointment).into_iter();
        questions.flat_map(|event| event["flags"].as_array().unwrap().iter().map(word)).collect()
    }

    fn events(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.journal.iter().filter(move |event| event["event"] == name)
    }
}

impl Outcome {
    /// True if a person decides, and this is among the reasons.
    pub(crate) fn waits_for(&self, flag: &str) -> bool {
        self.disposition == "awaiting_person" && self.has(flag)
    }

    /// True if it carries this flag, waiting or not.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|own| own == flag)
    }

    /// Asserts that it is assigned to a provider, and that nothing is said against it.
    pub(crate) fn is_assigned_to(&self, provider: &str) {
        assert_eq!(self.disposition, "assigned", "{self:?}");
        assert!(self.flags.is_empty(), "{self:?}");
        assert_eq!(self.given[0], provider, "{self:?}");
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The id in `{"provider": "ann"}`, whatever it is the id of.
fn of_kind(value: &Value) -> String {
    word(value.as_object().unwrap().values().next().unwrap())
}

fn kind(value: &Value) -> String {
    match value.as_str() {
        Some(word) => word.to_owned(),
        None => format!("reminder {}", value["reminder"]["before"]),
    }
}

fn message(event: &Value) -> Message {
    let notice = &event["notice"];
    Message {
        // Milliseconds are of no interest here.
        at: format!("{}Z", &word(&event["at"])[..16]),
        kind: kind(&notice["kind"]),
        sequence: notice["sequence"].as_u64().unwrap(),
        ends: word(&notice["visit"]["end"]),
        provider: word(&notice["provider"]),
    }
}
