//! Lifted in the document: hours. Those of one date are made longer by exactly what is needed, here, and shorter by as
//! much where somebody is else.

use chrono::{Duration, NaiveDate};
use dispatch_core::{
    DatedShifts, ElsewhereDocument, LocationId, Minutes, ProviderDocument, ResourceDocument,
    RulebookDocument, Span, SupervisesDocument, Who,
    calendar::local::{Edge, LocalRange, LocalTime, Weekly, Zone, weekday},
};

use super::{left_out::LeftOut, scene::Scene};

const DAY: i32 = 24 * 60;

/// Minutes from a local midnight; an end may lie on the next day.
type Part = (i32, i32);

/// Where somebody's or something's hours are judged: here, or at home if they never are here.
pub(super) fn judged_at(scene: &Scene, who: &Who) -> usize {
    let here = usize::from(scene.request.location.0);
    let mut document = scene.document.clone();
    let all = sites(&mut document, who);
    if all.contains(&here) { here } else { all[0] }
}

/// Gives somebody or something hours at a location for all of a span, and takes them away from every other.
pub(super) fn be_there(scene: &mut Scene, who: &Who, site: usize, needed: Span) -> Result<(), LeftOut> {
    let planned = planned(scene);
    if !planned.contains(needed) {
        return Err(LeftOut::NotPlanned);
    }
    let all = sites(&mut scene.document, who);
    let mut expected: Vec<(usize, Vec<Span>)> =
        all.iter().map(|other| (*other, spans(scene, who, *other))).collect();
    if !all.contains(&site) {
        expected.push((site, Vec::new()));
    }
    for (other, open) in &mut expected {
        *open = if *other == site { joined(open, needed) } else { without(open, needed) };
    }
    for (date, part) in parts(scene.zone(site), needed) {
        let mut ranges = on(scene, who, site, date);
        ranges.push(part);
        reopen(scene, site, date);
        set(&mut scene.document, who, site, date, ranges)?;
    }
    for other in all.into_iter().filter(|other| *other != site) {
        let zone = scene.zone(other);
        let (first, last) = (zone.local(needed.start).0, zone.local(needed.end).0);
        for date in first.pred_opt().unwrap().iter_days().take_while(|date| *date <= last) {
            let midnight = zone.utc(date, LocalTime(0), Edge::Start);
            let (from, to) = (needed.start.since(midnight).0, needed.end.since(midnight).0);
            let ranges = on(scene, who, other, date);
            let cut = ranges.iter().flat_map(|(a, b)| [(*a, (*b).min(from)), ((*a).max(to), *b)]);
            let cut: Vec<Part> = cut.filter(|(a, b)| a < b).collect();
            if cut != ranges {
                // Breaks go by the clock of where somebody is.
                if zone != scene.zone(site) {
                    return Err(LeftOut::OtherClock);
                }
                set(&mut scene.document, who, other, date, cut)?;
            }
        }
    }
    tidy(&mut scene.document);
    scene.document.travel_minutes = Minutes(0);
    let exact = expected.iter().all(|(other, open)| spans(scene, who, *other) == *open);
    if exact { Ok(()) } else { Err(LeftOut::ClockChanged) }
}

/// Lets a location close later, for nobody else.
pub(super) fn close_later(scene: &mut Scene, needed: Span) -> Result<(), LeftOut> {
    let site = usize::from(scene.request.location.0);
    let kept = scene.document.locations[site].hours.clone();
    for who in everybody(&scene.document) {
        if sites(&mut scene.document, &who)[0] == site {
            places(&mut scene.document, &who).week.get_or_insert_with(|| kept.clone());
        }
    }
    for (date, part) in parts(scene.zone(site), needed) {
        let mut ranges: Vec<Part> = kept.on(weekday(date)).iter().map(|range| local(*range)).collect();
        ranges.push(part);
        let ranges = written(ranges)?;
        *named_day(&mut scene.document.locations[site].hours, date) = Some(ranges);
    }
    Ok(())
}

