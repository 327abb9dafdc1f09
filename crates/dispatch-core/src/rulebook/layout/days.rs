//! The days of the horizon as bits. Days that are alike share one entry: most weeks repeat themselves, and a day is large.

use std::sync::Arc;

use crate::{
    calendar::{PageIndex, PageRange, Row, WORDS},
    ids::{Lane, LocationIndex},
    rulebook::{
        AtHandRow, BreakDocument, DayRules, DutyDocument, ElsewhereRow, FixedBreakRule, FloatingBreakRule,
        Halves, Interruptions, Location, OffHours, PageSpan,
    },
    time::Span,
};

use super::{
    hours::{Calendar, Place, places},
    overrun::after_close,
    supervision::{self, Supervisor},
};
use crate::calendar::local::Edge;

/// The distinct days, and which of them each page is.
pub(super) fn days(
    calendar: &Calendar<'_>,
    locations: &[Location],
    lanes: usize,
) -> (Vec<DayRules>, Vec<u16>) {
    let hours: Vec<LaneHours> = (0..lanes).map(|at| lane_hours(calendar, at)).collect();
    let supervisors = supervision::at_hand(calendar);
    let mut distinct: Vec<DayRules> = Vec::new();
    let mut day_of_page = Vec::with_capacity(calendar.table.days());
    for page in (0..u16::try_from(calendar.table.days()).unwrap_or(u16::MAX)).map(PageIndex) {
        let mut day = day(calendar, locations, &hours, page);
        let span = calendar.table.span(page);
        day.at_hand.extend(supervisors.iter().filter_map(|at_hand| {
            let mut open = Row::EMPTY;
            overlapping(&at_hand.spans, span).for_each(|part| open.set(calendar.table.range(page, part)));
            let Supervisor { lane, location, .. } = *at_hand;
            (open != Row::EMPTY).then_some(AtHandRow { lane, location, open })
        }));
        let known = distinct.iter().position(|other| alike(other, &day));
        let at = known.unwrap_or_else(|| {
            distinct.push(day);
            distinct.len() - 1
        });
        day_of_page.push(u16::try_from(at).unwrap_or(u16::MAX));
    }
    (distinct, day_of_page)
}

/// One lane over the whole horizon: its hours at each place, home first, and the spans after the last of a day.
struct LaneHours(Vec<PlaceHours>, Vec<Span>);

