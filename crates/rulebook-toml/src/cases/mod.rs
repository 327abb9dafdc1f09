//! A practice's own cases, kept beside its rulebook: a booking, what stands already, and what must become of it.

mod case;
mod client;
mod document;
mod faults;
mod resolve;
mod standing;
mod verdict;

use dispatch_core::{Criteria, RulebookDocument};

pub use case::Case;
pub use verdict::{Difference, Verdict};

use crate::{Diagnostic, form, parse, source::Source};
use document::CasesDocument;

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
    if !form.faults.is_empty() {
        return Err(form.faults);
    }
    let document = form.document.ok_or(form.faults)?;
    resolve::cases(source, &tree, &document, rulebook, criteria)
}
