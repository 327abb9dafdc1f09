//! Local time: the only module that knows time zones. All others see UTC minutes.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::{Minute, Minutes, Span};

/// A local time of day in minutes from midnight, 0 to 1440 (`24:00`, an end only).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime(pub u16);

/// A range of local times, such as `09:00-18:00`. If `to` is not after `from` it runs over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalRange {
    /// First minute inside.
    pub from: LocalTime,
    /// First minute after.
    pub to: LocalTime,
}

/// Ranges by weekday. A named day beats `weekdays`, which beats `daily`; a day that nothing names has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the days of the week")]
pub struct Weekly {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekdays: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mon: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tue: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wed: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thu: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fri: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sat: Option<Vec<LocalRange>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sun: Option<Vec<LocalRange>>,
}

impl Weekly {
    /// The ranges of a weekday.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[LocalRange] {
        let (named, working) = match day {
            Weekday::Mon => (&self.mon, true),
            Weekday::Tue => (&self.tue, true),
            Weekday::Wed => (&self.wed, true),
            Weekday::Thu => (&self.thu, true),
            Weekday::Fri => (&self.fri, true),
            Weekday::Sat => (&self.sat, false),
            Weekday::Sun => (&self.sun, false),
        };
        let weekdays = if working { self.weekdays.as_ref() } else { None };
        named.as_ref().or(weekdays).or(self.daily.as_ref()).map_or(&[], Vec::as_slice)
    }
}

/// A time zone of the tz database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// Looks up an IANA name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// All names, for suggestions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The UTC minute of a local time. A time that a spring change skips becomes the first minute after the gap; a
    /// time that comes twice in autumn becomes the first of the two for a start, the second for an end.
    #[must_use]
    pub fn utc(self, date: NaiveDate, time: LocalTime, edge: Edge) -> Minute {
        let local = midnight(date) + Duration::minutes(i64::from(time.0));
        let instant = match (self.0.from_local_datetime(&local), edge) {
            (chrono::LocalResult::Single(instant), _) => instant,
            (chrono::LocalResult::Ambiguous(first, _), Edge::Start) => first,
            (chrono::LocalResult::Ambiguous(_, second), Edge::End) => second,
            (chrono::LocalResult::None, _) => self.after_gap(local),
        };
        minute(instant.timestamp())
    }

    /// The first minute after a spring gap, found by walking forward: a minute at a time, since gaps end at any minute, and
    /// for a day at most, since a zone that crosses the date line skips one.
    fn after_gap(self, mut local: NaiveDateTime) -> DateTime<Tz> {
        for _ in 0..24 * 60 {
            local += Duration::minutes(1);
            if let Some(instant) = self.0.from_local_datetime(&local).earliest() {
                return instant;
            }
        }
        self.0.from_utc_datetime(&local)
    }

    /// The span of a local range that starts on `date`.
    #[must_use]
    pub fn span(self, date: NaiveDate, range: LocalRange) -> Span {
        let end_date = if range.to > range.from { Some(date) } else { date.succ_opt() };
        let start = self.utc(date, range.from, Edge::Start);
        Span::new(start, end_date.map_or(start, |end_date| self.utc(end_date, range.to, Edge::End)))
    }

    /// The local date and time of day of a UTC minute.
    #[must_use]
    pub fn local(self, at: Minute) -> (NaiveDate, LocalTime) {
        let local = self.naive(at);
        let minutes = local.signed_duration_since(midnight(local.date())).num_minutes();
        (local.date(), LocalTime(u16::try_from(minutes).unwrap_or(0)))
    }

    /// How many local dates later `later` is than `earlier`.
    #[must_use]
    pub fn days_between(self, earlier: Minute, later: Minute) -> i32 {
        let (earlier, later) = (self.local(earlier).0, self.local(later).0);
        i32::try_from(later.signed_duration_since(earlier).num_days()).unwrap_or(i32::MAX)
    }

    /// Minutes that local time is ahead of UTC at a moment.
    #[must_use]
    pub fn offset(self, at: Minute) -> Minutes {
        let utc = utc_naive(at);
        Minutes(self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc() / 60)
    }

    fn naive(self, at: Minute) -> NaiveDateTime {
        self.0.from_utc_datetime(&utc_naive(at)).naive_local()
    }
}

/// The end of a span that a local time is. It decides between the two readings of an hour that comes twice in autumn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first reading.
    Start,
    /// The second reading.
    End,
}

/// The weekday of a date.
#[must_use]
pub fn weekday(date: NaiveDate) -> Weekday {
    date.weekday()
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(chrono::NaiveTime::MIN)
}

