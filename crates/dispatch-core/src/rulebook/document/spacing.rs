//! How many days lie between the services of one client.

use serde::{Deserialize, Serialize};

use crate::explain::SameDay;

/// What lies between a service of one category and a later one of another, or of the same, of one client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpacingDocument {
    /// The category of the earlier one.
    pub after: String,
    /// The category of the later one; the same for a series.
    pub then: String,
    /// Least days from the date of the earlier one to that of the later one.
    #[serde(default)]
    pub at_least_days: Option<u16>,
    /// The later one is due so many days after the last earlier one. A client without an earlier one is not judged.
    #[serde(default)]
    pub at_most_days: Option<u16>,
    /// Whether both may be on one date; `never` if absent where `at_least_days` is 1 or more, else `any_order`.
    #[serde(default)]
    pub same_day: Option<SameDay>,
}

impl SpacingDocument {
    /// Whether both may be on one date.
    #[must_use]
    pub fn same_day(&self) -> SameDay {
        let apart = self.at_least_days.is_some_and(|days| days > 0);
        self.same_day.unwrap_or(if apart { SameDay::Never } else { SameDay::AnyOrder })
    }
}

/// What a client's history is taken for while nobody says that it is all there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnknownHistory {
    /// A person finds out.
    #[default]
    Flag,
    /// For all there is.
    TakeKnown,
}
