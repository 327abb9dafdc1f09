//! Hours of single dates, and hours at further locations.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::{LocalRange, Weekly},
    ids::LocationId,
};

/// Hours at a location that is not the home one, by that location's clock and outside its closures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ElsewhereDocument {
    /// The path of the entry or field.
    pub location: LocationId,
    /// Weekly hours there; none if absent.
    #[serde(default)]
    pub shifts: Option<Weekly>,
    /// Dates whose hours there differ from the week's.
    #[serde(default)]
    pub dates: Vec<DatedShifts>,
}

/// Shifts of one date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DatedShifts {
    /// The local date.
    pub date: NaiveDate,
    /// The shifts of that date; empty means off.
    #[serde(default)]
    pub shifts: Vec<LocalRange>,
}
