//! The horizon: the business days that a rulebook is compiled for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{
    PageTable,
    local::{Edge, LocalTime, Zone},
};

/// The business days that a rulebook is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Horizon {
    /// The first local date, in the first location's time zone.
    pub first: NaiveDate,
    /// How many days, at least 1.
    pub days: u16,
}

impl Horizon {
    /// The date of a day of the horizon; `None` at the end of the calendar.
    pub(crate) fn date(self, day: i32) -> Option<NaiveDate> {
        self.first.checked_add_signed(chrono::Duration::days(i64::from(day)))
    }

    /// The business days in a zone. Fewer than asked for if the zone has a day that fits no page, such as the date that
    /// Samoa skipped.
    pub(crate) fn pages(self, zone: Option<Zone>) -> PageTable {
        let midnight = |zone: Zone, date: NaiveDate| zone.utc(date, LocalTime(0), Edge::Start);
        PageTable::new(zone.map_or_else(Vec::new, |zone| {
            (0..=i32::from(self.days)).map_while(|day| Some(midnight(zone, self.date(day)?))).collect()
        }))
    }
}
