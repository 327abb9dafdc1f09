//! Compiling: from the document to the rulebook, or to all of its faults at once.

use super::{Criteria, Horizon, Rulebook, RulebookDocument, RulebookError, layout, validate};

/// A rulebook without faults, and its weak spots.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// Weak spots, which the practice should look at.
    pub warnings: Vec<RulebookError>,
}

impl Rulebook {
    /// Validates a document and compiles it for a horizon.
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
