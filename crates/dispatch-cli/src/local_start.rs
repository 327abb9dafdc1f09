//! A start as a person writes it: a local time, on its own date or with another, or a time with its offset.

use chrono::NaiveDate;
use dispatch_core::{
    Minute, Minutes, Timestamp,
    calendar::local::{Edge, LocalTime, Zone},
};

use crate::failure::Failure;

/// Reads a start. Without a date it is on `own`; without an offset it is local, and must be there once on that date.
pub(crate) fn read(zone: Zone, own: NaiveDate, text: &str) -> Result<Minute, Failure> {
    let bad = || {
        Failure::with_help(
            format!("`{text}` is not a start time"),
            "write a local time such as 14:15, or with a date 2026-06-13T14:15; an offset may follow, as in 14:15-04:00",
        )
    };
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date.parse().map_err(|_| bad())?, time),
        None => (own, text),
    };
    if let Ok(at) = Timestamp::parse(&format!("{date}T{time}")) {
        return Ok(at.minute_floor());
    }
    let time: LocalTime = time.parse().map_err(|_| bad())?;
    if time == LocalTime(24 * 60) {
        // That is an end; the start is 00:00 of the next date.
        return Err(bad());
    }
    once(zone, date, time)
}

/// The minute of a local time that is there once.
fn once(zone: Zone, date: NaiveDate, time: LocalTime) -> Result<Minute, Failure> {
    let (first, second) = (zone.utc(date, time, Edge::Start), zone.utc(date, time, Edge::End));
    let name = zone.name();
    if first != second {
        let with_offset = |at: Minute| format!("{date}T{time}{}", offset(zone.offset(at)));
        return Err(Failure::with_help(
            format!("{date} {time} comes twice in {name}: the clocks go back then"),
            format!("say which of the two: `{}` or `{}`", with_offset(first), with_offset(second)),
        ));
    }
    let (next_date, next) = zone.local(first);
    if (next_date, next) != (date, time) {
        let (_, last) = zone.local(first.minus(Minutes(1)));
        let gap = LocalTime(last.0 + 1);
        return Err(Failure::with_help(
            format!(
                "{date} {time} does not exist in {name}: the clocks go forward then, from {gap} to {next}"
            ),
            format!("give a time before {gap}, or from {next_date} {next} on"),
        ));
    }
    Ok(first)
}

/// An offset from UTC as it is written behind a time.
fn offset(minutes: Minutes) -> String {
    let sign = if minutes.0 < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.0.abs() / 60, minutes.0.abs() % 60)
}
