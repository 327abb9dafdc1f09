//! Facts, one per line: a line that cannot be read is reported with its place, and the rest is not lost.

use std::{
    io::{self, Read as _},
    path::Path,
};

use dispatch_core::{
    Horizon, Timestamp,
    engine::{Fact, FactLine},
};

use crate::{failure::Failure, rules};

/// Days kept after the last appointment, for alternatives to it.
const MARGIN: i64 = 8;

/// The lines that could be read, and a message for each that could not.
pub(crate) struct Facts {
    pub(crate) lines: Vec<FactLine>,
    pub(crate) unreadable: Vec<String>,
}

/// Reads a file, or standard input if the path is `-`.
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
    /// The days from before the first appointment to after the last. An appointment farther out than a rulebook can be compiled
    /// for is decided as `outside_horizon`, and named here.
    pub(crate) fn horizon(&mut self) -> Result<Horizon, Failure> {
        let appointments = self.lines.iter().filter_map(|line| match &line.fact {
            Fact::AppointmentObserved(observed) => Some(&observed.snapshot),
            _ => None,
        });
        let starts = appointments.flat_map(|snapshot| &snapshot.items).map(|item| item.start);
        let day = |at: Timestamp| i64::from(at.minute_floor().0).div_euclid(24 * 60);
        let mut days: Vec<i64> = starts.map(day).collect();
        if days.is_empty() {
            days.extend(self.lines.first().map(|line| day(line.at)));
        }
        let (Some(first), Some(last)) = (days.iter().min().copied(), days.iter().max().copied()) else {
            return Err(Failure::with_help(
                "the input has no fact to decide".to_owned(),
                "give at least one line of facts",
            ));
        };
        let (first, wanted) = (first - 1, last - first + 1 + MARGIN);
        if wanted > rules::MOST_DAYS {
            self.unreadable.push(format!(
                "appointments span {wanted} days, more than {}: the later ones are outside the horizon",
                rules::MOST_DAYS
            ));
        }
        let epoch = chrono::DateTime::UNIX_EPOCH.date_naive();
        Ok(rules::horizon(epoch + chrono::Duration::days(first), wanted))
    }
}
