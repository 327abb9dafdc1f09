//! The report of a validation: faults or weak spots as they are found, and their order.

use crate::time::Minutes;

use super::{DocumentPath, PathStep, RulebookError};

/// No part of a service, buffer or break is longer than a day.
pub(super) const DAY: i32 = 24 * 60;

/// The top-level fields in the order of the document.
const FIELDS: [&str; 19] = [
    "practice",
    "revision",
    "location",
    "credential",
    "clearance",
    "provider",
    "resource",
    "service",
    "spacing",
    "add_on",
    "travel_minutes",
    "padding",
    "ranking",
    "visits",
    "unknown_clearance",
    "unknown_history",
    "vip",
    "exceptions",
    "cadence",
];

/// Faults or weak spots, as they are found.
#[derive(Debug, Default)]
pub(super) struct Report {
    found: Vec<RulebookError>,
}

impl Report {
    pub(super) fn add(
        &mut self,
        path: DocumentPath,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.unknown(path, code, message, help, []);
    }

    /// An unknown name, with the names that are known.
    pub(super) fn unknown<'a>(
        &mut self,
        path: DocumentPath,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        let known = known.into_iter().map(str::to_owned).collect();
        self.found.push(RulebookError { path, code, message: message.into(), help: help.into(), known });
    }

    /// A length that must lie in 1 minute to a day.
    pub(super) fn length(&mut self, path: DocumentPath, minutes: Minutes) {
        if !(1..=DAY).contains(&minutes.0) {
            let message = format!("`{}` minutes is not a valid length", minutes.0);
            self.add(path, "bad_length", message, format!("use 1 to {DAY} minutes"));
        }
    }

    /// A name that must not be empty.
    pub(super) fn not_empty(&mut self, path: DocumentPath, name: &str) {
        if name.trim().is_empty() {
            self.add(path, "empty_name", "the name is empty", "write a short name");
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// By top-level field and position; findings in the same entry stay in the order in which they were found.
    pub(super) fn in_order(mut self) -> Vec<RulebookError> {
        self.found.sort_by_key(|fault| {
            let mut steps = fault.path.0.iter();
            let field = match steps.next() {
                Some(PathStep::Field(name)) => {
                    FIELDS.iter().position(|field| field == name).unwrap_or(FIELDS.len())
                }
                _ => 0,
            };
            let position = match steps.next() {
                Some(PathStep::Position(position)) => Some(*position),
                _ => None,
            };
            (field, position)
        });
        self.found
    }
}

/// A top-level field.
pub(super) fn field(name: &str) -> DocumentPath {
    DocumentPath::default().field(name)
}

/// An entry of a top-level list.
pub(super) fn entry(list: &str, position: usize) -> DocumentPath {
    field(list).position(position)
}
