//! The TOML front of the rulebook: text in, a document or a compiled rulebook out, and every fault with line, column
//! and mend.

mod diagnostic;
mod source;
mod spans;

use dispatch_core::{Compiled, Criteria, DocumentPath, Horizon, Rulebook, RulebookDocument, RulebookError};
use toml::{Spanned, de::DeTable};

pub use diagnostic::{Diagnostic, Severity};

use source::Source;

/// A rulebook that can be used, and what the practice should look at.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The rulebook, compiled.
    pub compiled: Compiled,
    /// The weak spots of `compiled`, with their positions.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a rulebook without judging it. `file_name` only appears in the diagnostics.
///
/// # Errors
/// Every fault of its form.
pub fn read(text: &str, file_name: &str) -> Result<RulebookDocument, Vec<Diagnostic>> {
    let source = Source { file: file_name, text };
    toml::from_str(text).map_err(|error| vec![of_form(source, &error)])
}

/// Reads a rulebook and compiles it for a horizon. `file_name` only appears in the diagnostics.
///
/// # Errors
/// Every fault of its form and of its content.
pub fn load(
    text: &str,
    file_name: &str,
    horizon: Horizon,
    criteria: &Criteria,
) -> Result<Loaded, Vec<Diagnostic>> {
    let source = Source { file: file_name, text };
    let document = read(text, file_name)?;
    let (table, _) = DeTable::parse_recoverable(text);
    let positioned = |faults: &[RulebookError], severity| {
        faults
            .iter()
            .map(|fault| Diagnostic { severity, ..of_content(source, &table, fault) })
            .collect::<Vec<_>>()
    };
    match Rulebook::compile(&document, horizon, criteria) {
        Ok(compiled) => {
            let warnings = positioned(&compiled.warnings, Severity::Warning);
            Ok(Loaded { compiled, warnings })
        }
        Err(faults) => Err(positioned(&faults, Severity::Error)),
    }
}

/// A fault that TOML or serde found.
fn of_form(source: Source<'_>, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    Diagnostic::error(source, span, "invalid_toml", &DocumentPath::default()).saying(error.message(), "")
}

/// A fault that the core found.
fn of_content(source: Source<'_>, table: &Spanned<DeTable<'_>>, fault: &RulebookError) -> Diagnostic {
    let span = spans::of(table, fault.path());
    Diagnostic::error(source, span, fault.code(), fault.path()).saying(fault.message(), fault.mend())
}