/// Lets whoever supervises be reached all day, which matters for no more than this.
pub(super) fn be_reachable(scene: &mut Scene, who: &Who, needed: Span) -> Result<(), LeftOut> {
    if !planned(scene).contains(needed) {
        return Err(LeftOut::NotPlanned);
    }
    let all_day = vec![LocalRange { from: LocalTime(0), to: LocalTime(24 * 60) }];
    let rule = scene.provider(who).supervises.get_or_insert_with(SupervisesDocument::default);
    rule.hours = Some(Weekly { daily: Some(all_day), ..Weekly::default() });
    Ok(())
}

/// Moves somebody or something here with the hours that they have at home.
pub(super) fn move_here(scene: &mut Scene, who: &Who) -> Result<(), LeftOut> {
    let (home, here) = (sites(&mut scene.document, who)[0], usize::from(scene.request.location.0));
    if scene.zone(home) != scene.zone(here) {
        return Err(LeftOut::OtherClock);
    }
    let closed = |site: usize| scene.document.locations[site].closures.clone();
    let dates: Vec<NaiveDate> = closed(home).into_iter().chain(closed(here)).collect();
    let as_at_home: Vec<_> = dates.iter().map(|date| (*date, on(scene, who, home, *date))).collect();
    let (week, id) =
        (scene.document.locations[home].hours.clone(), scene.document.locations[here].id.clone());
    leave_another(&mut scene.document, who);
    let own = places(&mut scene.document, who);
    own.week.get_or_insert(week);
    *own.location = Some(id.clone());
    own.elsewhere.retain(|one| one.location != id);
    for (date, ranges) in as_at_home {
        if !ranges.is_empty() {
            reopen(scene, here, date);
        }
        set(&mut scene.document, who, here, date, ranges)?;
    }
    Ok(())
}

/// Another of the same stays behind: the menu may not hold without.
fn leave_another(document: &mut RulebookDocument, who: &Who) {
    let name = format!("another {}", who.as_str());
    match who {
        Who::Provider(id) | Who::Supervisor(id) => {
            let one = document.providers.iter().find(|one| one.id == *id).unwrap().clone();
            document.providers.push(ProviderDocument { id: name.as_str().into(), ..one });
        }
        Who::Room(id) | Who::Device(id) => {
            let one = document.resources.iter().find(|one| one.id == *id).unwrap().clone();
            // The devices that cannot leave a room stay too.
            for other in &mut document.resources {
                if other.id == *id {
                    other.fixed_in = None;
                } else if other.fixed_in.as_ref() == Some(id) {
                    other.fixed_in = Some(name.as_str().into());
                }
            }
            for need in document.services.iter_mut().flat_map(|service| &mut service.needs) {
                if need.any_of.contains(id) {
                    need.any_of.push(name.as_str().into());
                }
            }
            document.resources.push(ResourceDocument { id: name.as_str().into(), ..one });
        }
    }
}

/// What the document says of where somebody or something is.
struct Places<'d> {
    location: &'d mut Option<LocationId>,
    week: &'d mut Option<Weekly>,
    dates: &'d mut Vec<DatedShifts>,
    elsewhere: &'d mut Vec<ElsewhereDocument>,
}

fn places<'d>(document: &'d mut RulebookDocument, who: &Who) -> Places<'d> {
    match who {
        Who::Provider(id) | Who::Supervisor(id) => {
            let one = document.providers.iter_mut().find(|one| one.id == *id).unwrap();
            Places {
                location: &mut one.location,
                week: &mut one.shifts,
                dates: &mut one.dates,
                elsewhere: &mut one.elsewhere,
            }
        }
        Who::Room(id) | Who::Device(id) => {
            let one = document.resources.iter_mut().find(|one| one.id == *id).unwrap();
            Places {
                location: &mut one.location,
                week: &mut one.hours,
                dates: &mut one.dates,
                elsewhere: &mut one.elsewhere,
            }
        }
    }
}

