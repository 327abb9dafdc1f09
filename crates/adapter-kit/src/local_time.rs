use chrono::{NaiveDateTime, Timelike};
use dispatch_core::{
    Minute, Timestamp,
    calendar::local::{Edge, LocalTime, Zone},
};

/// A local time that occurs twice or not at all when the clocks change. A person decides; it is never guessed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` occurs twice or not at all on that day, because the clocks change")]
pub struct LocalTimeUnclear(pub String);

/// A UTC minute as local `YYYY-MM-DDTHH:MM:SS`, the form in which platforms expect times without an offset.
///
/// # Errors
/// [`LocalTimeUnclear`] if that local time occurs twice on that day, so that the platform might choose the other.
pub fn local_naive(zone: Zone, at: Minute) -> Result<String, LocalTimeUnclear> {
    let (date, time) = zone.local(at);
    let text = format!("{date}T{time}:00");
    let unique = zone.utc(date, time, Edge::Start) == at && zone.utc(date, time, Edge::End) == at;
    if unique { Ok(text) } else { Err(LocalTimeUnclear(text)) }
}

/// The moment of a time in the platform's text: by its offset, or without one in the location's zone.
///
/// # Errors
/// [`LocalTimeUnclear`] if the text is not a time, or a local time that occurs twice or not at all.
pub fn instant_of(zone: Zone, text: &str) -> Result<Timestamp, LocalTimeUnclear> {
    if let Ok(instant) = Timestamp::parse(text) {
        return Ok(instant);
    }
    let unclear = || LocalTimeUnclear(text.to_owned());
    let local: NaiveDateTime = text.parse().map_err(|_| unclear())?;
    let minute = u16::try_from(local.hour() * 60 + local.minute()).map_err(|_| unclear())?;
    let (date, time) = (local.date(), LocalTime(minute));
    let (first, second) = (zone.utc(date, time, Edge::Start), zone.utc(date, time, Edge::End));
    if first != second || zone.local(first) != (date, time) {
        return Err(unclear());
    }
    let seconds = i64::from(local.second()) * 1000 + i64::from(local.nanosecond() / 1_000_000);
    Ok(Timestamp(first.timestamp().0 + seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(text: &str) -> Minute {
        Timestamp::parse(text).unwrap().minute_floor()
    }

    #[test]
    fn local_times_go_out_and_come_back() {
        let zone = Zone::named("America/New_York").unwrap();
        let at = minute("2026-06-12T18:00Z");
        assert_eq!(local_naive(zone, at).as_deref(), Ok("2026-06-12T14:00:00"));
        assert_eq!(instant_of(zone, "2026-06-12T14:00:00"), Ok(at.timestamp()));
        assert_eq!(instant_of(zone, "2026-06-12T14:00:00-04:00"), Ok(at.timestamp()));
        assert_eq!(instant_of(zone, "2026-06-12T14:00:07.250"), Ok(Timestamp(at.timestamp().0 + 7_250)));
    }

    #[test]
    fn the_hour_that_comes_twice_and_the_one_that_never_comes_are_unclear() {
        let zone = Zone::named("America/New_York").unwrap();
        assert!(local_naive(zone, minute("2026-11-01T05:30Z")).is_err(), "01:30, first time");
        assert!(local_naive(zone, minute("2026-11-01T06:30Z")).is_err(), "01:30, second time");
        assert!(local_naive(zone, minute("2026-11-01T07:30Z")).is_ok());
        assert!(instant_of(zone, "2026-11-01T01:30:00").is_err());
        assert!(instant_of(zone, "2026-03-08T02:30:00").is_err(), "skipped");
        assert!(instant_of(zone, "soon").is_err());
    }
}
