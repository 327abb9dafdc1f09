//! Ranges of local time: each a range, none overlapping its neighbours.

use chrono::Weekday;

use super::{
    names,
    report::{DAY, Report},
};
use crate::{
    calendar::local::{LocalRange, LocalTime, Weekly},
    rulebook::{DocumentPath, DutyDocument},
};

pub(super) const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

pub(super) fn weekly(report: &mut Report, path: &DocumentPath, week: &Weekly) {
    let lists = [
        ("daily", &week.daily),
        ("weekdays", &week.weekdays),
        ("mon", &week.mon),
        ("tue", &week.tue),
        ("wed", &week.wed),
        ("thu", &week.thu),
        ("fri", &week.fri),
        ("sat", &week.sat),
        ("sun", &week.sun),
    ];
    let mut sound = true;
    for (name, ranges) in lists {
        if let Some(ranges) = ranges {
            sound &= day(report, &path.field(name), ranges);
        }
    }
    if sound {
        nights(report, path, week);
    }
}

/// The ranges of one day; true if they are sound.
pub(super) fn day(report: &mut Report, path: &DocumentPath, ranges: &[LocalRange]) -> bool {
    let mut sound = true;
    for (at, one) in ranges.iter().enumerate() {
        sound &= range(report, path.position(at), *one);
    }
    let mut sorted: Vec<(usize, LocalRange)> = ranges.iter().copied().enumerate().collect();
    sorted.sort_by_key(|(_, range)| (range.from, end(*range)));
    for ((_, earlier), (at, later)) in sorted.iter().zip(sorted.iter().skip(1)) {
        if i32::from(later.from.0) < end(*earlier) {
            let message = format!("`{later}` overlaps `{earlier}`");
            report.add(
                path.position(*at),
                "overlapping_hours",
                message,
                "merge the two ranges, or move them apart",
            );
            sound = false;
        }
    }
    sound
}

pub(super) fn range(report: &mut Report, path: DocumentPath, range: LocalRange) -> bool {
    let sound = i32::from(range.from.0) < DAY && i32::from(range.to.0) <= DAY && range.from != range.to;
    if !sound {
        let message = format!("`{range}` is not a range of local times");
        report.add(path, "bad_range", message, "write it like `09:00-18:00`");
    }
    sound
}

pub(super) fn time(report: &mut Report, path: DocumentPath, time: LocalTime) {
    if i32::from(time.0) > DAY {
        report.add(path, "bad_time", format!("`{time}` is not a time of day"), "write it like `12:00`");
    }
}

/// Duties: each has a name and a range.
pub(super) fn duties(report: &mut Report, path: &DocumentPath, duties: &[DutyDocument]) {
    for (at, duty) in duties.iter().enumerate() {
        let path = path.position(at);
        names::not_empty(report, path.field("name"), &duty.name);
        range(report, path.field("at"), duty.at);
    }
}

/// Minutes from the midnight before it starts; past 1440 if it runs over the next.
pub(super) fn end(range: LocalRange) -> i32 {
    i32::from(range.to.0) + if range.to > range.from { 0 } else { DAY }
}

/// A range over midnight may meet the next day's first range, not overlap it.
fn nights(report: &mut Report, path: &DocumentPath, week: &Weekly) {
    for day in WEEK {
        let over = week.on(day).iter().filter(|range| end(**range) > DAY);
        for late in over {
            let early = week.on(day.succ()).iter().find(|range| i32::from(range.from.0) + DAY < end(*late));
            if let Some(early) = early {
                let (next, message) = (day.succ(), "runs past midnight into");
                let message = format!("`{late}` on {day} {message} `{early}` on {next}");
                report.add(
                    path.clone(),
                    "overlapping_hours",
                    message,
                    "end the night's hours before the next day's hours start",
                );
                return;
            }
        }
    }
}
