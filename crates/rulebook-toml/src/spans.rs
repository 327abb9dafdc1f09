//! From a path of the document to the bytes that it was written with.

use std::ops::Range;

use dispatch_core::{DocumentPath, PathStep};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The span of the value at a path; of the nearest enclosing value that is there, if that one is not.
pub(crate) fn of(document: &Spanned<DeTable<'_>>, path: &DocumentPath) -> Range<usize> {
    let mut steps = path.0.iter();
    let Some(PathStep::Field(first)) = steps.next() else { return 0..0 };
    let Some(mut found) = document.get_ref().get(first.as_str()) else { return 0..0 };
    for step in steps {
        let inner = match (step, found.get_ref()) {
            (PathStep::Field(name), DeValue::Table(table)) => table.get(name.as_str()),
            (PathStep::Position(position), DeValue::Array(list)) => list.get(*position),
            _ => None,
        };
        let Some(inner) = inner else { break };
        found = inner;
    }
    found.span()
}