fn everybody(document: &RulebookDocument) -> Vec<Who> {
    let providers = document.providers.iter().map(|one| Who::Provider(one.id.clone()));
    providers.chain(document.resources.iter().map(|one| Who::Room(one.id.clone()))).collect()
}

/// Positions of the locations at which somebody has hours, home first.
fn sites(document: &mut RulebookDocument, who: &Who) -> Vec<usize> {
    let ids: Vec<LocationId> = document.locations.iter().map(|site| site.id.clone()).collect();
    let at = |wanted: &LocationId| ids.iter().position(|id| id == wanted).unwrap();
    let own = places(document, who);
    let home = own.location.as_ref().map_or(0, at);
    std::iter::once(home).chain(own.elsewhere.iter().map(|one| at(&one.location))).collect()
}

/// The hours on a date at a location, closures taken out.
fn on(scene: &Scene, who: &Who, site: usize, date: NaiveDate) -> Vec<Part> {
    let mut document = scene.document.clone();
    let location = document.locations[site].clone();
    let home = sites(&mut document, who)[0] == site;
    let own = places(&mut document, who);
    let (week, dates) = if home {
        (own.week.clone().or(Some(location.hours)), own.dates.clone())
    } else {
        let there = own.elsewhere.iter().find(|one| one.location == location.id);
        there.map_or((None, Vec::new()), |one| (one.shifts.clone(), one.dates.clone()))
    };
    if location.closures.contains(&date) {
        return Vec::new();
    }
    let of_week = || week.as_ref().map_or(&[][..], |week| week.on(weekday(date)));
    let dated = dates.iter().find(|dated| dated.date == date).map(|dated| &dated.shifts[..]);
    dated.unwrap_or_else(of_week).iter().map(|range| local(*range)).collect()
}

fn local(range: LocalRange) -> Part {
    let (from, to) = (i32::from(range.from.0), i32::from(range.to.0));
    (from, if to > from { to } else { to + DAY })
}

/// Joined and in order, as a document says it. None longer than a day can be.
fn written(mut ranges: Vec<Part>) -> Result<Vec<LocalRange>, LeftOut> {
    ranges.sort_unstable();
    let mut joined: Vec<Part> = Vec::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    let time = |minutes: i32| u16::try_from(minutes).map(LocalTime).map_err(|_| LeftOut::ClockChanged);
    let range = |(from, to): Part| {
        if !(0..DAY).contains(&from) || to - from >= DAY && (from, to) != (0, DAY) {
            return Err(LeftOut::ClockChanged);
        }
        Ok(LocalRange { from: time(from)?, to: time(if to > DAY { to - DAY } else { to })? })
    };
    joined.into_iter().map(range).collect()
}

fn set(
    document: &mut RulebookDocument,
    who: &Who,
    site: usize,
    date: NaiveDate,
    ranges: Vec<Part>,
) -> Result<(), LeftOut> {
    let shifts = written(ranges)?;
    let home = sites(document, who)[0] == site;
    let id = document.locations[site].id.clone();
    let own = places(document, who);
    let dates = if home {
        own.dates
    } else {
        if !own.elsewhere.iter().any(|one| one.location == id) {
            own.elsewhere.push(ElsewhereDocument { location: id.clone(), shifts: None, dates: Vec::new() });
        }
        &mut own.elsewhere.iter_mut().find(|one| one.location == id).unwrap().dates
    };
    dates.retain(|dated| dated.date != date);
    dates.push(DatedShifts { date, shifts });
    Ok(())
}

