//! A line that is no fact: the field in which it goes wrong, or the column if it is no JSON at all.

use dispatch_core::{
    Timestamp,
    engine::{AppointmentObserved, BlockObserved, CalendarObserved, Connection},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The place of the fault in its line, and the fault. `fault` is what the whole line was refused for: it knows no field.
pub(super) fn place_and_fault(line: &str, fault: &serde_json::Error) -> (String, String) {
    let value: Value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(syntax) => return (format!("column {}", syntax.column()), without_position(&syntax)),
    };
    if !value.is_object() {
        return ("column 1".to_owned(), "a fact is a JSON object".to_owned());
    }
    let in_moment = fault_in::<Timestamp>(value.get("at").cloned().unwrap_or_default());
    if let Some((_, what)) = in_moment {
        let what = if value.get("at").is_none() { "is missing".to_owned() } else { what };
        return ("at".to_owned(), what);
    }
    let in_fact = match value.get("fact").and_then(Value::as_str) {
        Some("connection_declared") => fault_in::<Connection>(value),
        Some("appointment_observed") => fault_in::<AppointmentObserved>(value),
        Some("block_observed") => fault_in::<BlockObserved>(value),
        Some("calendar_observed") => fault_in::<CalendarObserved>(value),
        _ => None,
    };
    in_fact.unwrap_or_else(|| ("fact".to_owned(), without_position(fault)))
}

fn fault_in<T: DeserializeOwned>(value: Value) -> Option<(String, String)> {
    let fault = serde_path_to_error::deserialize::<_, T>(value).err()?;
    let path = fault.path().to_string();
    Some((path, without_position(fault.inner())))
}

/// The message alone: a line is one line long, and its position is told as a field.
fn without_position(fault: &serde_json::Error) -> String {
    let what = fault.to_string();
    what.split(" at line ").next().unwrap_or_default().to_owned()
}
