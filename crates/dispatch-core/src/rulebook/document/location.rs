//! Locations: the sites of a practice.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{calendar::local::Weekly, ids::LocationId};

/// One site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LocationDocument {
    /// Short stable name.
    pub id: LocationId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' names for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// IANA name, such as `America/New_York`.
    pub time_zone: String,
    /// Opening hours by weekday; a day not named is closed.
    pub hours: Weekly,
    /// Dates on which it stays closed.
    #[serde(default)]
    pub closures: Vec<NaiveDate>,
}
