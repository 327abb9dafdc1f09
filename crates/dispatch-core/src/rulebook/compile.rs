//! From the document to the compiled rulebook: all faults at once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Criteria, Rulebook, RulebookDocument, RulebookError, layout, validate};

/// The business days that a rulebook is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Horizon {
    /// The first local date, in the first location's time zone.
    pub first: NaiveDate,
    /// How many days, at least 1.
    pub days: u16,
}

impl Horizon {
    /// The date of a day of the horizon; `None` at the end of the calendar.
    pub(crate) fn date(self, day: i32) -> Option<NaiveDate> {
        self.first.checked_add_signed(chrono::Duration::days(i64::from(day)))
    }
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
    /// Every fault of the document, in the order of its fields.
    ///
    /// ```
    /// use dispatch_core::{Criteria, Horizon, Rulebook, RulebookDocument};
    ///
    /// let text = std::fs::read_to_string("examples/practice.json")?;
    /// let mut document: RulebookDocument = serde_json::from_str(&text)?;
    /// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
    /// assert!(Rulebook::compile(&document, horizon, &Criteria::builtin()).is_ok());
    ///
    /// document.credentials.clear();
    /// let faults = Rulebook::compile(&document, horizon, &Criteria::builtin()).unwrap_err();
    /// assert_eq!(faults[0].code(), "unknown_credential");
    /// assert_eq!(faults[0].path().to_string(), "provider[0].credentials[0].id");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compile(
        document: &RulebookDocument,
        horizon: Horizon,
        criteria: &Criteria,
    ) -> Result<Compiled, Vec<RulebookError>> {
        let faults = validate::faults(document, horizon, criteria);
        if !faults.is_empty() {
            return Err(faults);
        }
        let rulebook = layout::rulebook(document, horizon, criteria);
        let warnings = validate::weak_spots(document, horizon);
        Ok(Compiled { rulebook, warnings })
    }
}
