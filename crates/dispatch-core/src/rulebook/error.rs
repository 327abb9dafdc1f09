//! Faults and weak spots of a rulebook: path, message and mend. Positions in a file are added by the front that
//! read the file.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where in a document: `service[3].needs[0].any_of[1]`, in the document's own field names.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentPath(pub Vec<PathStep>);

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PathStep {
    /// A field of a table.
    Field(String),
    /// A position in a list, from 0.
    Position(usize),
}

impl DocumentPath {
    /// This path with a field added.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.0.push(PathStep::Field(name.to_owned()));
        path
    }

    /// This path with a position added.
    #[must_use]
    pub fn position(&self, position: usize) -> Self {
        let mut path = self.clone();
        path.0.push(PathStep::Position(position));
        path
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                PathStep::Field(name) if at == 0 => f.write_str(name)?,
                PathStep::Field(name) => write!(f, ".{name}")?,
                PathStep::Position(position) => write!(f, "[{position}]")?,
            }
        }
        Ok(())
    }
}

/// One fault of a rulebook (it is then not used) or one weak spot (it is).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{path}: {message}")]
pub struct RulebookError {
    pub(crate) path: DocumentPath,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) mend: String,
    pub(crate) known: Vec<String>,
}

impl RulebookError {
    /// Where.
    #[must_use]
    pub fn path(&self) -> &DocumentPath {
        &self.path
    }

    /// The stable word for this kind of fault, such as `unknown_credential`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn mend(&self) -> &str {
        &self.mend
    }

    /// For an unknown name: the names that are known.
    #[must_use]
    pub fn known(&self) -> &[String] {
        &self.known
    }
}
