//! Hours at further locations, and what takes hours away again.

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::{LocalRange, Weekly},
    ids::LocationId,
    time::Minutes,
};

use super::DatedShifts;

/// Hours at a location that is not the home one, by that location's clock and outside its closures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ElsewhereDocument {
    /// Where.
    pub location: LocationId,
    /// Weekly hours there; none if absent.
    #[serde(default)]
    pub shifts: Option<Weekly>,
    /// Dates whose hours there differ from the week's.
    #[serde(default)]
    pub dates: Vec<DatedShifts>,
}

/// Something that comes back at the same time of day and must not be booked over, such as opening up, closing down or
/// a calibration. It is work: no break is taken in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyDocument {
    /// What it is, for people.
    pub name: String,
    /// When.
    pub at: LocalRange,
    /// On which days of the week it starts; every day if empty.
    #[serde(default)]
    pub days: Vec<DayOfWeek>,
}

impl DutyDocument {
    /// True if it starts on such a day.
    #[must_use]
    pub fn is_on(&self, day: Weekday) -> bool {
        self.days.is_empty() || self.days.iter().any(|named| Weekday::from(*named) == day)
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the days of the week")]
pub enum DayOfWeek {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl From<DayOfWeek> for Weekday {
    fn from(day: DayOfWeek) -> Self {
        match day {
            DayOfWeek::Mon => Self::Mon,
            DayOfWeek::Tue => Self::Tue,
            DayOfWeek::Wed => Self::Wed,
            DayOfWeek::Thu => Self::Thu,
            DayOfWeek::Fri => Self::Fri,
            DayOfWeek::Sat => Self::Sat,
            DayOfWeek::Sun => Self::Sun,
        }
    }
}

/// How long somebody may work without a pause. What counts is treating: buffers around it are a pause, and so is any
/// other time without a booking, whatever else fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InARowDocument {
    /// Most minutes from the start of the first booking to the end of the last, with no pause between.
    pub minutes: Minutes,
    /// So many minutes without a booking are a pause.
    pub pause: Minutes,
}
