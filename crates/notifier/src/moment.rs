//! Moments in words: the day and the time as the location's staff would say them.

use chrono::NaiveDate;
use dispatch_core::{
    Minute,
    calendar::local::{LocalTime, Zone},
};

/// A moment as the location's staff would say it.
pub(crate) fn day_and_time(zone: Zone, at: Minute) -> (String, String) {
    let (date, time) = zone.local(at);
    (long_date(date), clock(time))
}

/// A time of day as the location's staff would say it.
pub(crate) fn clock_at(zone: Zone, at: Minute) -> String {
    clock(zone.local(at).1)
}

fn long_date(date: NaiveDate) -> String {
    date.format("%A, %B %-d, %Y").to_string()
}

fn clock(time: LocalTime) -> String {
    let (hour, minute) = (time.0 / 60 % 24, time.0 % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    format!("{hour}:{minute:02} {half}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noon_and_midnight_are_twelve() {
        let at = |minutes| clock(LocalTime(minutes));
        assert_eq!(
            [at(0), at(9 * 60 + 5), at(12 * 60), at(14 * 60)],
            ["12:00 AM", "9:05 AM", "12:00 PM", "2:00 PM"]
        );
    }
}
