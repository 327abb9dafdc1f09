//! `dispatch replay`: decides a file of facts with a platform that answers immediately, or rebuilds from a journal.

use std::{fs, io::Write, path::Path, str::FromStr, sync::Arc};

use comfy_table::Table;
use dispatch_core::{
    BadTime, Timestamp,
    engine::{EventRecord, Harness, Step},
};
use serde::Serialize;

use crate::{
    facts::{self, Facts, NumberedLine, Troubles},
    failure::Failure,
    messages,
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

/// What a replay is asked for.
pub(crate) struct Options<'a> {
    pub(crate) json: bool,
    /// The messages to clients instead of the bookings.
    pub(crate) messages: bool,
    /// How far the clock runs on after the last line; not at all if absent.
    pub(crate) until: Option<Until>,
    pub(crate) journal: Option<&'a Path>,
}

/// How far the clock runs on after the last line.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    /// To a moment.
    At(Timestamp),
    /// Until nothing is planned any more.
    End,
}

impl FromStr for Until {
    type Err = BadTime;

    fn from_str(text: &str) -> Result<Self, BadTime> {
        if text == "end" { Ok(Self::End) } else { Timestamp::parse(text).map(Self::At) }
    }
}

/// Replays facts and prints the outcome of each booking, or each message to a client.
pub(crate) fn run(
    rulebook: &Path,
    events: &Path,
    options: &Options<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<(), Failure> {
    let mut replayed = replay(rulebook, events, err)?;
    if let Some(until) = options.until {
        replayed.run_on(until)?;
    }
    if let Some(path) = options.journal {
        write_journal(path, replayed.harness.journal())?;
    }
    print(&replayed.harness, options, out)?;
    replayed.troubles.report(err)
}

impl Replayed {
    /// Fires the timers that are due until then.
    fn run_on(&mut self, until: Until) -> Result<(), Failure> {
        let last = self.steps.last().map(|step| step.at);
        let until = match (until, last) {
            (Until::At(at), Some(last)) if at < last => {
                return Err(Failure::with_help(
                    format!("`--until {at}` is before the last line, which came at {last}"),
                    "give a later time, or `end` for everything that is planned",
                ));
            }
            (Until::At(at), _) => Some(at),
            (Until::End, _) => None,
        };
        let next = |harness: &Harness| harness.timers().next().map(|(due, _)| due);
        while let Some(due) = next(&self.harness).filter(|due| until.is_none_or(|until| *due <= until)) {
            let came = self.harness.run_until(due).map_err(|refusal| Failure::plain(&refusal))?;
            self.steps.extend(came);
        }
        Ok(())
    }
}

fn print(harness: &Harness, options: &Options<'_>, out: &mut impl Write) -> Result<(), Failure> {
    if options.messages {
        let messages = messages::all(harness);
        show(harness, &messages, options.json, |names| messages::table(&messages, names), out)
    } else {
        let outcomes = Outcome::all(harness.state());
        show(harness, &outcomes, options.json, |names| outcome::table(&outcomes, names), out)
    }
}

fn show(
    harness: &Harness,
    values: &[impl Serialize],
    json: bool,
    table: impl FnOnce(&Names<'_>) -> Table,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if json {
        write!(out, "{}", outcome::lines(values).map_err(|fault| Failure::plain(&fault))?)?;
    } else if let Some(names) = Names::new(harness.rulebook(), harness.state()) {
        writeln!(out, "{}", table(&names))?;
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
    let outcomes = Outcome::all(&Harness::rebuild(&journal));
    write!(out, "{}", outcome::lines(&outcomes).map_err(|fault| Failure::plain(&fault))?)?;
    Ok(())
}
