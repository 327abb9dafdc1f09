//! The rule on hours: a lane is there for the whole of a use with its padding, outside fixed breaks and duties. Where the
//! rulebook says so, the padding after the use may lie past the last hours of the day.

use crate::{
    calendar::{PageRange, Row},
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::{DayRules, FixedBreakRule, LaneRules, PageSpan},
    time::Span,
};

use super::{
    context::{Context, Moment},
    day::{Day, LaneOnDay},
    demand_at_start::OnPage,
    inspection::{Inspection, add, at},
    lane_at_start::LaneAtStart,
};

/// One start.
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    let LaneAtStart { context, wanted, lane, rules, moment } = *asked;
    match &wanted.on_page {
        Some(on_page) => moment
            .day
            .open_at(lane, rules, context.location)
            .is_some_and(|open| covers(on_page, lane, rules, open, moment)),
        None => {
            wanted.spans(moment.start).all(|used| use_holds(context, lane, rules, used, wanted.padded(used)))
        }
    }
}

/// The usual case: one use on one day, whose hours are given.
#[inline(always)]
pub(super) fn covers(
    wanted: &OnPage,
    lane: Lane,
    rules: &LaneRules,
    open: &Row,
    moment: &Moment<'_>,
) -> bool {
    open.covers(&wanted.padded_mask) || rules.overruns && covers_but_cleanup(wanted, lane, open, moment)
}

/// True if the hours cover it but for the padding after it.
#[cold]
fn covers_but_cleanup(wanted: &OnPage, lane: Lane, open: &Row, moment: &Moment<'_>) -> bool {
    moment.day.with_cleanup(lane, open, wanted.tail()).covers(&wanted.padded_mask)
}

/// Any use, on however many days.
pub(super) fn use_holds(
    context: &Context<'_>,
    lane: Lane,
    rules: &LaneRules,
    used: Span,
    padded: Span,
) -> bool {
    let table = context.table();
    let there = |day: &DayRules, padded: PageRange, tail: PageRange| {
        day.open_at(lane, rules, context.location).is_some_and(|open| {
            open.all(padded) || rules.overruns && day.with_cleanup(lane, open, tail).all(padded)
        })
    };
    table.horizon().contains(padded)
        && table.pages(padded).all(|page| {
            let tail = table.range(page, Span::new(used.end, padded.end));
            context.rulebook.day(page).is_some_and(|day| there(day, table.range(page, padded), tail))
        })
}

/// True if the hours of a lane cover the only use of a demand, padding included.
#[inline]
pub(super) fn is_there(asked: &LaneAtStart<'_>) -> bool {
    let LaneAtStart { context, wanted, lane, rules, moment } = asked;
    let open = moment.day.open_at(*lane, rules, context.location);
    open.zip(wanted.on_page.as_ref()).is_some_and(|(open, on_page)| open.covers(&on_page.padded_mask))
}

/// Names each break and duty that a use with its padding meets, and the hours that it leaves.
#[inline(never)]
pub(super) fn blockers(
    inspection: &Inspection<'_>,
    lane: Lane,
    rules: &LaneRules,
    &(used, padded): &(Span, Span),
    found: &mut Found<'_>,
) {
    let Inspection { context, moment, .. } = inspection;
    // A lane that never works there is judged by the hours at home.
    let location = if rules.works_at(context.location) { context.location } else { rules.location };
    let mut there = moment.day_span.contains(padded) || context.table().horizon().contains(padded);
    for page in context.pages(padded, moment) {
        let Some(day) = context.rulebook.day(page) else { continue };
        let needed = context.table().range(page, padded);
        let mut open = day.open_at(lane, rules, location).unwrap_or(&Row::EMPTY);
        if day.is_uninterrupted(lane) && !rules.overruns {
            there &= open.all(needed);
            continue;
        }
        let cleaned;
        if rules.overruns {
            let tail = context.table().range(page, Span::new(used.end, padded.end));
            cleaned = day.with_cleanup(lane, open, tail);
            open = &cleaned;
        }
        if open.all(needed) {
            continue;
        }
        // A longer shift would meet the breaks outside the hours too.
        for fixed in day.fixed_breaks(lane).filter(|fixed| fixed.location == location) {
            name_interruption(fixed, needed, context.table().span(page), found);
        }
        // Breaks and duties are taken out of the hours: without them, all the rest is open.
        there &= match day.without_breaks(lane, location) {
            Some(hours) if rules.overruns => open.or(hours).all(needed),
            Some(hours) => hours.all(needed),
            None => open.all(needed),
        };
    }
    if !there {
        name_absence(inspection, padded, found);
    }
}

fn name_interruption(fixed: &FixedBreakRule, needed: PageRange, day: Span, found: &mut Found<'_>) {
    let FixedBreakRule { within: PageSpan { from, to }, duty, .. } = fixed;
    if *from < needed.to && needed.from < *to {
        let span = Span::new(at(day.start, *from), at(day.start, *to));
        let blocker = match duty {
            None => Blocker::OnBreak { span },
            Some(name) => Blocker::OnDuty { name: name.clone(), span },
        };
        add(found, blocker);
    }
}

/// Spans that overlap are one: the hours that would cover one of them might do for the other.
fn name_absence(inspection: &Inspection<'_>, needed: Span, found: &mut Found<'_>) {
    let known = found.iter_mut().find_map(|blocker| match blocker {
        Blocker::OffShift { needed: known } | Blocker::OutsideHours { needed: known } => {
            known.overlaps(needed).then_some(known)
        }
        _ => None,
    });
    match known {
        Some(known) => *known = Span::new(known.start.min(needed.start), known.end.max(needed.end)),
        None => found.push(absence(inspection, needed)),
    }
}

/// The blocker where there are neither breaks nor duties.
#[inline]
pub(super) const fn absence(inspection: &Inspection<'_>, needed: Span) -> Blocker {
    if inspection.takes_a_provider { Blocker::OffShift { needed } } else { Blocker::OutsideHours { needed } }
}

/// The whole day: the minutes in which a lane is there, and those after its last hours in which it may be cleaned up.
pub(super) struct OpenMinutes<'a> {
    pub(super) open: &'a Row,
    pub(super) after_close: Option<&'a Row>,
}

/// None if the lane is not there on that day.
pub(super) fn open_minutes<'a>(day: &Day<'a>, asked: &LaneOnDay<'_>) -> Option<OpenMinutes<'a>> {
    let open = day.rules.open_at(asked.lane, asked.rules, day.context.location)?;
    let after_close = if asked.rules.overruns { day.rules.after_close(asked.lane) } else { None };
    Some(OpenMinutes { open, after_close })
}
