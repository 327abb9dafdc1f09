//! A practice's own cases, kept beside its rulebook: a booking, what stands already, and what must become of it.

mod document;
mod resolve;
mod standing;
mod verdict;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use dispatch_core::{
    BookingId, Criteria, Lane, Minute, ReasonCode, Request, Rulebook, RulebookDocument, Schedule, Who, Words,
    calendar::local::Zone,
};

pub use verdict::{Difference, Verdict};

use crate::{Diagnostic, form, parse, source::Source};
use document::CasesDocument;

/// One case, ready to be tried.
#[derive(Clone, Debug)]
pub struct Case {
    name: String,
    about: Option<String>,
    line: usize,
    rulebook: Arc<Rulebook>,
    schedule: Schedule,
    request: Request,
    date: NaiveDate,
    zone: Zone,
    /// What the bookings that stand already are called.
    standing: BTreeMap<BookingId, String>,
    expected: Expected,
}

/// What must become of it.
#[derive(Clone, Debug, Default)]
struct Expected {
    /// The first provider, room and device.
    first: Vec<(&'static str, Lane)>,
    roles: Vec<(String, Lane)>,
    start: Option<Minute>,
    flags: Vec<ReasonCode>,
    blocked: Vec<(Lane, Vec<ReasonCode>)>,
}

/// Reads the cases of a rulebook. `file_name` only appears in the diagnostics.
///
/// # Errors
/// Every fault of syntax; if there is none, every fault of form; if there is none, every fault of content: names that the
/// rulebook does not know, times that the day does not have, cases that expect nothing.
pub fn load(
    text: &str,
    file_name: &str,
    rulebook: &RulebookDocument,
    criteria: &Criteria,
) -> Result<Vec<Case>, Vec<Diagnostic>> {
    let source = Source { file: file_name, text };
    let mut tree = parse(source)?;
    let form = form::read::<CasesDocument>(source, &mut tree, None);
    let document = form.document.filter(|_| form.faults.is_empty()).ok_or(form.faults)?;
    resolve::cases(source, &tree, &document, rulebook, criteria)
}

impl Case {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A word on why, if one was written.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The line of the file on which it starts, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The rulebook, compiled for the days around the case.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// What stands already.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// What is asked.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The local date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.date
    }
}

/// Names from the rulebook, and what the case calls its bookings.
impl Words for Case {
    fn zone(&self) -> Zone {
        self.zone
    }

    fn who(&self, who: &Who) -> String {
        let lane = self.rulebook.lanes().find(|(_, known)| *known == who).map(|(lane, _)| lane);
        lane.map_or_else(|| who.as_str().to_owned(), |lane| self.rulebook.lane_name(lane).to_owned())
    }

    fn booking(&self, booking: BookingId) -> String {
        self.standing.get(&booking).cloned().unwrap_or_else(|| format!("booking {booking}"))
    }
}