/// One lane at one location over the whole horizon.
struct PlaceHours {
    location: LocationIndex,
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

fn lane_hours(calendar: &Calendar<'_>, at: usize) -> LaneHours {
    let document = calendar.document;
    let (breaks, duties) = match document.providers.get(at) {
        Some(provider) => (provider.breaks.as_slice(), provider.duties.as_slice()),
        None => {
            let resource = at.checked_sub(document.providers.len()).and_then(|at| document.resources.get(at));
            (&[][..], resource.map_or(&[][..], |resource| resource.duties.as_slice()))
        }
    };
    let places = places(document, at).unwrap_or_default();
    let after_close = after_close(calendar, at, &places);
    LaneHours(places.iter().map(|place| place_hours(calendar, place, breaks, duties)).collect(), after_close)
}

/// Breaks and duties go by the clock of the place.
fn place_hours(
    calendar: &Calendar<'_>,
    place: &Place<'_>,
    breaks: &[BreakDocument],
    duties: &[DutyDocument],
) -> PlaceHours {
    let location = place.location;
    let (mut fixed, mut floating) = (Vec::new(), Vec::new());
    for pause in breaks {
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
    fixed.extend(
        duties.iter().map(|duty| Fixed {
            spans: calendar.duty(location, duty),
            duty: Some(duty.name.as_str().into()),
        }),
    );
    let open = calendar.at_place(place);
    let location = LocationIndex(u16::try_from(location).unwrap_or(u16::MAX));
    PlaceHours { location, open, fixed, floating }
}

fn day(calendar: &Calendar<'_>, locations: &[Location], hours: &[LaneHours], page: PageIndex) -> DayRules {
    let mut day = DayRules {
        open: Vec::with_capacity(hours.len()),
        elsewhere: Vec::new(),
        at_hand: Vec::new(),
        after_close: Vec::new(),
        fixed_breaks: Vec::new(),
        off_hours: OffHours::default(),
        interruptions: Vec::with_capacity(hours.len()),
        floating_breaks: Vec::new(),
        split: split(calendar, page),
        on_shift: Vec::with_capacity(hours.len()),
        open_minutes: Vec::with_capacity(locations.len()),
        open_words: 0..0,
    };
    let span = calendar.table.span(page);
    let range = |part: Span| calendar.table.range(page, part);
    for location in locations {
        let mut open = Row::EMPTY;
        overlapping(&location.opening, span).for_each(|part| open.set(range(part)));
        day.open_minutes.push(halves(&open, day.split, range(span)));
    }
    if hours.iter().any(|LaneHours(_, after_close)| !after_close.is_empty()) {
        for LaneHours(_, after_close) in hours {
            let mut row = Row::EMPTY;
            overlapping(after_close, span).for_each(|part| row.set(range(part)));
            day.after_close.push(row);
        }
    }
    for (lane, LaneHours(places, _)) in (0..).map(Lane).zip(hours) {
        add_lane(&mut day, calendar, page, lane, places);
    }
    day.open_words = open_words(|| day.open.iter().chain(day.elsewhere.iter().map(|row| &row.open)));
    day
}

/// The rows, breaks and duties of a lane on a day.
fn add_lane(day: &mut DayRules, calendar: &Calendar<'_>, page: PageIndex, lane: Lane, places: &[PlaceHours]) {
    let listed =
        |day: &DayRules| (day.fixed_breaks.len(), day.off_hours.breaks.len(), day.off_hours.shifts.len());
    let before = listed(day);
    let mut on_shift = Row::EMPTY;
    let mut rows = Vec::with_capacity(places.len());
    for place in places {
        let (shift, row) = place_row(day, calendar, page, lane, place);
        on_shift = on_shift.or(&shift);
        rows.push(row);
    }
    let after = listed(day);
    day.interruptions.push(Interruptions {
        inside: before.0..after.0,
        outside: before.1..after.1,
        shifts: before.2..after.2,
    });
    let whole = calendar.table.range(page, calendar.table.span(page));
    day.on_shift.push(halves(&on_shift, day.split, whole));
    add_floating_breaks(day, calendar, page, lane, places.iter().zip(&rows));
    let mut rows = places.iter().map(|place| place.location).zip(rows);
    day.open.push(rows.next().map_or(Row::EMPTY, |(_, home)| home));
    let elsewhere = rows.filter(|(_, open)| *open != Row::EMPTY);
    day.elsewhere.extend(elsewhere.map(|(location, open)| ElsewhereRow { lane, location, open }));
}

/// The minutes of a lane at one place, with its fixed breaks and duties and without. These are listed on the way.
fn place_row(
    day: &mut DayRules,
    calendar: &Calendar<'_>,
    page: PageIndex,
    lane: Lane,
    place: &PlaceHours,
) -> (Row, Row) {
    let PlaceHours { location, open, fixed, .. } = place;
    let location = *location;
    let span = calendar.table.span(page);
    let range = |part: Span| calendar.table.range(page, part);
    let mut row = Row::EMPTY;
    overlapping(open, span).for_each(|part| row.set(range(part)));
    // Each is judged before any is taken out: a duty in a break is in the way too.
    let shift = row;
    for fixed in fixed {
        for part in overlapping(&fixed.spans, span).map(range) {
            let within = PageSpan { from: part.from, to: part.to };
            let rule = FixedBreakRule { lane, location, within, duty: fixed.duty.clone() };
            if !shift.any(part) {
                day.off_hours.breaks.push(rule);
                continue;
            }
            day.fixed_breaks.push(rule);
            row.clear(part);
        }
    }
    if row != shift {
        day.off_hours.shifts.push(ElsewhereRow { lane, location, open: shift });
    }
    (shift, row)
}

/// The floating breaks of a lane for which its hours leave a gap, breaks and duties taken out.
fn add_floating_breaks<'a>(
    day: &mut DayRules,
    calendar: &Calendar<'_>,
    page: PageIndex,
    lane: Lane,
    places: impl Iterator<Item = (&'a PlaceHours, &'a Row)> + Clone,
) {
    let span = calendar.table.span(page);
    let anywhere = places.clone().fold(Row::EMPTY, |all, (_, row)| all.or(row));
    for (PlaceHours { floating, .. }, row) in places {
        for (minutes, windows) in floating {
            let here = |window: &Span| mostly_here(calendar, page, *window);
            let parts = overlapping(windows, span).filter(here).map(|part| calendar.table.range(page, part));
            for part in parts {
                let within = PageSpan { from: part.from, to: part.to };
                let rule = FloatingBreakRule { lane, minutes: *minutes, within };
                // Where the shifts leave no such gap, the break is taken off shift: nothing to protect.
                let protected = row.any(part) && longest_gap(&anywhere, part) >= *minutes;
                if protected && !day.floating_breaks.contains(&rule) {
                    day.floating_breaks.push(rule);
                }
            }
        }
    }
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

/// The minutes that are set on either side of the split.
fn halves(row: &Row, split: u32, day: PageRange) -> Halves {
    let split = split.clamp(day.from, day.to);
    let minutes = |range| u16::try_from(row.count(range)).unwrap_or(u16::MAX);
    Halves {
        first: minutes(PageRange { to: split, ..day }),
        second: minutes(PageRange { from: split, ..day }),
    }
}

fn open_words<'a, R: Iterator<Item = &'a Row>>(rows: impl Fn() -> R) -> std::ops::Range<usize> {
    let used = |word: &usize| rows().any(|row| row.0.get(*word).is_some_and(|bits| *bits != 0));
    match ((0..WORDS).find(used), (0..WORDS).rev().find(used)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..0,
    }
}

fn alike(left: &DayRules, right: &DayRules) -> bool {
    left.split == right.split
        && left.on_shift == right.on_shift
        && left.open_minutes == right.open_minutes
        && left.open == right.open
        && left.elsewhere == right.elsewhere
        && left.at_hand == right.at_hand
        && left.after_close == right.after_close
        && left.fixed_breaks == right.fixed_breaks
        && left.off_hours == right.off_hours
        && left.floating_breaks == right.floating_breaks
}
