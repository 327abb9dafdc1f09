//! Duties, and hours at two locations.

use chrono::{Duration, NaiveDate};
use dispatch_core::{DatedShifts, DayOfWeek, DutyDocument, ElsewhereDocument, calendar::local::Weekly};
use proptest::{option, prelude::*, sample::select};

use crate::random_practice::values::{DAYS, Hours, location_id, range, weekly};

/// Every day, every day but Friday, or Friday alone.
const DUTY_DAYS: &[&[DayOfWeek]] = &[
    &[],
    &[],
    &[DayOfWeek::Mon, DayOfWeek::Tue, DayOfWeek::Wed, DayOfWeek::Thu, DayOfWeek::Sat, DayOfWeek::Sun],
    &[DayOfWeek::Fri],
];

/// Opening up, a calibration, closing down, and one that meets a fixed break.
const DUTIES: Hours = &[(540, 555), (840, 870), (1065, 1080), (735, 745), (1430, 10)];

/// When and on which days, if at all.
pub(super) type Duty = Option<((u16, u16), &'static [DayOfWeek])>;

pub(super) fn duty() -> impl Strategy<Value = Duty> {
    option::weighted(0.2, (select(DUTIES), select(DUTY_DAYS)))
}

pub(super) fn duties(drawn: &Duty) -> Vec<DutyDocument> {
    let duty = |(at, days): &((u16, u16), &[DayOfWeek])| DutyDocument {
        name: "duty".to_owned(),
        at: range(*at),
        days: days.to_vec(),
    };
    drawn.iter().map(duty).collect()
}

/// Hours at two locations.
#[derive(Clone, Copy, Debug)]
pub(super) enum Roams {
    /// So many days at home from the first on, then at the other.
    Days(i64),
    /// The other way round, by the day of the week.
    Weekday(DayOfWeek),
    /// The morning at home and the afternoon at the other, some hours apart whatever the clocks there say.
    Halves,
}

pub(super) fn roams() -> impl Strategy<Value = Roams> {
    let days = [DayOfWeek::Mon, DayOfWeek::Thu, DayOfWeek::Fri, DayOfWeek::Sat];
    prop_oneof![
        (1..i64::from(DAYS)).prop_map(Roams::Days),
        select(days.to_vec()).prop_map(Roams::Weekday),
        Just(Roams::Halves),
    ]
}

impl Roams {
    /// The week and the dates at home, and the hours at the other location.
    pub(super) fn hours(
        self,
        home: usize,
        first: NaiveDate,
    ) -> (Weekly, Vec<DatedShifts>, ElsewhereDocument) {
        const DAY: Hours = &[(540, 1080)];
        let dated = |day: i64, hours: Hours| DatedShifts {
            date: first + Duration::days(day),
            shifts: hours.iter().copied().map(range).collect(),
        };
        let there = |shifts, dates| ElsewhereDocument { location: location_id(1 - home), shifts, dates };
        let on = |day: DayOfWeek, hours: Hours| {
            let hours = Some(hours.iter().copied().map(range).collect());
            match day {
                DayOfWeek::Mon => Weekly { mon: hours, ..Weekly::default() },
                DayOfWeek::Thu => Weekly { thu: hours, ..Weekly::default() },
                DayOfWeek::Fri => Weekly { fri: hours, ..Weekly::default() },
                _ => Weekly { sat: hours, ..Weekly::default() },
            }
        };
        match self {
            Self::Days(from) => {
                let days = || from..i64::from(DAYS);
                let away = days().map(|day| dated(day, &[])).collect();
                (weekly(DAY), away, there(None, days().map(|day| dated(day, DAY)).collect()))
            }
            Self::Weekday(day) => {
                let home = Weekly { daily: weekly(DAY).daily, ..on(day, &[]) };
                (home, Vec::new(), there(Some(on(day, DAY)), Vec::new()))
            }
            Self::Halves => {
                (weekly(&[(540, 720)]), Vec::new(), there(Some(weekly(&[(840, 1140)])), Vec::new()))
            }
        }
    }
}