/// Opens a location on a date on which it is closed, for nobody: everybody has that date off, and so has the location
/// itself.
fn reopen(scene: &mut Scene, site: usize, date: NaiveDate) {
    if !scene.document.locations[site].closures.contains(&date) {
        return;
    }
    for who in everybody(&scene.document) {
        if sites(&mut scene.document, &who).contains(&site) {
            set(&mut scene.document, &who, site, date, Vec::new()).unwrap();
        }
    }
    let location = &mut scene.document.locations[site];
    location.closures.retain(|closed| *closed != date);
    // A horizon of less than a week has each day of the week once.
    *named_day(&mut location.hours, date) = Some(Vec::new());
    tidy(&mut scene.document);
}

/// Hours elsewhere that are none are not written.
fn tidy(document: &mut RulebookDocument) {
    let never = |one: &ElsewhereDocument| {
        one.shifts.is_none() && one.dates.iter().all(|dated| dated.shifts.is_empty())
    };
    for who in everybody(document) {
        places(document, &who).elsewhere.retain(|one| !never(one));
    }
}

fn named_day(week: &mut Weekly, date: NaiveDate) -> &mut Option<Vec<LocalRange>> {
    use chrono::Weekday;
    match weekday(date) {
        Weekday::Mon => &mut week.mon,
        Weekday::Tue => &mut week.tue,
        Weekday::Wed => &mut week.wed,
        Weekday::Thu => &mut week.thu,
        Weekday::Fri => &mut week.fri,
        Weekday::Sat => &mut week.sat,
        Weekday::Sun => &mut week.sun,
    }
}

/// A span by the local dates that it lies on, as far as local time can say it.
fn parts(zone: Zone, span: Span) -> Vec<(NaiveDate, Part)> {
    let (first, last) = (zone.local(span.start).0, zone.local(span.end).0);
    let midnight = |date| zone.utc(date, LocalTime(0), Edge::Start);
    let of_date = |date: NaiveDate| {
        let day = Span::new(midnight(date), midnight(date.succ_opt().unwrap()));
        let part = day.intersection(span);
        let time = |at| i32::from(zone.local(at).1.0);
        let to = if part.end == day.end { DAY } else { time(part.end) };
        (!part.is_empty()).then(|| (date, (time(part.start), to)))
    };
    first.iter_days().take_while(|date| *date <= last).filter_map(of_date).collect()
}

/// When somebody or something is at a location, over the planned days and some on either side.
fn spans(scene: &Scene, who: &Who, site: usize) -> Vec<Span> {
    let zone = scene.zone(site);
    let first = scene.horizon.first - Duration::days(2);
    let mut all = Vec::new();
    for date in first.iter_days().take(usize::from(scene.horizon.days) + 4) {
        for (from, to) in on(scene, who, site, date) {
            let time = |minutes: i32| LocalTime(u16::try_from(minutes).unwrap());
            let range = LocalRange { from: time(from), to: time(if to > DAY { to - DAY } else { to }) };
            all.push(zone.span(date, range));
        }
    }
    all.sort();
    all.into_iter().fold(Vec::new(), |open, span| joined(&open, span))
}

fn joined(open: &[Span], more: Span) -> Vec<Span> {
    let (touching, mut apart): (Vec<Span>, Vec<Span>) =
        open.iter().partition(|span| span.start <= more.end && more.start <= span.end);
    let start = touching.iter().map(|span| span.start).chain([more.start]).min().unwrap();
    let end = touching.iter().map(|span| span.end).chain([more.end]).max().unwrap();
    if start < end {
        apart.push(Span::new(start, end));
    }
    apart.sort();
    apart
}

fn without(open: &[Span], less: Span) -> Vec<Span> {
    let cut = open.iter().flat_map(|span| {
        [Span::new(span.start, span.end.min(less.start)), Span::new(span.start.max(less.end), span.end)]
    });
    cut.filter(|span| span.start < span.end).collect()
}

fn planned(scene: &Scene) -> Span {
    let zone = scene.zone(0);
    let midnight = |date| zone.utc(date, LocalTime(0), Edge::Start);
    let first = scene.horizon.first;
    Span::new(midnight(first), midnight(first + Duration::days(i64::from(scene.horizon.days))))
}
