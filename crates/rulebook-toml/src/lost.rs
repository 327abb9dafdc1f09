//! Lost values: those that could not be read. The rest of the file is read as if they were not there.

use std::collections::BTreeSet;

use dispatch_core::{DocumentPath, PathStep};
use toml::de::DeValue;

use crate::{nearest, tree::Tree};

/// The paths of the values that are passed over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lost(BTreeSet<DocumentPath>);

impl Lost {
    pub(crate) fn contains(&self, path: &DocumentPath) -> bool {
        self.0.contains(path)
    }

    pub(crate) fn insert(&mut self, path: DocumentPath) {
        self.0.insert(path);
    }

    /// True if something at or below this path was lost.
    pub(crate) fn within(&self, path: &DocumentPath) -> bool {
        self.0.range(path..).next().is_some_and(|lost| lost.0.starts_with(&path.0))
    }

    /// True if a field of the table at this path was lost.
    pub(crate) fn field_of(&self, table: &DocumentPath) -> bool {
        self.0.iter().any(|lost| lost.0.split_last().is_some_and(|(_, parent)| parent == table.0))
    }

    /// True if a field of the table at this path was lost that may have been meant as this one.
    pub(crate) fn misspelt(&self, table: &DocumentPath, field: &str) -> bool {
        self.0.iter().any(|lost| match lost.0.split_last() {
            Some((PathStep::Field(found), parent)) => {
                parent == table.0 && nearest::nearest(found, [field]).is_some()
            }
            _ => false,
        })
    }

    /// True if a whole entry of a list of the document was lost, or one of these fields of an entry; misspelt ones too.
    pub(crate) fn of_list(&self, list: &str, fields: &[&str]) -> bool {
        let is = |name: &str, known: &[&str]| nearest::nearest(name, known.iter().copied()).is_some();
        self.0.iter().any(|path| match path.0.as_slice() {
            [PathStep::Field(found)] => is(found, &[list]),
            [PathStep::Field(found), PathStep::Position(_)] => found == list,
            [PathStep::Field(found), PathStep::Position(_), PathStep::Field(field), ..] => {
                found == list && is(field, fields)
            }
            _ => false,
        })
    }

    /// A path of the document as read (positions count what was read) as a path of the file.
    pub(crate) fn in_file(&self, read: &DocumentPath) -> DocumentPath {
        read.0.iter().fold(DocumentPath::default(), |path, step| match step {
            PathStep::Field(name) => path.field(name),
            PathStep::Position(position) => {
                let at =
                    self.positions(&path).fold(*position, |at, lost| if lost <= at { at + 1 } else { at });
                path.position(at)
            }
        })
    }

    /// The lost elements of a list, ascending.
    fn positions<'t>(&'t self, list: &'t DocumentPath) -> impl Iterator<Item = usize> + 't {
        let below = self.0.range(list..).take_while(|lost| lost.0.starts_with(&list.0));
        below.filter_map(|lost| match lost.0.get(list.0.len()..) {
            Some([PathStep::Position(position)]) => Some(*position),
            _ => None,
        })
    }

    /// True if a lost value has this name, so that a reference to it is not a second fault.
    pub(crate) fn names(&self, tree: &Tree<'_>, name: &str) -> bool {
        self.0.iter().any(|path| {
            let value = tree.at(path);
            value.is_some_and(|value| value.as_str() == Some(name) || calls(value, name))
        })
    }
}

/// True if a table in here has `name` as its id or code.
fn calls(value: &DeValue<'_>, name: &str) -> bool {
    match value {
        DeValue::Table(table) => {
            let is = |key| {
                table
                    .get(key)
                    .is_some_and(|id: &toml::Spanned<DeValue<'_>>| id.get_ref().as_str() == Some(name))
            };
            is("id") || is("code") || table.values().any(|inner| calls(inner.get_ref(), name))
        }
        DeValue::Array(list) => list.iter().any(|inner| calls(inner.get_ref(), name)),
        _ => false,
    }
}
