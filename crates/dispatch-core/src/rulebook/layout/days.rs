//! The days of the horizon as bits. Days that are alike share one entry.

use std::sync::Arc;

use crate::{
    calendar::{PageIndex, PageRange, Row, WORDS},
    ids::Lane,
    rulebook::{
        BreakDocument, DayRules, DutyDocument, FixedBreakRule, FloatingBreakRule, LaneRules, PageSpan,
    },
    time::Span,
};

use super::hours::Calendar;
use crate::calendar::local::Edge;

/// The distinct days, and which of them each page is.
pub(super) fn days(calendar: &Calendar<'_>, lanes: &[LaneRules]) -> (Vec<DayRules>, Vec<u16>) {
    let hours: Vec<LaneHours> =
        (0..).zip(lanes).filter_map(|(at, lane)| lane_hours(calendar, at, lane)).collect();
    let mut distinct: Vec<DayRules> = Vec::new();
    let mut day_of_page = Vec::with_capacity(calendar.table.days());
    for page in (0..u16::try_from(calendar.table.days()).unwrap_or(u16::MAX)).map(PageIndex) {
        let day = day(calendar, &hours, page);
        let known = distinct.iter().position(|other| alike(other, &day));
        let at = known.unwrap_or_else(|| {
            distinct.push(day);
            distinct.len() - 1
        });
        day_of_page.push(u16::try_from(at).unwrap_or(u16::MAX));
    }
    (distinct, day_of_page)
}

/// One lane over the whole horizon.
struct LaneHours {
    open: Vec<Span>,
    fixed: Vec<Fixed>,
    /// Minutes and the windows in which they must fit.
    floating: Vec<(u32, Vec<Span>)>,
}

/// A break or a duty.
struct Fixed {
    spans: Vec<Span>,
    duty: Option<Arc<str>>,
}

fn lane_hours(calendar: &Calendar<'_>, at: usize, lane: &LaneRules) -> Option<LaneHours> {
    let location = lane.location.position();
    let duties = |duties: &[DutyDocument]| -> Vec<Fixed> {
        let duty = |duty: &DutyDocument| Fixed {
            spans: calendar.duty(location, duty),
            duty: Some(duty.name.as_str().into()),
        };
        duties.iter().map(duty).collect()
    };
    let Some(provider) = calendar.document.providers.get(at) else {
        let resource = calendar.document.resources.get(at - calendar.document.providers.len())?;
        let open = calendar.resource(location, resource);
        return Some(LaneHours { open, fixed: duties(&resource.duties), floating: Vec::new() });
    };
    let open = calendar.provider(location, provider);
    let (mut fixed, mut floating) = (Vec::new(), Vec::new());
    for pause in &provider.breaks {
        match pause {
            BreakDocument::Fixed(pause) => {
                fixed.push(Fixed { spans: calendar.every_day(location, pause.at), duty: None });
            }
            BreakDocument::Floating(pause) => floating.push((
                u32::try_from(pause.minutes.0).unwrap_or(0),
                calendar.every_day(location, pause.within),
            )),
        }
    }
    fixed.extend(duties(&provider.duties));
    Some(LaneHours { open, fixed, floating })
}

fn day(calendar: &Calendar<'_>, hours: &[LaneHours], page: PageIndex) -> DayRules {
    let mut day = DayRules {
        open: Vec::with_capacity(hours.len()),
        fixed_breaks: Vec::new(),
        floating_breaks: Vec::new(),
        split: split(calendar, page),
        open_words: 0..0,
    };
    let span = calendar.table.span(page);
    let range = |part: Span| calendar.table.range(page, part);
    for (lane, hours) in (0..).map(Lane).zip(hours) {
        let mut row = Row::EMPTY;
        overlapping(&hours.open, span).for_each(|part| row.set(range(part)));
        // Each is judged before any is taken out: a duty in a break is in the way too.
        let shift = row;
        for fixed in &hours.fixed {
            for part in overlapping(&fixed.spans, span).map(range).filter(|part| shift.any(*part)) {
                let within = PageSpan { from: part.from, to: part.to };
                day.fixed_breaks.push(FixedBreakRule { lane, within, duty: fixed.duty.clone() });
                row.clear(part);
            }
        }
        for (minutes, windows) in &hours.floating {
            let whole = |window: &Span| mostly_here(calendar, page, *window);
            for part in overlapping(windows, span).filter(whole).map(range) {
                // Where the shift leaves no such gap, the break is taken off shift: nothing to protect.
                if longest_gap(&row, part) >= *minutes {
                    let within = PageSpan { from: part.from, to: part.to };
                    day.floating_breaks.push(FloatingBreakRule { lane, minutes: *minutes, within });
                }
            }
        }
        day.open.push(row);
    }
    day.open_words = open_words(&day.open);
    day
}

/// Spans of a list in order that reach into a day.
fn overlapping(spans: &[Span], day: Span) -> impl Iterator<Item = Span> + '_ {
    let first = spans.partition_point(|span| span.end <= day.start);
    spans.iter().skip(first).copied().take_while(move |span| span.start < day.end)
}

/// A window of another time zone may cross this zone's midnight: it belongs to the page that has most of it.
fn mostly_here(calendar: &Calendar<'_>, page: PageIndex, window: Span) -> bool {
    let length = |page: PageIndex| calendar.table.span(page).intersection(window).minutes();
    let most = calendar.table.pages(window).max_by_key(|at| (length(*at), std::cmp::Reverse(*at)));
    most == Some(page)
}

fn longest_gap(row: &Row, range: PageRange) -> u32 {
    let mut longest = 0;
    let mut run = 0;
    for at in range.from..range.to {
        run = if row.all(PageRange { from: at, to: at + 1 }) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn split(calendar: &Calendar<'_>, page: PageIndex) -> u32 {
    let at = calendar.zones.first().zip(calendar.horizon.date(i32::from(page.0))).map(|(zone, date)| {
        let half = zone.utc(date, calendar.document.ranking.half_day_split, Edge::Start);
        half.since(calendar.table.span(page).start).0
    });
    at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
}

fn open_words(rows: &[Row]) -> std::ops::Range<usize> {
    let used = |word: &usize| rows.iter().any(|row| row.0.get(*word).is_some_and(|bits| *bits != 0));
    match ((0..WORDS).find(used), (0..WORDS).rev().find(used)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..0,
    }
}

fn alike(left: &DayRules, right: &DayRules) -> bool {
    left.split == right.split
        && left.open == right.open
        && left.fixed_breaks == right.fixed_breaks
        && left.floating_breaks == right.floating_breaks
}
