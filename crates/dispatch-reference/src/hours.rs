//! Hours of lanes and locations, minute by minute.

use chrono::Weekday;
use dispatch_core::{
    BreakDocument, DatedShifts, DutyDocument, Horizon, Lane, LocationDocument, LocationIndex,
    ProviderDocument, RulebookDocument,
    calendar::local::{LocalRange, Weekly},
};

use super::clock::{self, Clock};

/// For every lane whether it is there, and for every location whether it is open, minute by minute.
pub(super) struct Hours {
    /// By lane: each location where it may be, its home first, and the minutes in which it is.
    there: Vec<Vec<(LocationIndex, Vec<bool>)>>,
    /// By lane: the minutes in which it has hours anywhere, breaks and duties included.
    on_shift: Vec<Vec<bool>>,
    /// By lane and place: the local day on which the hours of each minute began.
    pub(super) dated: Vec<Vec<Vec<Option<i32>>>>,
    open: Vec<Vec<bool>>,
    /// By provider: the minutes of each location's shifts, and of none those in which they can be reached.
    at_hand: Vec<Vec<(Option<LocationIndex>, Vec<bool>)>>,
    /// By location.
    clocks: Vec<Clock>,
}

/// A place with its minutes: there, on shift, and the day of the hours.
type PlaceMinutes = (LocationIndex, Vec<bool>, Vec<bool>, Vec<Option<i32>>);

impl Hours {
    pub(super) fn new(document: &RulebookDocument, horizon: Horizon) -> Self {
        let clocks: Vec<Clock> =
            document.locations.iter().map(|site| Clock::new(&site.time_zone, horizon)).collect();
        let site = |at: LocationIndex| &document.locations[at.position()];
        let named =
            |id: &dispatch_core::LocationId| document.locations.iter().position(|site| site.id == *id);
        let location = |id: &Option<dispatch_core::LocationId>| {
            let at = id.as_ref().and_then(named).unwrap_or(0);
            LocationIndex(u16::try_from(at).unwrap_or(u16::MAX))
        };
        // Painted with what a day has at a location, then breaks and duties by the clock there.
        let at_location = |at: LocationIndex,
                           week: Option<&Weekly>,
                           dates: &[DatedShifts],
                           breaks: &[BreakDocument],
                           duties: &[DutyDocument]| {
            let clock = &clocks[at.position()];
            let shifts = |day: i32| {
                let dated = dates.iter().find(|dated| dated.date == clock::date(day));
                let weekly = || week.map_or(&[][..], |week| week.on(clock::weekday(day)));
                dated.map_or_else(weekly, |dated| dated.shifts.as_slice())
            };
            let mut minutes = vec![false; clock.minutes()];
            paint(clock, &mut minutes, true, |day| opened(site(at), day, shifts(day)));
            let on_shift = minutes.clone();
            let dated = dated(clock, |day| opened(site(at), day, shifts(day)));
            for pause in breaks {
                if let BreakDocument::Fixed(pause) = pause {
                    paint(clock, &mut minutes, false, |_| std::slice::from_ref(&pause.at));
                }
            }
            off_duty(clock, &mut minutes, duties);
            (at, minutes, on_shift, dated)
        };
        let mut there = Vec::new();
        for one in &document.providers {
            let at = location(&one.location);
            let week = one.shifts.as_ref().or(Some(&site(at).hours));
            let mut places = vec![at_location(at, week, &one.dates, &one.breaks, &one.duties)];
            for other in &one.elsewhere {
                let at = location(&Some(other.location.clone()));
                let week = other.shifts.as_ref();
                places.push(at_location(at, week, &other.dates, &one.breaks, &one.duties));
            }
            there.push(places);
        }
        for one in &document.resources {
            let at = location(&one.location);
            let week = one.hours.as_ref().or(Some(&site(at).hours));
            let mut places = vec![at_location(at, week, &one.dates, &[], &one.duties)];
            for other in &one.elsewhere {
                let at = location(&Some(other.location.clone()));
                places.push(at_location(at, other.shifts.as_ref(), &other.dates, &[], &one.duties));
            }
            there.push(places);
        }
        let on_shift = there.iter().map(|places| anywhere(places)).collect();
        let at_hand = at_hand(document, &there, &clocks);
        let dated = there.iter().map(|places| places.iter().map(|place| place.3.clone()).collect()).collect();
        let there = there
            .into_iter()
            .map(|places| places.into_iter().map(|(at, there, ..)| (at, there)).collect())
            .collect();
        let open = document.locations.iter().zip(&clocks).map(opening).collect();
        Self { there, on_shift, dated, open, at_hand, clocks }
    }

