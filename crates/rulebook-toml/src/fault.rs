//! Faults of form: serde's report about one value, kept as data until it becomes a sentence.

use std::fmt;

use dispatch_core::DocumentPath;
use serde::de::{self, Expected, Unexpected};

/// One fault of form and the value that has it.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// Set by the innermost value that the error passes on its way out; for a missing field the table's.
    pub(crate) path: Option<DocumentPath>,
    pub(crate) kind: FaultKind,
}

#[derive(Clone, Debug)]
pub(crate) enum FaultKind {
    /// A value of another type.
    WrongType { found: String, expected: String },
    /// A value of the right type that is out of range.
    OutOfRange { found: String, expected: String },
    /// A word that is not one of those allowed.
    UnknownWord { found: String, known: &'static [&'static str] },
    /// A field that the table cannot have.
    UnknownField { found: String, known: &'static [&'static str] },
    /// A field that the table must have.
    MissingField { name: &'static str },
    /// The message of a type's own reader, such as that a text is not a time of day.
    Other { message: String },
}

impl Fault {
    const fn nowhere(kind: FaultKind) -> Self {
        Self { path: None, kind }
    }

    /// Places the fault, unless a value further in did.
    pub(crate) fn at(mut self, path: &DocumentPath) -> Self {
        self.path.get_or_insert_with(|| path.clone());
        self
    }
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::nowhere(FaultKind::Other { message: message.to_string() })
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::nowhere(FaultKind::WrongType { found: named(found), expected: plain(expected) })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::nowhere(FaultKind::OutOfRange { found: named(found), expected: plain(expected) })
    }

    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        Self::nowhere(FaultKind::UnknownWord { found: found.to_owned(), known })
    }

    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        Self::nowhere(FaultKind::UnknownField { found: found.to_owned(), known })
    }

    fn missing_field(name: &'static str) -> Self {
        Self::nowhere(FaultKind::MissingField { name })
    }
}

/// The value that was found, in words that a practice knows.
fn named(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("the number `{value}`"),
        Unexpected::Signed(value) => format!("the number `{value}`"),
        Unexpected::Float(value) => format!("the number `{value}`"),
        Unexpected::Str(value) => format!("the text `{value}`"),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map | Unexpected::StructVariant => "a table".to_owned(),
        other => other.to_string(),
    }
}

/// The value that was expected, without the names of Rust's types.
fn plain(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    let words = match expected.as_str() {
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "i32" => "a whole number from -2147483648 to 2147483647",
        "u8" | "u64" | "i8" | "i16" | "i64" => "a whole number in range",
        "a sequence" => "a list in square brackets",
        "a boolean" => "`true` or `false`",
        "a string" | "a str" => "a text in quotes",
        "a formatted date string" => "a date such as \"2026-06-12\"",
        "a map" => TABLE,
        other if other.starts_with("struct ") || other.starts_with("enum ") => TABLE,
        other => other,
    };
    words.to_owned()
}

const TABLE: &str = "a table in curly or double square brackets";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Fault {}
