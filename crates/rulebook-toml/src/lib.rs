//! The TOML front of the rulebook: text in, a document or a compiled rulebook out, and every fault with line, column
//! and help. The file is read value by value, so that no fault hides another. [`cases`] reads a practice's own cases, which
//! stand beside its rulebook, and tries them.

pub mod cases;
mod content;
mod diagnostic;
mod fault;
mod form;
mod lost;
mod nearest;
mod node;
mod source;
mod tree;

use dispatch_core::{Compiled, Criteria, DocumentPath, Horizon, Rulebook, RulebookDocument};

pub use diagnostic::{Diagnostic, Severity};

use form::Form;
use source::Source;
use tree::Tree;

/// A usable rulebook, and the weak spots that the practice should look at.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The rulebook, compiled.
    pub compiled: Compiled,
    /// The weak spots of `compiled`, with their positions.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a rulebook without judging its content. `file_name` only appears in the diagnostics.
///
/// # Errors
/// Every fault of syntax or, if there is none, every fault of form: unknown and missing fields, wrong types, texts that
/// are no times or dates.
pub fn read(text: &str, file_name: &str) -> Result<RulebookDocument, Vec<Diagnostic>> {
    let source = Source { file: file_name, text };
    let form = form::read::<RulebookDocument>(source, &mut parse(source)?, Some(form::PRACTICE));
    if form.faults.is_empty() { form.document.ok_or(form.faults) } else { Err(form.faults) }
}

/// Reads a rulebook and compiles it for a horizon. `file_name` only appears in the diagnostics.
///
/// # Errors
/// Every fault of syntax or, if there is none, every fault of form and of content in the order of the file.
pub fn load(
    text: &str,
    file_name: &str,
    horizon: Horizon,
    criteria: &Criteria,
) -> Result<Loaded, Vec<Diagnostic>> {
    let source = Source { file: file_name, text };
    let mut tree = parse(source)?;
    let Form { document, lost, mut faults } = form::read(source, &mut tree, Some(form::PRACTICE));
    let Some(document) = document else { return Err(faults) };
    let place = |found: &[_], severity| content::diagnostics(source, &tree, &lost, found, severity);
    match Rulebook::compile(&document, horizon, criteria) {
        Ok(compiled) if faults.is_empty() => {
            let warnings = place(&compiled.warnings, Severity::Warning);
            Ok(Loaded { compiled, warnings })
        }
        Ok(_) => Err(faults),
        Err(found) => {
            faults.extend(place(&found, Severity::Error));
            faults.sort_by_key(|fault| (fault.line, fault.column));
            Err(faults)
        }
    }
}

/// The file as TOML. Only the first error of a line is reported: the others mostly follow from it.
fn parse(source: Source<'_>) -> Result<Tree<'_>, Vec<Diagnostic>> {
    Tree::parse(source.text).map_err(|errors| {
        let mut faults: Vec<_> = errors.iter().map(|error| of_syntax(source, error)).collect();
        faults.sort_by_key(|fault| (fault.line, fault.column));
        faults.dedup_by_key(|fault| fault.line);
        faults
    })
}

fn of_syntax(source: Source<'_>, error: &toml::de::Error) -> Diagnostic {
    let (message, help) = match error.message().split_once(", expected ") {
        Some((message, "nothing")) => (message, "remove it".to_owned()),
        Some((message, expected)) => (message, format!("write {expected}")),
        None if error.message() == "duplicate key" => ("this key is already written above", MERGE.to_owned()),
        None => (error.message(), "see https://toml.io for the syntax".to_owned()),
    };
    let span = error.span().unwrap_or(0..0);
    Diagnostic::error(source, span, "syntax", &DocumentPath::default()).saying(message, help)
}

const MERGE: &str = "write each key once, or start the next entry with its header in double square brackets";