    /// True if a lane has hours at a location on any day.
    pub(super) fn works_at(&self, lane: Lane, location: LocationIndex) -> bool {
        self.there[lane.position()].iter().any(|(at, _)| *at == location)
    }

    /// True if a lane is at a location at a minute: inside its hours there, outside its fixed breaks.
    pub(super) fn there(&self, clock: &Clock, lane: Lane, location: LocationIndex, minute: i32) -> bool {
        let here = |(at, minutes): &(LocationIndex, Vec<bool>)| {
            *at == location && clock.position(minute).is_some_and(|at| minutes[at])
        };
        self.there[lane.position()].iter().any(here)
    }

    /// True if a provider is at a location at a minute, breaks and duties aside; of no location, if they can be reached.
    pub(super) fn at_hand(
        &self,
        clock: &Clock,
        provider: usize,
        location: Option<LocationIndex>,
        minute: i32,
    ) -> bool {
        let here = |(at, minutes): &(Option<LocationIndex>, Vec<bool>)| {
            *at == location && clock.position(minute).is_some_and(|at| minutes[at])
        };
        self.at_hand[provider].iter().any(here)
    }

    /// True if a lane is at any location at a minute.
    pub(super) fn anywhere(&self, clock: &Clock, lane: Lane, minute: i32) -> bool {
        let at = clock.position(minute);
        at.is_some_and(|at| self.there[lane.position()].iter().any(|(_, minutes)| minutes[at]))
    }

    /// How many of some minutes lie in a lane's shifts, wherever they are, and in how many a location is open.
    pub(super) fn shift_and_opening(
        &self,
        clock: &Clock,
        lane: Lane,
        location: LocationIndex,
        minutes: std::ops::Range<i32>,
    ) -> (i64, i64) {
        let count = |set: &[bool]| {
            let within = minutes.clone().filter(|minute| clock.position(*minute).is_some_and(|at| set[at]));
            i64::try_from(within.count()).unwrap_or(i64::MAX)
        };
        (count(&self.on_shift[lane.position()]), count(&self.open[location.position()]))
    }

    /// True if a location is open at every minute of a visit.
    pub(super) fn open(&self, clock: &Clock, location: LocationIndex, (from, to): (i32, i32)) -> bool {
        let open = &self.open[location.position()];
        (from..to).all(|minute| clock.position(minute).is_some_and(|at| open[at]))
    }

    /// A provider's floating breaks on a local day of the practice: minutes, and the window in which they must fit. A
    /// window goes by the clock of each location where they are for some of it, and belongs to the day that has most
    /// of it.
    pub(super) fn floating(
        &self,
        document: &RulebookDocument,
        clock: &Clock,
        lane: Lane,
        day: i32,
    ) -> Vec<(i32, (i32, i32))> {
        let part = |day: i32, (from, to): (i32, i32)| {
            (from.max(clock.midnight(day)), to.min(clock.midnight(day + 1)))
        };
        let length = |day: i32, window| {
            let (from, to) = part(day, window);
            (to - from).max(0)
        };
        let mut found = Vec::new();
        for pause in &document.providers[lane.position()].breaks {
            let BreakDocument::Floating(pause) = pause else { continue };
            for (at, _) in &self.there[lane.position()] {
                for local_day in day - 1..=day + 1 {
                    let window = self.clocks[at.position()].range(local_day, pause.within);
                    let most = (length(day - 1, window)) < length(day, window)
                        && length(day + 1, window) <= length(day, window);
                    let (from, to) = part(day, window);
                    if most && (from..to).any(|minute| self.there(clock, lane, *at, minute)) {
                        found.push((pause.minutes.0, (from, to)));
                    }
                }
            }
        }
        found
    }
}

