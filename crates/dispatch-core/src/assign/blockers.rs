//! Everything that stands in the way of one candidate at one start: the hard rules again, from the lists, each named.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    calendar::{Block, LanePage, Occupancy, PageIndex, PageRange, Row, crowds},
    explain::{Blocker, Found, Occupant},
    ids::Lane,
    rulebook::{Demand, DemandKind, Fit, FixedBreakRule, Padding, PageSpan, Unfit},
    time::{Minute, Minutes, Span},
};

use super::free::{Moment, View, used_span, uses};

/// A candidate for one demand.
#[derive(Clone, Copy)]
pub(super) struct Suspect<'a> {
    pub(super) demand: &'a Demand,
    pub(super) lane: Lane,
    /// What the rulebook says of it; neither for a lane of another kind.
    pub(super) fit: Option<&'a Fit>,
    pub(super) unfit: Option<&'a Unfit>,
    /// How much longer than the menu says it takes.
    pub(super) extra: Minutes,
}

/// Its blockers; empty if it is free by itself.
pub(super) fn blockers(view: &View<'_>, suspect: &Suspect<'_>, moment: &Moment<'_>) -> Found {
    let mut found = Found::default();
    rule_out(view, suspect, moment, &mut found);
    for each in uses(suspect.demand, suspect.extra) {
        let used = used_span(each, moment.start);
        let padded = used.padded(suspect.demand.before, suspect.demand.after);
        absences(view, suspect, moment, (used, padded), &mut found);
        neighbours(view, suspect, moment, used, padded, &mut found);
    }
    if view.lane(suspect.lane).is_some_and(|rules| rules.holds > 1) {
        full(view, suspect, moment, &mut found);
    }
    if suspect.demand.kind == DemandKind::Provider {
        cap(view, suspect, moment.start, &mut found);
        lost_breaks(view, suspect, moment.start, &mut found);
        too_long(view, suspect, moment.start, &mut found);
    }
    found
}

fn add(found: &mut Found, blocker: Blocker) {
    if !found.contains(&blocker) {
        found.push(blocker);
    }
}

fn rule_out(view: &View<'_>, suspect: &Suspect<'_>, moment: &Moment<'_>, found: &mut Found) {
    if view.lane(suspect.lane).is_none_or(|rules| !rules.works_at(view.location)) {
        found.push(Blocker::OtherLocation);
    }
    if !view.is_readable(suspect.lane) {
        found.push(Blocker::CalendarUnreadable);
    }
    match suspect.unfit {
        Some(Unfit::Unqualified(missing)) => found.push(Blocker::Unqualified { missing: missing.clone() }),
        Some(Unfit::Incapable(missing)) => found.push(Blocker::Incapable { missing: missing.clone() }),
        Some(Unfit::NotListed) => found.push(Blocker::NotListed),
        None => {}
    }
    if suspect.demand.kind == DemandKind::Provider && view.avoided(suspect.lane) {
        found.push(Blocker::Avoided);
    }
    if let Some(fit) = suspect.fit.filter(|fit| !fit.valid.contains(moment.page)) {
        let missing = fit.missing.clone().unwrap_or_else(|| Arc::from(Vec::new()));
        found.push(Blocker::Unqualified { missing });
    }
}

/// Hours, shifts, fixed breaks and duties.
fn absences(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    moment: &Moment<'_>,
    (used, padded): (Span, Span),
    found: &mut Found,
) {
    let Some(rules) = view.lane(suspect.lane) else { return };
    // Who never works there is judged by the hours at home.
    let location = if rules.works_at(view.location) { view.location } else { rules.location };
    let mut there = moment.day_span.contains(padded) || view.table().horizon().contains(padded);
    for page in view.pages(padded, moment) {
        let Some(day) = view.rulebook.day(page) else { continue };
        let needed = view.table().range(page, padded);
        let start = view.table().span(page).start;
        let open = day.open_at(suspect.lane, rules, location).unwrap_or(&Row::EMPTY);
        let tail = view.table().range(page, Span::new(used.end, padded.end));
        let mut open = day.with_cleanup(suspect.lane, open, tail);
        if open.all(needed) {
            continue;
        }
        for fixed in day.fixed_breaks(suspect.lane).iter().filter(|fixed| fixed.location == location) {
            let FixedBreakRule { within: PageSpan { from, to }, duty, .. } = fixed;
            open.set(PageRange { from: *from, to: *to });
            if *from < needed.to && needed.from < *to {
                let span = Span::new(at(start, *from), at(start, *to));
                add(
                    found,
                    match duty {
                        None => Blocker::OnBreak { span },
                        Some(name) => Blocker::OnDuty { name: name.clone(), span },
                    },
                );
            }
        }
        there &= open.all(needed);
    }
    if !there {
        let provider = suspect.demand.kind == DemandKind::Provider;
        let needed = padded;
        add(found, if provider { Blocker::OffShift { needed } } else { Blocker::OutsideHours { needed } });
    }
}

