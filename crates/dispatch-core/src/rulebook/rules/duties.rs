//! Duties: times of day that come back and must not be booked over.

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::LocalRange,
    rulebook::{DocumentPath, ranges, report::Report},
};

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

/// Each duty has a name and a range.
pub(in crate::rulebook) fn judge(report: &mut Report, path: &DocumentPath, duties: &[DutyDocument]) {
    for (at, duty) in duties.iter().enumerate() {
        let path = path.position(at);
        report.not_empty(path.field("name"), &duty.name);
        ranges::range(report, path.field("at"), duty.at);
    }
}
