//! Local time by looking at every minute.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeZone, Weekday};
use chrono_tz::Tz;
use dispatch_core::{
    Horizon, Minute, Span,
    calendar::local::{LocalRange, LocalTime},
};

const DAY: i32 = 24 * 60;
/// Days looked at before and after the horizon: hours over midnight reach into it.
const REACH: i32 = 3;

/// The local time of every minute of a horizon, and of some days around it.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    first: i32,
    /// Local minutes since 1970-01-01T00:00, by UTC minute from `first`.
    local: Vec<i32>,
    /// The horizon's local days, counted from 1970-01-01.
    days: std::ops::Range<i32>,
}

impl Clock {
    pub(super) fn new(zone: &str, horizon: Horizon) -> Self {
        let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
        let first_day = horizon.first.num_days_from_ce() - NaiveDate::default().num_days_from_ce();
        let days = first_day..first_day + i32::from(horizon.days);
        let first = (days.start - REACH) * DAY;
        let offset = |utc: i32| {
            // No zone changes its clock between two quarters of an hour.
            let quarter =
                DateTime::from_timestamp(i64::from(utc.div_euclid(15)) * 900, 0).unwrap_or_default();
            zone.offset_from_utc_datetime(&quarter.naive_utc()).fix().local_minus_utc() / 60
        };
        let quarters = (first..(days.end + REACH) * DAY).step_by(15);
        let local = quarters.flat_map(|utc| {
            let offset = offset(utc);
            (utc..utc + 15).map(move |minute| minute + offset)
        });
        Self { first, local: local.collect(), days }
    }

    /// The local days of the horizon, and those around it.
    pub(super) fn days_around(&self) -> impl Iterator<Item = i32> + use<> {
        self.days.start - 2..self.days.end + 2
    }

    /// The UTC minutes of the horizon.
    pub(super) fn horizon(&self) -> (i32, i32) {
        (self.midnight(self.days.start), self.midnight(self.days.end))
    }

    /// The local day that a UTC minute lies in.
    pub(super) fn day(&self, utc: i32) -> i32 {
        self.local(utc).div_euclid(DAY)
    }

    /// The first UTC minute of a local day.
    pub(super) fn midnight(&self, day: i32) -> i32 {
        self.begin(day, LocalTime(0))
    }

    /// The UTC minutes of a local range that begins on a day; if it does not end later that day, it ends the next.
    pub(super) fn range(&self, day: i32, range: LocalRange) -> (i32, i32) {
        let last = if range.to > range.from { day } else { day + 1 };
        (self.begin(day, range.from), self.end(last, range.to))
    }

    /// The first UTC minute at which the local clock shows this time or a later one.
    pub(super) fn begin(&self, day: i32, time: LocalTime) -> i32 {
        let wanted = day * DAY + i32::from(time.0);
        self.near(wanted).find(|utc| self.local(*utc) >= wanted).unwrap_or(self.first)
    }

    /// The last UTC minute at which the local clock shows this time; if it skips it, the first later one.
    fn end(&self, day: i32, time: LocalTime) -> i32 {
        let wanted = day * DAY + i32::from(time.0);
        let last = self.near(wanted).filter(|utc| self.local(*utc) == wanted).last();
        last.unwrap_or_else(|| self.begin(day, time))
    }

    /// UTC minutes around a local time: no clock is more than 15 hours off.
    fn near(&self, wanted: i32) -> impl Iterator<Item = i32> + use<> {
        wanted - 15 * 60..wanted + 15 * 60
    }

    pub(super) fn local(&self, utc: i32) -> i32 {
        let at = usize::try_from(utc - self.first).ok();
        at.and_then(|at| self.local.get(at)).copied().unwrap_or(i32::MIN)
    }

    /// UTC minutes that are looked at.
    pub(super) fn minutes(&self) -> usize {
        self.local.len()
    }

    /// The position of a minute among those.
    pub(super) fn position(&self, utc: i32) -> Option<usize> {
        usize::try_from(utc - self.first).ok().filter(|at| *at < self.local.len())
    }
}

/// The date of a local day.
pub(super) fn date(day: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day + NaiveDate::default().num_days_from_ce()).unwrap_or_default()
}

pub(super) fn weekday(day: i32) -> Weekday {
    date(day).weekday()
}

pub(super) fn span((from, to): (i32, i32)) -> Span {
    Span::new(Minute(from), Minute(to))
}