fn utc_naive(at: Minute) -> NaiveDateTime {
    DateTime::from_timestamp(i64::from(at.0) * 60, 0).unwrap_or_default().naive_utc()
}

fn minute(seconds: i64) -> Minute {
    Minute(i32::try_from(seconds.div_euclid(60)).unwrap_or(i32::MAX))
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Display for LocalRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// A text that is no time of day, or no range of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLocalTime {
    /// Not `HH:MM`.
    #[error("`{0}` is not a time of day such as 09:00 (00:00 to 24:00)")]
    Time(String),
    /// Not `HH:MM-HH:MM`.
    #[error("`{0}` is not a range of times such as 09:00-18:00")]
    Range(String),
}

impl FromStr for LocalTime {
    type Err = BadLocalTime;

    fn from_str(text: &str) -> Result<Self, BadLocalTime> {
        let bad = || BadLocalTime::Time(text.to_owned());
        let two_digits = |part: &str| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse::<u16>().map_err(|_| bad()) } else { Err(bad()) }
        };
        let (hours, minutes) = text.split_once(':').ok_or_else(bad)?;
        let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
        let total = hours * 60 + minutes;
        if minutes < 60 && total <= 24 * 60 { Ok(Self(total)) } else { Err(bad()) }
    }
}

impl FromStr for LocalRange {
    type Err = BadLocalTime;

    fn from_str(text: &str) -> Result<Self, BadLocalTime> {
        let bad = || BadLocalTime::Range(text.to_owned());
        let (from, to) = text.split_once('-').ok_or_else(bad)?;
        let range = Self { from: from.trim().parse()?, to: to.trim().parse()? };
        if range.from == range.to || range.from.0 == 24 * 60 { Err(bad()) } else { Ok(range) }
    }
}

macro_rules! as_text {
    ($($name:ident $example:literal)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "examples": [$example] })
            }
        }
    )*};
}
as_text! { LocalTime "09:00" LocalRange "09:00-18:00" }

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        match Zone::named(name) {
            Some(zone) => zone,
            None => unreachable!("{name} is a zone"),
        }
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn utc(text: &str) -> Minute {
        crate::time::Timestamp::parse(text).unwrap().minute_floor()
    }

    #[test]
    fn times_of_day_are_two_digits_each_up_to_midnight() {
        for good in ["00:00", "09:59", "23:59", "24:00"] {
            assert_eq!(good.parse::<LocalTime>().map(|time| time.to_string()), Ok(good.to_owned()));
        }
        for bad in ["9:00", "+9:00", "09:0", "09:60", "09:75", "24:01", "25:00", "0900", "", ":"] {
            assert_eq!(bad.parse::<LocalTime>(), Err(BadLocalTime::Time(bad.to_owned())));
        }
    }

    #[test]
    fn a_range_is_neither_empty_nor_begins_when_the_day_is_over() {
        for good in ["01:24-05:00", "00:00-24:00", "22:00-02:00"] {
            assert_eq!(good.parse::<LocalRange>().map(|range| range.to_string()), Ok(good.to_owned()));
        }
        for bad in ["09:00-09:00", "24:00-09:00", "24:00-02:00", "09:00"] {
            assert_eq!(bad.parse::<LocalRange>(), Err(BadLocalTime::Range(bad.to_owned())));
        }
    }

    #[test]
    fn a_skipped_time_is_the_first_minute_after_the_gap() {
        let forward = zone("America/New_York").utc(date("2026-03-08"), LocalTime(2 * 60 + 15), Edge::Start);
        assert_eq!(forward, utc("2026-03-08T03:00-04:00"));
        // Samoa went over the date line and had no 30th of December.
        let skipped = zone("Pacific/Apia").utc(date("2011-12-30"), LocalTime(0), Edge::Start);
        assert_eq!(skipped, utc("2011-12-31T00:00+14:00"));
    }

    #[test]
    fn a_range_that_ends_when_it_begins_is_a_whole_day() {
        let nine = LocalTime(9 * 60);
        let span = zone("Asia/Kolkata").span(date("2026-06-12"), LocalRange { from: nine, to: nine });
        assert_eq!(span, Span::new(utc("2026-06-12T09:00+05:30"), utc("2026-06-13T09:00+05:30")));
    }

    #[test]
    fn offsets_are_minutes_ahead_of_utc() {
        let summer = utc("2026-06-12T12:00Z");
        for (name, minutes) in [("UTC", 0), ("Asia/Kolkata", 330), ("America/New_York", -240)] {
            assert_eq!(zone(name).offset(summer), Minutes(minutes), "{name}");
        }
    }
}
