//! Local time of the simulated practice, worked out by chrono and not by the core.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc};
use dispatch_core::{Minute, Timestamp};

use crate::practice::ZONE;

fn local(at: Minute) -> NaiveDateTime {
    let utc: DateTime<Utc> = DateTime::from_timestamp_millis(at.timestamp().0).unwrap_or_default();
    utc.with_timezone(&ZONE).naive_local()
}

/// The local day that a minute lies in, counted from 1970-01-01.
pub(crate) fn day_of(at: Minute) -> i32 {
    i32::try_from(local(at).date().signed_duration_since(NaiveDate::default()).num_days()).unwrap_or(0)
}

/// Minutes on the clock since local midnight.
pub(crate) fn clock_of(at: Minute) -> i32 {
    let time = local(at).time().signed_duration_since(NaiveTime::MIN);
    i32::try_from(time.num_minutes()).unwrap_or(0)
}

/// The minute at which the clock shows so many minutes on a local day. The practice is closed while clocks change.
pub(crate) fn local_minute(day: i32, clock: i32) -> Minute {
    let date = NaiveDate::default() + TimeDelta::days(i64::from(day));
    let naive = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(clock));
    let utc = ZONE.from_local_datetime(&naive).earliest().map_or(0, |there| there.timestamp_millis());
    Timestamp(utc).minute_floor()
}

/// The weekday, counted from Monday.
pub(crate) fn weekday(day: i32) -> usize {
    let date = NaiveDate::default() + TimeDelta::days(i64::from(day));
    date.weekday().num_days_from_monday() as usize
}

/// The date of a day.
pub(crate) fn date(day: i32) -> NaiveDate {
    NaiveDate::default() + TimeDelta::days(i64::from(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_the_practices() {
        let at = Timestamp::parse("2026-11-02T09:30:00-05:00").unwrap().minute_floor();
        assert_eq!((weekday(day_of(at)), clock_of(at)), (0, 570), "a Monday, after the clocks went back");
        assert_eq!(local_minute(day_of(at), 570), at);
        assert_eq!(
            local_minute(day_of(at), 0).since(local_minute(day_of(at) - 1, 0)).0,
            25 * 60,
            "a long Sunday"
        );
        assert_eq!(date(day_of(at)).to_string(), "2026-11-02");
    }
}
