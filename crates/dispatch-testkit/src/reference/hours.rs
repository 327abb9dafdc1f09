//! Who and what is there when.

use chrono::Weekday;
use dispatch_core::{
    BreakDocument, DutyDocument, Lane, LocationDocument, LocationIndex, RulebookDocument,
    calendar::local::LocalRange,
};

use super::clock::{self, Clock};

/// For every lane whether it is there, and for every location whether it is open, minute by minute.
pub(super) struct Hours {
    there: Vec<Vec<bool>>,
    locations: Vec<LocationIndex>,
    open: Vec<Vec<bool>>,
}

impl Hours {
    pub(super) fn new(document: &RulebookDocument, clock: &Clock) -> Self {
        let site = |at: LocationIndex| &document.locations[at.position()];
        let named =
            |id: &dispatch_core::LocationId| document.locations.iter().position(|site| site.id == *id);
        let location = |id: &Option<dispatch_core::LocationId>| {
            let at = id.as_ref().and_then(named).unwrap_or(0);
            LocationIndex(u16::try_from(at).unwrap_or(u16::MAX))
        };
        let (mut there, mut locations) = (Vec::new(), Vec::new());
        for provider in &document.providers {
            let at = location(&provider.location);
            let shifts = |day: i32| {
                let dated = provider.dates.iter().find(|dated| dated.date == clock::date(day));
                let weekly = provider.shifts.as_ref().unwrap_or(&site(at).hours);
                dated.map_or_else(|| weekly.on(clock::weekday(day)), |dated| dated.shifts.as_slice())
            };
            let mut minutes = vec![false; clock.minutes()];
            paint(clock, &mut minutes, true, |day| opened(site(at), day, shifts(day)));
            for pause in &provider.breaks {
                if let BreakDocument::Fixed(pause) = pause {
                    paint(clock, &mut minutes, false, |_| std::slice::from_ref(&pause.at));
                }
            }
            off_duty(clock, &mut minutes, &provider.duties);
            there.push(minutes);
            locations.push(at);
        }
        for resource in &document.resources {
            let at = location(&resource.location);
            let hours = resource.hours.as_ref().unwrap_or(&site(at).hours);
            let mut minutes = vec![false; clock.minutes()];
            paint(clock, &mut minutes, true, |day| opened(site(at), day, hours.on(clock::weekday(day))));
            off_duty(clock, &mut minutes, &resource.duties);
            there.push(minutes);
            locations.push(at);
        }
        let opening = |site: &LocationDocument| {
            let mut minutes = vec![false; clock.minutes()];
            paint(clock, &mut minutes, true, |day| opened(site, day, site.hours.on(clock::weekday(day))));
            minutes
        };
        Self { there, locations, open: document.locations.iter().map(opening).collect() }
    }

    pub(super) fn location(&self, lane: Lane) -> LocationIndex {
        self.locations[lane.position()]
    }

    /// True if a lane is there at a minute: inside its hours, outside its fixed breaks.
    pub(super) fn there(&self, clock: &Clock, lane: Lane, minute: i32) -> bool {
        clock.position(minute).is_some_and(|at| self.there[lane.position()][at])
    }

    /// True if a location is open at every minute of a visit.
    pub(super) fn open(&self, clock: &Clock, location: LocationIndex, (from, to): (i32, i32)) -> bool {
        let open = &self.open[location.position()];
        (from..to).all(|minute| clock.position(minute).is_some_and(|at| open[at]))
    }

    /// A provider's floating breaks on a local day: minutes, and the window in which they must fit.
    pub(super) fn floating<'a>(
        document: &'a RulebookDocument,
        clock: &'a Clock,
        lane: Lane,
        day: i32,
    ) -> impl Iterator<Item = (i32, (i32, i32))> + 'a {
        document.providers[lane.position()].breaks.iter().filter_map(move |pause| match pause {
            BreakDocument::Floating(pause) => Some((pause.minutes.0, clock.range(day, pause.within))),
            BreakDocument::Fixed(_) => None,
        })
    }
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
