//! Random moments on the days of a horizon, and a little beyond.

use dispatch_core::{
    Horizon, Minute, RulebookDocument,
    calendar::local::{Edge, LocalTime, Zone},
};
use proptest::{prelude::*, sample::Index};

/// A minute of the day on one of the days; one day before the horizon to one day after.
pub(super) type Moment = (Index, u16);

pub(super) fn moment() -> impl Strategy<Value = Moment> {
    let minute = prop_oneof![
        6 => (32u16..80).prop_map(|quarter| quarter * 15),
        4 => 480u16..1200,
        1 => 0u16..1440,
        1 => prop_oneof![0u16..200, 1300u16..1440],
    ];
    (any::<Index>(), minute)
}

pub(super) struct Days {
    zone: Option<Zone>,
    horizon: Horizon,
}

impl Days {
    pub(super) fn of(document: &RulebookDocument, horizon: Horizon) -> Self {
        let zone = document.locations.first().and_then(|location| Zone::named(&location.time_zone));
        Self { zone, horizon }
    }

    pub(super) fn last(&self) -> chrono::NaiveDate {
        self.horizon.first + chrono::Duration::days(i64::from(self.horizon.days) - 1)
    }

    /// A moment inside the horizon, but for one in 24.
    pub(super) fn at(&self, (day, minute): Moment) -> Minute {
        let days = i64::from(self.horizon.days);
        let day = i64::try_from(day.index(24 * self.horizon.days as usize)).unwrap_or(0);
        let day = if day == 0 {
            -1
        } else if day == 1 {
            days
        } else {
            day % days
        };
        let date = self.horizon.first + chrono::Duration::days(day);
        self.zone.map_or(Minute(0), |zone| zone.utc(date, LocalTime(minute), Edge::Start))
    }
}