fn at(day: Minute, minutes: u32) -> Minute {
    day.plus(Minutes(i32::try_from(minutes).unwrap_or(i32::MAX)))
}

/// Blocks, and other bookings' uses and paddings.
fn neighbours(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    moment: &Moment<'_>,
    used: Span,
    padded: Span,
    found: &mut Found,
) {
    let rules = view.lane(suspect.lane);
    let padding = rules.map_or(Padding::Exclusive, |rules| rules.padding);
    let holds_one = rules.is_none_or(|rules| rules.holds == 1);
    for page in view.pages(padded, moment) {
        let Some(on_page) = view.schedule.lane_page(page, suspect.lane) else { continue };
        if !on_page.rows().padded.any(view.table().range(page, padded)) {
            continue;
        }
        for block in on_page.blocks().iter().filter(|block| block.span.overlaps(padded)) {
            add(found, Blocker::Blocked { block: block.block, span: block.span });
        }
        for other in on_page.occupancies().iter().filter(|_| holds_one) {
            if !near(other, padded) || other.booking == view.booking {
                continue;
            }
            if let Some(clash) = clash(padding, suspect.demand, used, padded, other) {
                add_once(found, clash, other);
            }
        }
    }
}

/// Where a lane that holds several is full: who lies there, and how many of them must go. Of two such crowds of which one
/// lies in the other, the larger says it all.
fn full(view: &View<'_>, suspect: &Suspect<'_>, moment: &Moment<'_>, found: &mut Found) {
    let Some(holds) = view.lane(suspect.lane).map(|rules| rules.holds) else { return };
    let mut crowded: Vec<Vec<Occupant>> = Vec::new();
    for each in uses(suspect.demand, suspect.extra) {
        let padded = padded_use(suspect.demand, used_span(each, moment.start));
        for page in view.pages(padded, moment) {
            let Some(on_page) = view.schedule.lane_page(page, suspect.lane) else { continue };
            let others = on_page.occupancies().iter().filter(|other| other.booking != view.booking);
            let crowds = crowds(padded, others).into_iter().map(|(_, crowd)| crowd);
            for crowd in crowds.filter(|crowd| crowd.len() >= usize::from(holds)) {
                let occupant = |one: &&Occupancy| Occupant { booking: one.booking, used: one.used };
                crowded.push(crowd.iter().map(occupant).collect());
            }
        }
    }
    let lies_in = |one: &[Occupant], other: &[Occupant]| {
        one.iter().all(|one| other.iter().any(|other| other.booking == one.booking))
    };
    for (at, crowd) in crowded.iter().enumerate() {
        let larger = crowded.iter().enumerate().any(|(other_at, other)| {
            lies_in(crowd, other)
                && (crowd.len() < other.len() || crowd.len() == other.len() && other_at < at)
        });
        if !larger {
            let must_go = u16::try_from(crowd.len() + 1).unwrap_or(u16::MAX).saturating_sub(holds);
            found.push(Blocker::Full { holds, must_go, of: crowd.as_slice().into() });
        }
    }
}

/// False only if it cannot be in the way: told at a glance, since most of a day's list is far from any one start.
#[inline]
fn near(other: &Occupancy, padded: Span) -> bool {
    let Occupancy { used, before, after, .. } = other;
    used.start.0.saturating_sub(before.0) < padded.end.0
        && padded.start.0 < used.end.0.saturating_add(after.0)
}

/// One occupancy is one blocker, though several uses may clash with it: an overlap says more than a buffer.
fn add_once(found: &mut Found, clash: Blocker, other: &Occupancy) {
    if let Some(known) = found.iter_mut().find(|blocker| names(blocker, other)) {
        if matches!(clash, Blocker::Booked { .. }) {
            *known = clash;
        }
        return;
    }
    found.push(clash);
}

