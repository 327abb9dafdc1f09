//! Reading facts, a line each: what cannot be read is told with its place, and the rest is not lost.

use std::{
    io::{self, Read as _},
    path::Path,
};

use dispatch_core::{
    Horizon, Minutes, Timestamp,
    engine::{Fact, FactLine},
};

use crate::{failure::Failure, rules};

/// Days kept before the first fact and after the last appointment, for what is asked about them.
const MARGIN: i64 = 8;

/// The lines that could be read, and a message for each that could not.
pub(crate) struct Facts {
    pub(crate) lines: Vec<FactLine>,
    pub(crate) unreadable: Vec<String>,
}

/// Reads a file, or standard input if it is called `-`.
pub(crate) fn read(path: &Path) -> Result<Facts, Failure> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        io::stdin().read_to_string(&mut text)?;
    } else {
        text = rules::text(path)?;
    }
    let mut facts = Facts { lines: Vec::new(), unreadable: Vec::new() };
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(fact) => facts.lines.push(fact),
            Err(fault) => {
                let column = fault.column();
                let what = fault.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                facts.unreadable.push(format!("{}:{number}:{column}: {what}", path.display()));
            }
        }
    }
    Ok(facts)
}

impl Facts {
    /// Days from before the first fact to after the last appointment.
    pub(crate) fn horizon(&self) -> Horizon {
        let moments = self.lines.iter().flat_map(|line| {
            let appointment = match &line.fact {
                Fact::AppointmentObserved(observed) => Some(&observed.snapshot),
                _ => None,
            };
            let items = appointment.into_iter().flat_map(|snapshot| &snapshot.items);
            items.flat_map(|item| [item.start, item.end]).chain([line.at])
        });
        let day = |at: Timestamp| i64::from(at.minute_floor().0).div_euclid(i64::from(Minutes(24 * 60).0));
        let days: Vec<i64> = moments.map(day).collect();
        let first = days.iter().min().copied().unwrap_or(0) - 1;
        let last = days.iter().max().copied().unwrap_or(0) + MARGIN;
        let epoch = chrono::DateTime::UNIX_EPOCH.date_naive();
        rules::horizon(epoch + chrono::Duration::days(first), last - first)
    }
}
