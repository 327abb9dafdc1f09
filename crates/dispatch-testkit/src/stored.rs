//! Any bytes as what is stored or handed in as text, and what must hold whatever they are.

use dispatch_core::{
    Rulebook, Schedule,
    engine::{Command, EventRecord, FactLine, JOURNAL_VERSION, State, decide, evolve, react},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Reads the bytes line by line as a journal and as facts, and as a whole as a state and as a schedule. Says how many
/// of them could be read.
///
/// # Errors
/// What does not hold: something was read as what it does not say it is, is written otherwise than it was read, or
/// leads to another state than the one stored.
pub fn read(rulebook: &Rulebook, bytes: &[u8]) -> Result<usize, String> {
    let (mut state, mut read) = (State::new(), 0);
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(record) = serde_json::from_slice::<EventRecord>(line) else { continue };
        says(line, "event", record.event.as_str())?;
        if record.version != JOURNAL_VERSION {
            return Err(format!("a line of version {} was read", record.version));
        }
        written_again(&record)?;
        take(&mut state, &record);
        read += 1;
    }
    if state.sequence() != u64::try_from(read).unwrap_or(u64::MAX) {
        return Err("an event was skipped".to_owned());
    }
    laid_out_again(&state)?;
    if let Ok(state) = serde_json::from_slice::<State>(bytes) {
        laid_out_again(&state)?;
        read += 1;
    }
    if let Ok(schedule) = serde_json::from_slice::<Schedule>(bytes) {
        written_again(&schedule)?;
        read += 1;
    }
    Ok(read + facts(rulebook, bytes)?)
}

fn facts(rulebook: &Rulebook, bytes: &[u8]) -> Result<usize, String> {
    let (mut state, mut journal, mut read) = (State::new(), Vec::new(), 0);
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(line) = serde_json::from_slice::<FactLine>(line) else { continue };
        written_again(&line)?;
        for command in [Command::AdoptRulebook {}, Command::Fact(line.fact)] {
            let Ok(decided) = decide(rulebook, &state, &command, line.at) else { continue };
            for record in decided.records(state.sequence(), line.at) {
                take(&mut state, &record);
                written_again(&record)?;
                journal.push(record);
            }
        }
        read += 1;
    }
    let mut again = State::new();
    journal.iter().for_each(|record| evolve(&mut again, &record.event));
    if again != state || again.schedule() != state.schedule() {
        return Err("the journal leads to another state".to_owned());
    }
    laid_out_again(&state)?;
    Ok(read)
}

fn take(state: &mut State, record: &EventRecord) {
    evolve(state, &record.event);
    let _ = react(state, &record.event);
}

/// What was read is what the line says that it is.
fn says(line: &[u8], field: &str, read: &str) -> Result<(), String> {
    let value: Value = serde_json::from_slice(line).map_err(|fault| fault.to_string())?;
    if value.get(field).and_then(Value::as_str) == Some(read) {
        return Ok(());
    }
    Err(format!("read as `{read}`: {value}"))
}

fn again<T: Serialize + DeserializeOwned>(value: &T) -> Result<T, String> {
    let text = serde_json::to_string(value).map_err(|fault| format!("cannot be written: {fault}"))?;
    serde_json::from_str(&text).map_err(|fault| format!("cannot be read again: {fault}: {text}"))
}

fn written_again<T: Serialize + DeserializeOwned + PartialEq>(value: &T) -> Result<(), String> {
    if again(value)? == *value { Ok(()) } else { Err("is not the same once written and read".to_owned()) }
}

fn laid_out_again(state: &State) -> Result<(), String> {
    let stored: State = again(state)?;
    if stored == *state && stored.schedule() == state.schedule() {
        return Ok(());
    }
    Err("a state is not the same once stored".to_owned())
}
