//! Facts, one per line: a line that cannot be right is named with its place, and the rest is decided as if it were not there.

mod horizon;
mod order;
mod troubles;
mod unreadable;

use std::{
    collections::BTreeMap,
    io::{self, Read as _},
    path::Path,
};

use dispatch_core::{
    ConnectionId, PlatformId,
    engine::{Fact, FactLine, Snapshot},
};

use crate::{failure::Failure, rules};

pub(crate) use troubles::Troubles;

/// The lines of a file that could be read, and what is to be said of the others.
pub(crate) struct Facts {
    pub(crate) lines: Vec<NumberedLine>,
    pub(crate) troubles: Troubles,
}

/// A line and its number in the file, from 1.
pub(crate) struct NumberedLine {
    pub(crate) number: usize,
    pub(crate) line: FactLine,
}

/// Reads a file, or standard input if the path is `-`.
pub(crate) fn read(path: &Path) -> Result<Facts, Failure> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        io::stdin().read_to_string(&mut text)?;
    } else {
        text = rules::text(path)?;
    }
    let mut facts = Facts { lines: Vec::new(), troubles: Troubles::of(path) };
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(fact) => facts.lines.push(NumberedLine { number, line: fact }),
            Err(fault) => {
                let (place, what) = unreadable::place_and_fault(line, &fault);
                facts.troubles.left_out(number, &place, &what);
            }
        }
    }
    facts.leave_out_odd_moments();
    facts.note_starts_with_seconds();
    facts.note_empty_blocks();
    facts.note_ids_of_two_connections();
    Ok(facts)
}

impl Facts {
    /// The appointments with the numbers of their lines.
    fn appointments(&self) -> impl Iterator<Item = (usize, &ConnectionId, &Snapshot)> {
        self.lines.iter().filter_map(|NumberedLine { number, line }| match &line.fact {
            Fact::AppointmentObserved(observed) => {
                Some((*number, &observed.connection, observed.snapshot.as_ref()))
            }
            _ => None,
        })
    }

    fn note_starts_with_seconds(&mut self) {
        let mut notes = Vec::new();
        for (number, _, snapshot) in self.appointments() {
            for (at, item) in snapshot.items.iter().enumerate() {
                if item.start.0.rem_euclid(60_000) != 0 {
                    let what = format!("{} is not a whole minute: its seconds are left out", item.start);
                    notes.push((number, start_of(at), what));
                }
            }
        }
        for (number, place, what) in notes {
            self.troubles.note(number, &place, &what);
        }
    }

    fn note_empty_blocks(&mut self) {
        for NumberedLine { number, line } in &self.lines {
            if let Fact::BlockObserved(block) = &line.fact
                && block.end <= block.start
            {
                let what = format!("{} is not after the block's start: it takes up no time", block.end);
                self.troubles.note(*number, "end", &what);
            }
        }
    }

    /// An id belongs to its connection: the same id on another one is another booking.
    fn note_ids_of_two_connections(&mut self) {
        let mut first: BTreeMap<&PlatformId, (usize, &ConnectionId)> = BTreeMap::new();
        let mut notes = BTreeMap::new();
        for (number, connection, snapshot) in self.appointments() {
            let (line, other) = *first.entry(&snapshot.id).or_insert((number, connection));
            if other != connection {
                let key = (snapshot.id.clone(), connection.clone());
                let what = format!(
                    "`{}` is on connection `{connection}` here and on `{other}` in line {line}: these are two bookings",
                    snapshot.id
                );
                notes.entry(key).or_insert((number, what));
            }
        }
        for (number, what) in notes.into_values() {
            self.troubles.note(number, "snapshot.id", &what);
        }
    }
}

/// The field in which an appointment has the start of a service.
fn start_of(item: usize) -> String {
    format!("snapshot.items[{item}].start")
}
