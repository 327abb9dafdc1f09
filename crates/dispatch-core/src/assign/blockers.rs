//! Everything that stands in the way of one candidate at one start: the hard rules again, from the lists, each named.

use std::collections::BTreeSet;

use crate::{
    calendar::{Block, LanePage, Occupancy, PageIndex, PageRange, Row, crowds},
    explain::{Blocker, Found, Occupant},
    ids::Lane,
    rulebook::{Demand, Fit, FixedBreakRule, LaneRules, Padding, PageSpan, Presence, Unfit},
    time::{Minute, Minutes, Span},
};

use super::{
    free::{Glance, Moment, View, Wanted, used_span, uses},
    supervision::{self, presence, unqualified},
};

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

/// Its blockers; empty if it is free by itself. `wanted` is the suspect's demand at that moment, at its length.
pub(super) fn blockers(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    wanted: &Wanted<'_>,
    moment: &Moment<'_>,
) -> Found {
    let mut found = Found::default();
    let Some(rules) = view.lane(suspect.lane) else { return found };
    if let Some(presence) = presence(suspect.demand).filter(|presence| *presence != Presence::InRoom) {
        supervision::blockers(view, suspect, rules, presence, moment, &mut found);
        return found;
    }
    rule_out(view, suspect, rules, moment, &mut found);
    let Glance { there, clear } = view.glance(wanted, suspect.lane, rules, moment);
    if let Some((used, padded)) = wanted.only_use(moment) {
        if !there {
            absences(view, suspect, rules, moment, (used, padded), &mut found);
        }
        if let Some(on_page) = moment.on_page(suspect.lane).filter(|_| !clear) {
            neighbours_on(view, suspect, rules, on_page, (used, padded), &mut found);
        }
    } else {
        for each in uses(suspect.demand, suspect.extra) {
            let used = used_span(each, moment.start);
            let padded = padded_use(suspect.demand, used);
            absences(view, suspect, rules, moment, (used, padded), &mut found);
            neighbours(view, suspect, rules, moment, (used, padded), &mut found);
        }
    }
    if rules.holds > 1 && !clear {
        full(view, suspect, rules.holds, moment, &mut found);
    }
    let breaks = !wanted.stays_on_its_day() || !moment.day.floating_breaks.is_empty();
    if suspect.demand.kind.takes_a_provider() && (rules.is_limited || breaks) {
        cap(view, suspect, rules, wanted, moment, &mut found);
        lost_breaks(view, suspect, wanted, moment, &mut found);
        too_long(view, suspect, moment.start, &mut found);
    }
    found
}

pub(super) fn add(found: &mut Found, blocker: Blocker) {
    if !found.contains(&blocker) {
        found.push(blocker);
    }
}

pub(super) fn add_block(found: &mut Found, block: &Block) {
    add(found, Blocker::Blocked { block: block.block, span: block.span });
}

fn rule_out(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    rules: &LaneRules,
    moment: &Moment<'_>,
    found: &mut Found,
) {
    if !rules.works_at(view.location) {
        found.push(Blocker::OtherLocation);
    }
    if !view.is_readable(suspect.lane) {
        found.push(Blocker::CalendarUnreadable);
    }
    match suspect.unfit {
        Some(Unfit::Unqualified { missing, .. }) => {
            found.push(unqualified(suspect.demand, missing.on(moment.page)));
        }
        Some(Unfit::Incapable(missing)) => found.push(Blocker::Incapable { missing: missing.clone() }),
        Some(Unfit::NotListed(lacks)) => {
            found.push(Blocker::NotListed);
            if !lacks.is_empty() {
                found.push(Blocker::Incapable { missing: lacks.clone() });
            }
        }
        None => {}
    }
    if suspect.demand.kind.takes_a_provider() && view.avoided(suspect.lane) {
        found.push(Blocker::Avoided);
    }
    if let Some(missing) = suspect.fit.and_then(|fit| fit.missing(moment.page)) {
        found.push(unqualified(suspect.demand, missing));
    }
}

