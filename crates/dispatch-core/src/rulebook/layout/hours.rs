//! Hours of lanes and locations: local ranges by date become UTC spans.

use chrono::NaiveDate;

use crate::{
    calendar::{
        PageTable,
        local::{LocalRange, Weekly, Zone, weekday},
    },
    rulebook::{
        BreakDocument, DatedShifts, DutyDocument, ElsewhereDocument, Horizon, LocationDocument,
        ProviderDocument, RulebookDocument,
    },
    time::Span,
};

use super::resolve::location_of;

/// So many dates before and after the horizon may reach into it: one by a range over midnight, one by a location in
/// another zone.
const REACH: i32 = 2;

/// The document and the days over which its hours are laid out.
#[derive(Clone, Copy)]
pub(in crate::rulebook) struct Calendar<'a> {
    pub(in crate::rulebook) document: &'a RulebookDocument,
    pub(in crate::rulebook) horizon: Horizon,
    pub(in crate::rulebook) zones: &'a [Zone],
    pub(in crate::rulebook) table: &'a PageTable,
}

impl<'a> Calendar<'a> {
    /// The opening spans of a location inside the horizon, in order, touching ones joined.
    pub(super) fn opening(&self, location: &LocationDocument, zone: Zone) -> Vec<Span> {
        let spans =
            self.dates().flat_map(|date| spans_on(location, zone, location_hours(location, date), date));
        let mut spans: Vec<_> = spans.map(|span| self.table.horizon().intersection(span)).collect();
        spans.retain(|span| !span.is_empty());
        joined(spans)
    }

    /// The spans of a lane at one of its places, fixed breaks not yet taken out. Touching spans are joined.
    pub(in crate::rulebook) fn at_place(&self, place: &Place<'_>) -> Vec<Span> {
        let location = self.document.locations.get(place.location).zip(self.zones.get(place.location));
        let Some((site, zone)) = location else { return Vec::new() };
        joined(self.dates().flat_map(|date| spans_on(site, *zone, place.on(date), date)).collect())
    }

    /// The same span by span, each with the local date on which it starts.
    pub(super) fn dated(&self, place: &Place<'_>) -> Vec<(Span, NaiveDate)> {
        let location = self.document.locations.get(place.location).zip(self.zones.get(place.location));
        let Some((site, zone)) = location else { return Vec::new() };
        let on = |date| spans_on(site, *zone, place.on(date), date).map(move |span| (span, date));
        self.dates().flat_map(on).collect()
    }

    /// The spans of a local range on every date that may matter.
    pub(super) fn every_day(&self, location: usize, range: LocalRange) -> Vec<Span> {
        self.some_days(location, range, |_| true)
    }

    /// The spans of a duty.
    pub(super) fn duty(&self, location: usize, duty: &DutyDocument) -> Vec<Span> {
        self.some_days(location, duty.at, |date| duty.is_on(weekday(date)))
    }

    /// The spans of a week by a location's clock, on its closed dates too.
    pub(super) fn every_week(&self, location: usize, week: &Weekly) -> Vec<Span> {
        let Some(zone) = self.zones.get(location) else { return Vec::new() };
        let on = |date: NaiveDate| week.on(weekday(date)).iter().map(move |range| zone.span(date, *range));
        joined(self.dates().flat_map(on).collect())
    }

    fn some_days(&self, location: usize, range: LocalRange, on: impl Fn(NaiveDate) -> bool) -> Vec<Span> {
        let Some(zone) = self.zones.get(location) else { return Vec::new() };
        self.dates().filter(|date| on(*date)).map(|date| zone.span(date, range)).collect()
    }

    fn dates(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let horizon = self.horizon;
        (-REACH..i32::from(horizon.days) + REACH).filter_map(move |day| horizon.date(day))
    }
}

/// The zones of all locations; fewer if one is not known.
pub(in crate::rulebook) fn zones(document: &RulebookDocument) -> Vec<Zone> {
    document.locations.iter().filter_map(|location| Zone::named(&location.time_zone)).collect()
}

/// A closed date closes everything that would start on it.
fn spans_on<'a>(
    location: &LocationDocument,
    zone: Zone,
    ranges: &'a [LocalRange],
    date: NaiveDate,
) -> impl Iterator<Item = Span> + use<'a> {
    let ranges = if location.closures.contains(&date) { &[] } else { ranges };
    ranges.iter().map(move |range| zone.span(date, *range))
}

