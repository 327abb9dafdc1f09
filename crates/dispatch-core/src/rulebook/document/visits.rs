//! How several services of one client follow each other.

use serde::{Deserialize, Serialize};

use crate::time::Minutes;

/// The rules of a visit of several services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct VisitsDocument {
    /// Most minutes that a client waits between two services.
    pub most_minutes_between: Minutes,
    /// The gaps that are tried: its multiples.
    pub grid: Minutes,
    /// Who treats already goes on treating, if they are able.
    pub same_provider: bool,
}

impl Default for VisitsDocument {
    fn default() -> Self {
        Self { most_minutes_between: Minutes(0), grid: Minutes(5), same_provider: true }
    }
}
