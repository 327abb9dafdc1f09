//! From the document to the compiled rulebook: all faults at once.

use chrono::NaiveDate;

use super::{Criteria, Rulebook, RulebookDocument, RulebookError};

/// The business days that a rulebook is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// The first local date.
    pub first: NaiveDate,
    /// How many days, at least 1.
    pub days: u16,
}

/// A rulebook that holds, and its weak spots.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// What the practice should look at.
    pub warnings: Vec<RulebookError>,
}

impl Rulebook {
    /// Judges a document and lays it out for a horizon.
    ///
    /// # Errors
    /// Every fault of the document, in document order.
    pub fn compile(
        _document: &RulebookDocument,
        _horizon: Horizon,
        _criteria: &Criteria,
    ) -> Result<Compiled, Vec<RulebookError>> {
        Err(Vec::new())
    }
}