fn location_hours(location: &LocationDocument, date: NaiveDate) -> &[LocalRange] {
    location.hours.on(weekday(date))
}

/// The hours of a lane at one location.
#[derive(Clone, Copy, Debug)]
pub(in crate::rulebook) struct Place<'a> {
    /// Position of the location.
    pub(in crate::rulebook) location: usize,
    pub(in crate::rulebook) week: Option<&'a Weekly>,
    pub(in crate::rulebook) dates: &'a [DatedShifts],
}

impl<'a> Place<'a> {
    /// A date of its own beats the week.
    fn on(&self, date: NaiveDate) -> &'a [LocalRange] {
        match self.dates.iter().find(|dated| dated.date == date) {
            Some(dated) => &dated.shifts,
            None => self.week.map_or(&[], |week| week.on(weekday(date))),
        }
    }
}

/// The places at which a lane has hours, its home first; none if a location is not known. Without hours of its own it keeps the
/// home location's.
pub(in crate::rulebook) fn places(document: &RulebookDocument, lane: usize) -> Option<Vec<Place<'_>>> {
    let (home, week, dates, elsewhere) = match document.providers.get(lane) {
        Some(ProviderDocument { location, shifts, dates, elsewhere, .. }) => {
            (location, shifts, dates, elsewhere)
        }
        None => {
            let resource = document.resources.get(lane.checked_sub(document.providers.len())?)?;
            (&resource.location, &resource.hours, &resource.dates, &resource.elsewhere)
        }
    };
    let location = location_of(document, home.as_ref().map(|id| id.as_str()))?.position();
    let week = week.as_ref().or_else(|| document.locations.get(location).map(|site| &site.hours));
    let mut places = vec![Place { location, week, dates }];
    for ElsewhereDocument { location, shifts, dates } in elsewhere {
        let location = location_of(document, Some(location.as_str()))?.position();
        places.push(Place { location, week: shifts.as_ref(), dates });
    }
    Some(places)
}

pub(super) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The longest stretch in minutes that a week of hours ever offers, fixed breaks and duties taken out. Stretches that
/// touch at midnight count as one. Of a date's own hours only what is every day's is taken out.
pub(in crate::rulebook) fn longest_run(
    week: &Weekly,
    dates: &[Vec<LocalRange>],
    breaks: &[BreakDocument],
    duties: &[DutyDocument],
) -> i32 {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    const DAY: i32 = 24 * 60;
    let minutes = |day: i32, range: &LocalRange| {
        let (from, to) = (i32::from(range.from.0), i32::from(range.to.0));
        (day * DAY + from, day * DAY + if to > from { to } else { to + DAY })
    };
    // Two weeks, so that Sunday's night meets Monday's morning.
    let week_days = || [Mon, Tue, Wed, Thu, Fri, Sat, Sun].into_iter().cycle();
    let days = week_days().take(14);
    let mut open: Vec<_> = (0..)
        .zip(days)
        .flat_map(|(at, day)| week.on(day).iter().map(move |range| minutes(at, range)))
        .collect();
    open.extend(
        (0..).zip(dates).flat_map(|(at, shifts)| shifts.iter().map(move |range| minutes(20 + 3 * at, range))),
    );
    open.sort_unstable();
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for (from, to) in open {
        match runs.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => runs.push((from, to)),
        }
    }
    let fixed = breaks.iter().filter_map(|pause| match pause {
        BreakDocument::Fixed(pause) => Some(pause.at),
        BreakDocument::Floating(_) => None,
    });
    let every_day = duties.iter().filter(|duty| duty.days.is_empty()).map(|duty| duty.at);
    let last_day = runs.last().map_or(0, |run| run.1 / DAY + 1);
    let fixed = fixed.chain(every_day).flat_map(|at| (-1..=last_day).map(move |day| minutes(day, &at)));
    // Day -1 is a Sunday.
    let some_days = duties.iter().filter(|duty| !duty.days.is_empty()).flat_map(|duty| {
        let days = (-1..15).zip(week_days().skip(6)).filter(|(_, day)| duty.is_on(*day));
        days.map(move |(at, _)| minutes(at, &duty.at))
    });
    for (from, to) in fixed.chain(some_days) {
        runs = runs
            .into_iter()
            .flat_map(|(a, b)| [(a, b.min(from)), (a.max(to), b)])
            .filter(|(a, b)| a < b)
            .collect();
    }
    runs.into_iter().map(|(from, to)| to - from).max().unwrap_or(0)
}
