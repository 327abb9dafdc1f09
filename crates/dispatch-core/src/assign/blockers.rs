//! Everything that stands in the way of one candidate at one start: the hard rules again, from the lists, each named.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    calendar::{Block, LanePage, Occupancy, PageIndex, PageRange, Row},
    explain::Blocker,
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
pub(super) fn blockers(view: &View<'_>, suspect: &Suspect<'_>, moment: &Moment<'_>) -> Vec<Blocker> {
    let mut found = Vec::new();
    rule_out(view, suspect, moment, &mut found);
    let padded: Vec<(Span, Span)> = uses(suspect.demand, suspect.extra)
        .map(|each| used_span(each, moment.start))
        .map(|used| (used, used.padded(suspect.demand.before, suspect.demand.after)))
        .collect();
    for (used, padded) in &padded {
        absences(view, suspect, *padded, &mut found);
        neighbours(view, suspect, *used, *padded, &mut found);
    }
    if suspect.demand.kind == DemandKind::Provider {
        let pages = pages(view, suspect, moment.start);
        cap(view, suspect, &pages, &mut found);
        lost_breaks(view, suspect, moment.start, &pages, &mut found);
    }
    found
}

fn add(found: &mut Vec<Blocker>, blocker: Blocker) {
    if !found.contains(&blocker) {
        found.push(blocker);
    }
}

fn rule_out(view: &View<'_>, suspect: &Suspect<'_>, moment: &Moment<'_>, found: &mut Vec<Blocker>) {
    if view.lane(suspect.lane).is_none_or(|rules| rules.location != view.location) {
        found.push(Blocker::OtherLocation);
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
fn absences(view: &View<'_>, suspect: &Suspect<'_>, padded: Span, found: &mut Vec<Blocker>) {
    let mut there = view.table().horizon().contains(padded);
    for page in view.table().pages(padded) {
        let Some(day) = view.rulebook.day(page) else { continue };
        let needed = view.table().range(page, padded);
        let start = view.table().span(page).start;
        let mut open = day.open.get(suspect.lane.position()).copied().unwrap_or(Row::EMPTY);
        for fixed in day.fixed_breaks.iter().filter(|fixed| fixed.lane == suspect.lane) {
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
fn neighbours(view: &View<'_>, suspect: &Suspect<'_>, used: Span, padded: Span, found: &mut Vec<Blocker>) {
    let padding = view.lane(suspect.lane).map_or(Padding::Exclusive, |rules| rules.padding);
    for block in view.schedule.blocks(suspect.lane, padded) {
        add(found, Blocker::Blocked { block: block.block, span: block.span });
    }
    for other in view.schedule.occupancies(suspect.lane, padded) {
        if other.booking == view.booking {
            continue;
        }
        if let Some(clash) = clash(padding, suspect.demand, used, padded, other) {
            add_once(found, clash, other);
        }
    }
}

/// One occupancy is one blocker, though several uses may clash with it: an overlap says more than a buffer.
fn add_once(found: &mut Vec<Blocker>, clash: Blocker, other: &Occupancy) {
    match found.iter_mut().find(|blocker| names(blocker, other)) {
        None => found.push(clash),
        Some(known) if matches!(clash, Blocker::Booked { .. }) => *known = clash,
        Some(_) => {}
    }
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
fn named(found: &[Blocker], occupancy: &Occupancy) -> bool {
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

fn block_named(found: &[Blocker], block: &Block) -> bool {
    found.iter().any(|blocker| matches!(blocker, Blocker::Blocked { block: id, .. } if *id == block.block))
}

/// The local days that it touches.
fn pages(view: &View<'_>, suspect: &Suspect<'_>, start: Minute) -> Vec<PageIndex> {
    let pages = uses(suspect.demand, suspect.extra)
        .flat_map(|each| view.table().pages(padded_use(suspect.demand, used_span(each, start))));
    let mut pages: Vec<PageIndex> = pages.collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// The cap a day, judged with the neighbours already named out of the way.
fn cap(view: &View<'_>, suspect: &Suspect<'_>, pages: &[PageIndex], found: &mut Vec<Blocker>) {
    let Some(most) = view.lane(suspect.lane).and_then(|rules| rules.max_appointments_a_day) else { return };
    let full = |page: &PageIndex| {
        let listed = view.schedule.lane_page(*page, suspect.lane).map_or(&[][..], LanePage::occupancies);
        let counts = |other: &&Occupancy| other.booking != view.booking && !named(found, other);
        let others: BTreeSet<_> = listed.iter().filter(counts).map(|other| other.booking).collect();
        others.len() >= usize::from(most)
    };
    if pages.iter().any(full) {
        found.push(Blocker::DayFull { most });
    }
}

/// Floating breaks, judged with the neighbours already named out of the way.
fn lost_breaks(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    start: Minute,
    pages: &[PageIndex],
    found: &mut Vec<Blocker>,
) {
    for page in pages.iter().copied() {
        let Some(day) = view.rulebook.day(page) else { continue };
        for rule in day.floating_breaks.iter().filter(|rule| rule.lane == suspect.lane) {
            let mut busy = view.schedule.lane_page(page, suspect.lane).map_or(Row::EMPTY, |on_page| {
                let out = |other: &Occupancy| other.booking == view.booking || named(found, other);
                on_page.rows_without(view.table(), page, out, |block| block_named(found, block)).padded
            });
            for each in uses(suspect.demand, suspect.extra) {
                busy.set(view.table().range(page, padded_use(suspect.demand, used_span(each, start))));
            }
            let within = PageRange { from: rule.within.from, to: rule.within.to };
            let kept = day
                .open
                .get(suspect.lane.position())
                .is_some_and(|open| busy.gap(open, within, rule.minutes));
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