/// The minutes in which a lane is at any of its places.
fn anywhere(places: &[PlaceMinutes]) -> Vec<bool> {
    let minutes = 0..places[0].2.len();
    minutes.map(|minute| places.iter().any(|(_, _, on_shift, _)| on_shift[minute])).collect()
}

/// The minutes in which each provider can supervise: at each of their places, and then, at none, wherever they are.
fn at_hand(
    document: &RulebookDocument,
    there: &[Vec<PlaceMinutes>],
    clocks: &[Clock],
) -> Vec<Vec<(Option<LocationIndex>, Vec<bool>)>> {
    let of = |(provider, places): (&ProviderDocument, &Vec<PlaceMinutes>)| {
        let on_site = places.iter().map(|(at, _, on_shift, _)| (Some(*at), on_shift.clone()));
        let week = provider.supervises.as_ref().and_then(|rule| rule.hours.as_ref());
        let reachable = week.map_or_else(
            || anywhere(places),
            |week| {
                let clock = &clocks[places[0].0.position()];
                let mut minutes = vec![false; clock.minutes()];
                paint(clock, &mut minutes, true, |day| week.on(clock::weekday(day)));
                minutes
            },
        );
        on_site.chain([(None, reachable)]).collect()
    };
    document.providers.iter().zip(there).map(of).collect()
}

/// The minutes in which a location is open.
fn opening((site, clock): (&LocationDocument, &Clock)) -> Vec<bool> {
    let mut minutes = vec![false; clock.minutes()];
    paint(clock, &mut minutes, true, |day| opened(site, day, site.hours.on(clock::weekday(day))));
    minutes
}

/// True if some `minutes` in a row of the window are free.
pub(super) fn some_gap((from, to): (i32, i32), minutes: i32, free: impl Fn(i32) -> bool) -> bool {
    (from..=to - minutes).any(|start| (start..start + minutes).all(&free))
}

/// What would begin on a closed date does not.
fn opened<'a>(site: &LocationDocument, day: i32, ranges: &'a [LocalRange]) -> &'a [LocalRange] {
    if site.closures.contains(&clock::date(day)) { &[] } else { ranges }
}

fn off_duty(clock: &Clock, minutes: &mut [bool], duties: &[DutyDocument]) {
    for duty in duties {
        let days: Vec<Weekday> = duty.days.iter().map(|day| Weekday::from(*day)).collect();
        let on = |day: i32| days.is_empty() || days.contains(&clock::weekday(day));
        paint(clock, minutes, false, |day| if on(day) { std::slice::from_ref(&duty.at) } else { &[] });
    }
}

fn paint<'a>(clock: &Clock, minutes: &mut [bool], with: bool, ranges: impl Fn(i32) -> &'a [LocalRange]) {
    for day in clock.days_around() {
        for range in ranges(day) {
            let (from, to) = clock.range(day, *range);
            for at in (from..to).filter_map(|minute| clock.position(minute)) {
                minutes[at] = with;
            }
        }
    }
}

/// By minute the local day whose hours it lies in; of two, the later.
fn dated<'a>(clock: &Clock, ranges: impl Fn(i32) -> &'a [LocalRange]) -> Vec<Option<i32>> {
    let mut days = vec![None; clock.minutes()];
    for day in clock.days_around() {
        for range in ranges(day) {
            let (from, to) = clock.range(day, *range);
            for at in (from..to).filter_map(|minute| clock.position(minute)) {
                days[at] = Some(day);
            }
        }
    }
    days
}