/// Hours, shifts, fixed breaks and duties.
#[inline(never)]
fn absences(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    rules: &LaneRules,
    moment: &Moment<'_>,
    (used, padded): (Span, Span),
    found: &mut Found,
) {
    // Who never works there is judged by the hours at home.
    let location = if rules.works_at(view.location) { view.location } else { rules.location };
    let mut there = moment.day_span.contains(padded) || view.table().horizon().contains(padded);
    for page in view.pages(padded, moment) {
        let Some(day) = view.rulebook.day(page) else { continue };
        let needed = view.table().range(page, padded);
        let start = view.table().span(page).start;
        let open = day.open_at(suspect.lane, rules, location).unwrap_or(&Row::EMPTY);
        let fixed_breaks = day.fixed_breaks(suspect.lane);
        let at_other_times = || day.off_hours.breaks(suspect.lane).next().is_some();
        if fixed_breaks.is_empty() && !rules.overruns && !at_other_times() {
            there &= open.all(needed);
            continue;
        }
        let tail = view.table().range(page, Span::new(used.end, padded.end));
        let mut open = day.with_cleanup(suspect.lane, open, tail);
        if open.all(needed) {
            continue;
        }
        // A longer shift would meet those outside the hours.
        let fixed = fixed_breaks.iter().chain(day.off_hours.breaks(suspect.lane));
        for fixed in fixed.filter(|fixed| fixed.location == location) {
            let FixedBreakRule { within: PageSpan { from, to }, duty, .. } = fixed;
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
        if let Some(without_breaks) = day.without_breaks(suspect.lane, location) {
            open = open.or(without_breaks);
        }
        there &= open.all(needed);
    }
    if !there {
        absent(suspect.demand.kind.takes_a_provider(), padded, found);
    }
}

/// Spans that overlap are one: the hours that would cover one of them might do for the other.
fn absent(provider: bool, needed: Span, found: &mut Found) {
    let known = found.iter_mut().find_map(|blocker| match blocker {
        Blocker::OffShift { needed: known } | Blocker::OutsideHours { needed: known } => {
            known.overlaps(needed).then_some(known)
        }
        _ => None,
    });
    match known {
        Some(known) => *known = Span::new(known.start.min(needed.start), known.end.max(needed.end)),
        None if provider => found.push(Blocker::OffShift { needed }),
        None => found.push(Blocker::OutsideHours { needed }),
    }
}

fn at(day: Minute, minutes: u32) -> Minute {
    day.plus(Minutes(i32::try_from(minutes).unwrap_or(i32::MAX)))
}

/// Blocks, and other bookings' uses and paddings.
pub(super) fn neighbours(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    rules: &LaneRules,
    moment: &Moment<'_>,
    (used, padded): (Span, Span),
    found: &mut Found,
) {
    for page in view.pages(padded, moment) {
        if let Some(on_page) = view.schedule.lane_page(page, suspect.lane) {
            neighbours_on(view, suspect, rules, on_page, (used, padded), found);
        }
    }
}

#[inline]
fn neighbours_on(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    rules: &LaneRules,
    on_page: &LanePage,
    (used, padded): (Span, Span),
    found: &mut Found,
) {
    for block in on_page.blocks().iter().filter(|block| block.span.overlaps(padded)) {
        add_block(found, block);
    }
    if rules.holds > 1 {
        return;
    }
    for other in on_page.occupancies() {
        if !other.reaches(padded) || other.booking == view.booking {
            continue;
        }
        if let Some(clash) = clash(rules.padding, suspect.demand, used, padded, other) {
            add_once(found, clash, other);
        }
    }
}

/// Where a lane that holds several is full: who lies there, and how many of them must go. Of two such crowds of which one
/// lies in the other, the larger says it all.
pub(super) fn full(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    holds: u16,
    moment: &Moment<'_>,
    found: &mut Found,
) {
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

#[inline]
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

/// The cap a day, judged with the neighbours already named out of the way.
fn cap(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    rules: &LaneRules,
    wanted: &Wanted<'_>,
    moment: &Moment<'_>,
    found: &mut Found,
) {
    let Some(most) = rules.max_appointments_a_day else { return };
    let full = |page: &PageIndex| {
        let listed = view.schedule.lane_page(*page, suspect.lane).map_or(&[][..], LanePage::occupancies);
        let counts = |other: &&Occupancy| other.booking != view.booking && !named(found, other);
        let others: BTreeSet<_> = listed.iter().filter(counts).map(|other| other.booking).collect();
        others.len() >= usize::from(most)
    };
    if view.days_of(wanted, moment).any(|page| full(&page)) {
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
fn lost_breaks(
    view: &View<'_>,
    suspect: &Suspect<'_>,
    wanted: &Wanted<'_>,
    moment: &Moment<'_>,
    found: &mut Found,
) {
    // Beside all neighbours it is kept: then without some of them too.
    if view.breaks_kept(wanted, suspect.lane, moment) {
        return;
    }
    for page in view.days_of(wanted, moment) {
        let Some(day) = view.rulebook.day(page) else { continue };
        for rule in day.floating_breaks(suspect.lane) {
            let mut busy = view.schedule.lane_page(page, suspect.lane).map_or(Row::EMPTY, |on_page| {
                let out = |other: &Occupancy| other.booking == view.booking || named(found, other);
                on_page.rows_without(view.table().span(page), out, |block| block_named(found, block)).padded
            });
            for each in uses(suspect.demand, suspect.extra) {
                busy.set(view.table().range(page, padded_use(suspect.demand, used_span(each, moment.start))));
            }
            let within = PageRange { from: rule.within.from, to: rule.within.to };
            let gone = found.iter().filter_map(|blocker| match blocker {
                Blocker::OnBreak { span } | Blocker::OnDuty { span, .. } => Some(*span),
                _ => None,
            });
            let gone = gone.map(|span| view.table().range(page, span));
            let kept = busy.gap(&day.open_anywhere_without(suspect.lane, gone), within, rule.minutes);
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
