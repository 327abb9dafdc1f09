//! Units of time. Schedule time is whole UTC minutes in half-open spans; `now` is milliseconds.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A whole UTC minute, counted from 1970-01-01T00:00Z. Serialized as `2026-06-12T18:00Z`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(pub i32);

/// A length in whole minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Minutes(pub i32);

/// A half-open span `[start, end)` of UTC minutes. Never negative when built with [`Span::new`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// First minute inside.
    pub start: Minute,
    /// First minute after.
    pub end: Minute,
}

/// A moment in milliseconds since 1970-01-01T00:00Z. Serialized as RFC 3339 with milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A text that is no RFC 3339 instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time such as 2026-06-12T14:00:00-04:00")]
pub struct BadTime(String);

impl Minute {
    /// This minute moved by `minutes` (saturating).
    #[must_use]
    pub const fn plus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_add(minutes.0))
    }

    /// This minute moved back by `minutes` (saturating).
    #[must_use]
    pub const fn minus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_sub(minutes.0))
    }

    /// Minutes from `earlier` to here; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Minutes {
        Minutes(self.0.saturating_sub(earlier.0))
    }

    /// The moment at which this minute starts.
    #[must_use]
    pub const fn timestamp(self) -> Timestamp {
        Timestamp(self.0 as i64 * 60_000)
    }
}

impl Span {
    /// `[start, end)`; an `end` before `start` gives the empty span at `start`.
    #[must_use]
    pub const fn new(start: Minute, end: Minute) -> Self {
        Self { start, end: if end.0 < start.0 { start } else { end } }
    }

    /// The span of `minutes` from `start`.
    #[must_use]
    pub const fn from_start(start: Minute, minutes: Minutes) -> Self {
        Self::new(start, start.plus(minutes))
    }

    /// Length in minutes.
    #[must_use]
    pub const fn minutes(self) -> Minutes {
        self.end.since(self.start)
    }

    /// True if no minute lies inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end.0 <= self.start.0
    }

    /// True if both share at least one minute. Touching spans do not overlap.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start.0 < other.end.0 && other.start.0 < self.end.0 && !self.is_empty() && !other.is_empty()
    }

    /// True if `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start.0 <= other.start.0 && other.end.0 <= self.end.0
    }

    /// The shared part (perhaps empty).
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// Grown by `before` at the front and `after` at the back.
    #[must_use]
    pub const fn padded(self, before: Minutes, after: Minutes) -> Self {
        Self::new(self.start.minus(before), self.end.plus(after))
    }
}

impl Timestamp {
    /// The minute this moment lies in (floored).
    #[must_use]
    pub const fn minute_floor(self) -> Minute {
        Minute(clamp_minute(self.0.div_euclid(60_000)))
    }

    /// The first minute that does not start before this moment (ceiled).
    #[must_use]
    pub const fn minute_ceil(self) -> Minute {
        Minute(clamp_minute(-((-self.0).div_euclid(60_000))))
    }

    /// Moved by whole minutes (saturating).
    #[must_use]
    pub const fn plus(self, minutes: Minutes) -> Self {
        Self(self.0.saturating_add(minutes.0 as i64 * 60_000))
    }

    /// Reads an RFC 3339 instant with any offset, with or without seconds.
    ///
    /// # Errors
    /// [`BadTime`] if the text is no such instant.
    pub fn parse(text: &str) -> Result<Self, BadTime> {
        DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
            .map(|instant| Self(instant.timestamp_millis()))
            .map_err(|_| BadTime(text.to_owned()))
    }

    fn utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }
}

const fn clamp_minute(minute: i64) -> i32 {
    if minute < i32::MIN as i64 {
        i32::MIN
    } else if minute > i32::MAX as i64 {
        i32::MAX
    } else {
        minute as i32
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp().utc() {
            Some(instant) => write!(f, "{}", instant.format("%Y-%m-%dT%H:%MZ")),
            None => write!(f, "minute {}", self.0),
        }
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} min", self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.utc() {
            Some(instant) => f.write_str(&instant.to_rfc3339_opts(SecondsFormat::Millis, true)),
            None => write!(f, "millisecond {}", self.0),
        }
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Minute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let timestamp = Timestamp::deserialize(deserializer)?;
        if timestamp.0.rem_euclid(60_000) != 0 {
            return Err(de::Error::custom(format_args!("`{timestamp}` is not a whole minute")));
        }
        Ok(timestamp.minute_floor())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    macro_rules! instant {
        ($type:ident, $about:literal) => {
            impl JsonSchema for super::$type {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($type).into()
                }
                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "string", "format": "date-time", "description": $about })
                }
            }
        };
    }
    instant!(Minute, "A whole UTC minute, such as 2026-06-12T18:00Z; any offset is read.");
    instant!(Timestamp, "An RFC 3339 instant, such as 2026-06-12T13:14:00.000Z; any offset is read.");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_are_floored_and_ends_are_ceiled() {
        assert_eq!(Timestamp(60_001).minute_floor(), Minute(1));
        assert_eq!(Timestamp(60_001).minute_ceil(), Minute(2));
        assert_eq!(Timestamp(-1).minute_floor(), Minute(-1));
        assert_eq!(Timestamp(-1).minute_ceil(), Minute(0));
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        let (a, b) = (Span::new(Minute(0), Minute(10)), Span::new(Minute(10), Minute(20)));
        assert!(!a.overlaps(b) && !b.overlaps(a));
        assert!(a.padded(Minutes(0), Minutes(1)).overlaps(b));
        assert!(!Span::new(Minute(5), Minute(5)).overlaps(a), "an empty span overlaps nothing");
    }

    #[test]
    fn instants_read_any_offset_and_print_utc() {
        let at = Timestamp::parse("2026-06-12T14:00:00-04:00").unwrap();
        assert_eq!(at.to_string(), "2026-06-12T18:00:00.000Z");
        assert_eq!(at.minute_floor().to_string(), "2026-06-12T18:00Z");
        assert_eq!(Timestamp::parse("2026-06-12T18:00Z"), Ok(at));
        assert!(Timestamp::parse("2026-06-12 14:00").is_err());
    }
}
