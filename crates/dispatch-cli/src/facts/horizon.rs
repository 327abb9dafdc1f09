//! The horizon of a file of facts: the days that its lines speak of, as far as a rulebook can be compiled for them.

use chrono::Datelike as _;
use dispatch_core::{Horizon, Span, Timestamp, engine::Fact};

use super::{Facts, NumberedLine, start_of};
use crate::{
    failure::Failure,
    rules::{self, MOST_DAYS},
};

/// Days kept after the last appointment, for alternatives to it.
const MARGIN: i64 = 8;
/// Days ahead of the last line that go before the days of old lines.
const AHEAD: i64 = 400;
/// Rulebooks are compiled for the years up to this one.
const LAST_YEAR: i32 = 2200;

impl Facts {
    /// The days from the first line to the last appointment that can be held beside it. If the lines themselves span
    /// more than a rulebook is compiled for, the later days count: today and what is ahead of it.
    pub(crate) fn horizon(&self) -> Result<Horizon, Failure> {
        let day_of = |line: &NumberedLine| day(line.line.at);
        // A clock may be run on for years, to see what is planned: nothing becomes known by it.
        let tells = |line: &&NumberedLine| !matches!(line.line.fact, Fact::Clock {});
        let first = self.lines.iter().map(day_of).min();
        let last = self.lines.iter().filter(tells).map(day_of).max().or(first);
        let (Some(first), Some(last)) = (first, last) else {
            return Err(Failure::with_help(
                "the input has no fact to decide".to_owned(),
                "give at least one line of facts",
            ));
        };
        // A day earlier, since local days begin and end at other moments than those of UTC.
        let first = (first - 1).max(1);
        let latest = (first + MOST_DAYS - 1).max(last + AHEAD);
        let appointments = self.appointments().flat_map(|(_, _, snapshot)| &snapshot.items);
        let days = appointments.map(|item| day(item.start)).filter(|day| day + MARGIN <= latest);
        let end = days.max().unwrap_or(last).max(last) + MARGIN;
        let first = first.max(end - MOST_DAYS + 1);
        let epoch = chrono::DateTime::UNIX_EPOCH.date_naive();
        let date = epoch.checked_add_signed(chrono::Duration::days(first));
        let date = date.filter(|date| date.year() <= LAST_YEAR).ok_or_else(|| {
            Failure::with_help(
                format!("the lines are of a time after the year {LAST_YEAR}, for which no rulebook can be compiled"),
                "correct the `at` of each line: the moment at which it became known",
            )
        })?;
        Ok(rules::horizon(date, end - first + 1))
    }

    /// Names each appointment that lies outside the days that were planned. It is shown with the others, and no rule
    /// decides it.
    pub(crate) fn name_outside(&mut self, horizon: Horizon, planned: Span) {
        let last = horizon.first + chrono::Duration::days(i64::from(horizon.days) - 1);
        let days = format!("the days that are planned, {} to {last}", horizon.first);
        let side = |start: Timestamp| {
            let before = start < planned.start.timestamp();
            let after = start >= planned.end.timestamp();
            if before { Some("before") } else { after.then_some("after") }
        };
        let mut outside = Vec::new();
        for (number, _, snapshot) in self.appointments() {
            let mut starts = snapshot.items.iter().map(|item| item.start).enumerate();
            let found = starts.find_map(|(at, start)| Some((at, start, side(start)?)));
            if let Some((at, start, side)) = found {
                outside.push((number, start_of(at), format!("{start} is {side} {days}: no rule decides it")));
            }
        }
        for (number, place, what) in outside {
            self.troubles.outside(number, &place, &what);
        }
    }
}

fn day(at: Timestamp) -> i64 {
    at.0.div_euclid(24 * 60 * 60_000)
}
