//! Clearances: what a client must have had before some services, such as a good-faith exam.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ids::ClearanceId;

/// Something that a client must have had, such as a good-faith exam or a patch test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClearanceDocument {
    /// Short stable name.
    pub id: ClearanceId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' names for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Days from its date to the last date on which it is valid; for ever if absent, that day alone if 0.
    #[serde(default)]
    pub valid_days: Option<u16>,
}

/// Treatment of a client of whom it is not known whether they have a clearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnknownClearance {
    /// A person finds out.
    #[default]
    Flag,
    /// The client counts as one who lacks it.
    Missing,
}

/// A clearance as compiled.
#[derive(Clone, Debug)]
pub(crate) struct Clearance {
    pub(crate) id: ClearanceId,
    pub(crate) name: Arc<str>,
    /// None for ever.
    pub(crate) valid_days: Option<u16>,
}

impl From<&ClearanceDocument> for Clearance {
    fn from(document: &ClearanceDocument) -> Self {
        Self {
            id: document.id.clone(),
            name: document.name.as_deref().unwrap_or(document.id.as_str()).into(),
            valid_days: document.valid_days,
        }
    }
}
