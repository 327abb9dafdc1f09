//! The parsed file: values and their bytes by path.

use std::ops::Range;

use dispatch_core::{DocumentPath, PathStep};
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error},
};

/// A parsed file.
pub(crate) struct Tree<'i> {
    root: Spanned<DeValue<'i>>,
}

impl<'i> Tree<'i> {
    /// Parses a text; all errors of syntax if it has any.
    pub(crate) fn parse(text: &'i str) -> Result<Self, Vec<Error>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let span = table.span();
        if errors.is_empty() {
            Ok(Self { root: Spanned::new(span, DeValue::Table(table.into_inner())) })
        } else {
            Err(errors)
        }
    }

    pub(crate) fn root(&self) -> &DeValue<'i> {
        self.root.get_ref()
    }

    /// Puts a text where the document has a field of another type, or none: what needs it can then be read.
    pub(crate) fn stand_in(&mut self, field: &'static str, text: &'static str) {
        let span = self.span(&DocumentPath::default().field(field));
        if let DeValue::Table(table) = self.root.get_mut() {
            let value = Spanned::new(span, DeValue::String(text.into()));
            table.insert(Spanned::new(0..0, field.into()), value);
        }
    }

    /// The value at a path, if there is one.
    pub(crate) fn at(&self, path: &DocumentPath) -> Option<&DeValue<'i>> {
        self.spanned(path).map(Spanned::get_ref)
    }

    /// The path of the value, or of the nearest enclosing one that is there.
    pub(crate) fn nearest(&self, path: &DocumentPath) -> DocumentPath {
        let mut path = path.clone();
        while self.spanned(&path).is_none() && path.0.pop().is_some() {}
        path
    }

    /// The bytes of the value at a path, or of the nearest enclosing one that is there. The whole file is its first
    /// byte.
    pub(crate) fn span(&self, path: &DocumentPath) -> Range<usize> {
        let path = self.nearest(path);
        if path.0.is_empty() { 0..0 } else { self.spanned(&path).map_or(0..0, Spanned::span) }
    }

    /// The bytes of the key at a path; those of its value if it has none, being an element of a list.
    pub(crate) fn key_span(&self, path: &DocumentPath) -> Range<usize> {
        let (parent, last) = match path.0.split_last() {
            Some((PathStep::Field(last), parent)) => (DocumentPath(parent.to_vec()), last),
            _ => return self.span(path),
        };
        let table = self.at(&parent).and_then(DeValue::as_table);
        let key = table.and_then(|table| table.get_key_value(last.as_str())).map(|(key, _)| key.span());
        key.unwrap_or_else(|| self.span(path))
    }

    fn spanned(&self, path: &DocumentPath) -> Option<&Spanned<DeValue<'i>>> {
        path.0.iter().try_fold(&self.root, |found, step| match (step, found.get_ref()) {
            (PathStep::Field(name), DeValue::Table(table)) => table.get(name.as_str()),
            (PathStep::Position(position), DeValue::Array(list)) => list.get(*position),
            _ => None,
        })
    }
}
