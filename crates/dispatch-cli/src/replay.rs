//! `dispatch replay`: decides a file of facts with a platform that answers immediately, or rebuilds from a journal.

use std::{fs, io::Write, path::Path, sync::Arc};

use dispatch_core::engine::{EventRecord, Harness, Step};

use crate::{
    facts::{self, Facts, NumberedLine, Troubles},
    failure::Failure,
    names::Names,
    outcome::{self, Outcome},
    rules,
};

/// Facts decided under a rulebook.
pub(crate) struct Replayed {
    pub(crate) harness: Harness,
    pub(crate) steps: Vec<Step>,
    /// What is to be said of single lines.
    pub(crate) troubles: Troubles,
}

/// Decides every line that can be read; the others are named in `troubles`.
pub(crate) fn replay(rulebook: &Path, events: &Path, err: &mut impl Write) -> Result<Replayed, Failure> {
    let mut facts = facts::read(events)?;
    let horizon = facts.horizon()?;
    let rulebook = rules::load(rulebook, horizon, err)?;
    facts.name_outside(horizon, rulebook.pages().horizon());
    let Facts { lines, mut troubles } = facts;
    let mut harness = Harness::new(Arc::new(rulebook));
    let mut steps = Vec::new();
    for NumberedLine { number, line } in &lines {
        match harness.feed(line) {
            Ok(came) => steps.extend(came),
            // Every refusal of a fact is one of its connection.
            Err(refusal) => troubles.left_out(*number, "connection", &refusal.to_string()),
        }
    }
    Ok(Replayed { harness, steps, troubles })
}

/// The output of a replay.
pub(crate) struct Options<'a> {
    pub(crate) json: bool,
    pub(crate) journal: Option<&'a Path>,
}

/// Replays facts and prints the outcome of each booking.
pub(crate) fn run(
    rulebook: &Path,
    events: &Path,
    options: &Options<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<(), Failure> {
    let replayed = replay(rulebook, events, err)?;
    if let Some(path) = options.journal {
        write_journal(path, replayed.harness.journal())?;
    }
    if options.json {
        write!(out, "{}", outcome::lines(replayed.harness.state()).map_err(|fault| Failure::plain(&fault))?)?;
    } else {
        print(&replayed.harness, out)?;
    }
    replayed.troubles.report(err)
}

fn print(harness: &Harness, out: &mut impl Write) -> Result<(), Failure> {
    if let Some(names) = Names::new(harness.rulebook(), harness.state()) {
        writeln!(out, "{}", outcome::table(&Outcome::all(harness.state()), &names))?;
    }
    Ok(())
}

fn write_journal(path: &Path, journal: &[EventRecord]) -> Result<(), Failure> {
    let mut text = String::new();
    for record in journal {
        text.push_str(&serde_json::to_string(record).map_err(|fault| Failure::plain(&fault))?);
        text.push('\n');
    }
    fs::write(path, text)
        .map_err(|fault| Failure::plain(&format!("cannot write `{}`: {fault}", path.display())))
}

/// Rebuilds the state from a journal alone and prints the outcome of each booking.
pub(crate) fn from_journal(path: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let mut journal: Vec<EventRecord> = Vec::new();
    for (number, line) in (1..).zip(rules::text(path)?.lines()) {
        let unreadable = |what: String| {
            Failure::with_help(
                format!("{}:{number}:{what}", path.display()),
                "a journal is read whole or not at all: restore it from a copy of the original",
            )
        };
        let record: EventRecord =
            serde_json::from_str(line).map_err(|fault| unreadable(format!("{}: {fault}", fault.column())))?;
        if record.sequence != number {
            return Err(unreadable(format!(
                "1: event {} stands where event {number} should",
                record.sequence
            )));
        }
        journal.push(record);
    }
    for outcome in Outcome::all(&Harness::rebuild(&journal)) {
        writeln!(out, "{}", serde_json::to_string(&outcome).map_err(|fault| Failure::plain(&fault))?)?;
    }
    Ok(())
}