fn clash(padding: Padding, demand: &Demand, used: Span, padded: Span, other: &Occupancy) -> Option<Blocker> {
    let booking = other.booking;
    if used.overlaps(other.used) {
        return Some(Blocker::Booked { booking, used: other.used });
    }
    let collides = match padding {
        Padding::Exclusive => padded.overlaps(other.padded()),
        Padding::Shared => padded.overlaps(other.used) || used.overlaps(other.padded()),
    };
    if !collides {
        return None;
    }
    let (gap, after, before) = if other.used.end <= used.start {
        (used.start.since(other.used.end), other.after, demand.before)
    } else {
        (other.used.start.since(used.end), demand.after, other.before)
    };
    let needed = match padding {
        Padding::Exclusive => Minutes(after.0.saturating_add(before.0)),
        Padding::Shared => after.max(before),
    };
    Some(Blocker::Buffer { booking, used: other.used, gap, needed })
}

/// True if one of the blockers found is this occupancy.
fn named(found: &Found, occupancy: &Occupancy) -> bool {
    found.iter().any(|blocker| names(blocker, occupancy))
}

fn names(blocker: &Blocker, occupancy: &Occupancy) -> bool {
    match blocker {
        Blocker::Booked { booking, used } | Blocker::Buffer { booking, used, .. } => {
            *booking == occupancy.booking && *used == occupancy.used
        }
        _ => false,
    }
}

fn block_named(found: &Found, block: &Block) -> bool {
    found.iter().any(|blocker| matches!(blocker, Blocker::Blocked { block: id, .. } if *id == block.block))
}

/// The local days that it touches; one may come twice.
fn pages(view: &View<'_>, suspect: &Suspect<'_>, start: Minute) -> impl Iterator<Item = PageIndex> {
    uses(suspect.demand, suspect.extra)
        .flat_map(move |each| view.table().pages(padded_use(suspect.demand, used_span(each, start))))
}

/// The cap a day, judged with the neighbours already named out of the way.
fn cap(view: &View<'_>, suspect: &Suspect<'_>, start: Minute, found: &mut Found) {
    let Some(most) = view.lane(suspect.lane).and_then(|rules| rules.max_appointments_a_day) else { return };
    let full = |page: &PageIndex| {
        let listed = view.schedule.lane_page(*page, suspect.lane).map_or(&[][..], LanePage::occupancies);
        let counts = |other: &&Occupancy| other.booking != view.booking && !named(found, other);
        let others: BTreeSet<_> = listed.iter().filter(counts).map(|other| other.booking).collect();
        others.len() >= usize::from(most)
    };
    if pages(view, suspect, start).any(|page| full(&page)) {
        found.push(Blocker::DayFull { most });
    }
}

/// Minutes in a row, judged with the neighbours already named out of the way.
fn too_long(view: &View<'_>, suspect: &Suspect<'_>, start: Minute, found: &mut Found) {
    let what = (suspect.demand, suspect.extra);
    let run = view.too_long_a_run(suspect.lane, what, start, |other| named(found, other));
    if let Some((run, rule)) = run {
        found.push(Blocker::TooLongInARow { run, most: rule.minutes, pause: rule.pause });
    }
}

/// Floating breaks, judged with the neighbours already named out of the way.
fn lost_breaks(view: &View<'_>, suspect: &Suspect<'_>, start: Minute, found: &mut Found) {
    for page in pages(view, suspect, start) {
        let Some(day) = view.rulebook.day(page) else { continue };
        for rule in day.floating_breaks(suspect.lane) {
            let mut busy = view.schedule.lane_page(page, suspect.lane).map_or(Row::EMPTY, |on_page| {
                let out = |other: &Occupancy| other.booking == view.booking || named(found, other);
                on_page.rows_without(view.table(), page, out, |block| block_named(found, block)).padded
            });
            for each in uses(suspect.demand, suspect.extra) {
                busy.set(view.table().range(page, padded_use(suspect.demand, used_span(each, start))));
            }
            let within = PageRange { from: rule.within.from, to: rule.within.to };
            let kept = busy.gap(&day.open_anywhere(suspect.lane), within, rule.minutes);
            if !kept {
                let midnight = view.table().span(page).start;
                let within = Span::new(at(midnight, rule.within.from), at(midnight, rule.within.to));
                let minutes = Minutes(i32::try_from(rule.minutes).unwrap_or(i32::MAX));
                add(found, Blocker::BreakLost { minutes, within });
            }
        }
    }
}

fn padded_use(demand: &Demand, used: Span) -> Span {
    used.padded(demand.before, demand.after)
}
