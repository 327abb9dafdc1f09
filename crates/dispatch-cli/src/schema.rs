//! `dispatch schema`: the JSON Schema of a format.

use std::io::{ErrorKind, Write};

use dispatch_core::{
    Decision, RulebookDocument,
    engine::{EventRecord, FactLine},
};
use schemars::schema_for;

use crate::{arguments::Format, failure::Failure};

/// Prints the schema of a format.
///
/// # Errors
/// If the output cannot be written; a reader that left early is not a failure.
pub(crate) fn print(of: Format, out: &mut impl Write) -> Result<(), Failure> {
    let schema = match of {
        Format::Rulebook => schema_for!(RulebookDocument),
        Format::Fact => schema_for!(FactLine),
        Format::Event => schema_for!(EventRecord),
        Format::Decision => schema_for!(Decision),
    };
    match writeln!(out, "{:#}", schema.as_value()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
