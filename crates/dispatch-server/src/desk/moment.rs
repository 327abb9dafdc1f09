//! A moment as the desk reads it: in UTC for programs, in local time for people.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use dispatch_core::{Minute, Timestamp, calendar::local::Zone};
use serde::Serialize;

/// A moment, written twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Moment {
    /// In UTC.
    at: String,
    /// The same with the offset of the location.
    local: String,
}

impl Moment {
    pub(crate) fn of(at: Timestamp, zone: Zone) -> Self {
        let utc = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
        let ahead = zone.offset(at.minute_floor()).0 * 60;
        let local = FixedOffset::east_opt(ahead).map(|offset| utc.with_timezone(&offset));
        let text = utc.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        Self {
            local: local
                .map_or_else(|| text.clone(), |local| local.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
            at: text,
        }
    }

    pub(crate) fn minute(at: Minute, zone: Zone) -> Self {
        Self::of(at.timestamp(), zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_both_times() {
        let zone = Zone::named("America/New_York").unwrap();
        let shown = |text: &str| {
            let moment = Moment::of(Timestamp::parse(text).unwrap(), zone);
            (moment.at, moment.local)
        };
        let both = |at: &str, local: &str| (at.to_owned(), local.to_owned());
        assert_eq!(shown("2026-06-12T18:00:00Z"), both("2026-06-12T18:00:00Z", "2026-06-12T14:00:00-04:00"));
        assert_eq!(
            shown("2026-12-12T18:00:00.5Z"),
            both("2026-12-12T18:00:00.500Z", "2026-12-12T13:00:00.500-05:00")
        );
    }
}
