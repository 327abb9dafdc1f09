//! The rule on floating breaks: so many minutes stay free somewhere in a stretch of a provider's day.

use crate::{
    calendar::{Block, Occupancy, PageIndex, PageRange, Row},
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::{DayRules, FloatingBreakRule},
    time::{Minutes, Span},
};

use super::{
    context::Context,
    day::{Day, LaneOnDay, Piece, pieces, range},
    demand_at_start::OnPage,
    inspection::{Inspection, add, at, is_named},
    lane_at_start::LaneAtStart,
    start_set::{StartSet, Words},
};

/// One start: true if every floating break of the days that it touches still has its gap.
#[inline]
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    let LaneAtStart { context, wanted, moment, .. } = asked;
    if wanted.on_page.is_some() {
        return moment.day.floating_breaks.is_empty() || kept_on_page(asked, moment.page, moment.day);
    }
    context.days_of(wanted, moment).all(|page| {
        let day = context.rulebook.day(page);
        day.is_none_or(|day| kept_on_page(asked, page, day))
    })
}

fn kept_on_page(asked: &LaneAtStart<'_>, page: PageIndex, day: &DayRules) -> bool {
    let LaneAtStart { context, lane, .. } = *asked;
    let on_page = context.schedule.lane_page(page, lane);
    day.floating_breaks(lane).all(|rule| {
        let kept = |busy: &Row| is_kept(asked, rule, day, page, busy);
        // Without the booking's own occupancies there is only more room: they are looked for where that matters.
        kept(on_page.map_or(&Row::EMPTY, |on_page| on_page.padded()))
            || on_page.is_some_and(|on_page| {
                on_page.holds(context.booking) && kept(&context.own_lifted(on_page, page).padded)
            })
    })
}

/// True if a break still has its gap beside what a lane is busy with on a day.
fn is_kept(
    asked: &LaneAtStart<'_>,
    rule: &FloatingBreakRule,
    day: &DayRules,
    page: PageIndex,
    busy: &Row,
) -> bool {
    let LaneAtStart { context, wanted, lane, moment, .. } = asked;
    // A provider may take the break at any of their locations.
    let anywhere;
    let open = if day.elsewhere.is_empty() {
        day.open.get(lane.position())
    } else {
        anywhere = day.open_anywhere(*lane);
        Some(&anywhere)
    };
    let Some(open) = open else { return false };
    let within = stretch_of(rule);
    if let Some(OnPage { padded, .. }) = wanted.on_page {
        let before = PageRange { to: within.to.min(padded.from), ..within };
        let after = PageRange { from: within.from.max(padded.to), ..within };
        return busy.gap(open, before, rule.minutes) || busy.gap(open, after, rule.minutes);
    }
    let mut with_it = *busy;
    for used in wanted.spans(moment.start) {
        with_it.set(context.table().range(page, wanted.padded(used)));
    }
    with_it.gap(open, within, rule.minutes)
}

fn stretch_of(rule: &FloatingBreakRule) -> PageRange {
    PageRange { from: rule.within.from, to: rule.within.to }
}

impl Context<'_> {
    /// True if every floating break still has its gap beside several uses of one booking.
    pub(crate) fn breaks_kept_beside(&self, lane: Lane, own: &[&Occupancy]) -> bool {
        own.iter().flat_map(|each| self.table().pages(each.padded())).all(|page| {
            let Some(day) = self.rulebook.day(page) else { return true };
            day.floating_breaks(lane).all(|rule| {
                let mut busy = match self.schedule.lane_page(page, lane) {
                    Some(on_page) => self.own_lifted(on_page, page).padded,
                    None => Row::EMPTY,
                };
                own.iter().for_each(|each| busy.set(self.table().range(page, each.padded())));
                busy.gap(&day.open_anywhere(lane), stretch_of(rule), rule.minutes)
            })
        })
    }
}

/// Names each break that has no gap even without the neighbours, blocks, breaks and duties that were named.
pub(super) fn blockers(inspection: &Inspection<'_>, asked: &LaneAtStart<'_>, found: &mut Found<'_>) {
    let Inspection { context, moment, wanted, .. } = inspection;
    let lane = asked.lane;
    // A break that is kept beside all neighbours is kept without some of them too.
    if holds(asked) {
        return;
    }
    for page in context.days_of(wanted, moment) {
        let Some(day) = context.rulebook.day(page) else { continue };
        for rule in day.floating_breaks(lane) {
            if !kept_without_named(inspection, lane, rule, (page, day), found) {
                let midnight = context.table().span(page).start;
                let within = Span::new(at(midnight, rule.within.from), at(midnight, rule.within.to));
                let minutes = Minutes(i32::try_from(rule.minutes).unwrap_or(i32::MAX));
                add(found, Blocker::BreakLost { minutes, within });
            }
        }
    }
}

fn kept_without_named(
    inspection: &Inspection<'_>,
    lane: Lane,
    rule: &FloatingBreakRule,
    (page, day): (PageIndex, &DayRules),
    found: &Found<'_>,
) -> bool {
    let Inspection { context, wanted, moment, .. } = inspection;
    let mut busy = context.schedule.lane_page(page, lane).map_or(Row::EMPTY, |on_page| {
        let out = |other: &Occupancy| other.booking == context.booking || is_named(found, other);
        on_page.rows_without(context.table().span(page), out, |block| block_is_named(found, block)).padded
    });
    for used in wanted.spans(moment.start) {
        busy.set(context.table().range(page, wanted.padded(used)));
    }
    let gone = found.iter().filter_map(|blocker| match blocker {
        Blocker::OnBreak { span } | Blocker::OnDuty { span, .. } => Some(*span),
        _ => None,
    });
    let gone = gone.map(|span| context.table().range(page, span));
    busy.gap(&day.open_anywhere_without(lane, gone), stretch_of(rule), rule.minutes)
}

fn block_is_named(found: &Found<'_>, block: &Block) -> bool {
    found.iter().any(|blocker| matches!(blocker, Blocker::Block { block: id, .. } if *id == block.block))
}

/// The whole day: keeps the starts that leave every break its gap.
pub(super) fn rule_out(day: &Day<'_>, asked: &LaneOnDay<'_>, starts: &mut StartSet) {
    for rule in day.rules.floating_breaks(asked.lane) {
        if starts.is_empty() {
            return;
        }
        starts.keep(&starts_that_keep(day, rule, asked));
    }
}

/// The starts that leave a gap for a break: before the first use, after the last, or between two.
fn starts_that_keep(day: &Day<'_>, rule: &FloatingBreakRule, asked: &LaneOnDay<'_>) -> StartSet {
    let mut kept = StartSet::clear(day.words);
    let open = day.rules.open_anywhere(rule.lane);
    let within = stretch_of(rule);
    let mut lifted = None;
    let padded = day.on_page(rule.lane).map(|on_page| day.without_own(on_page, &mut lifted));
    let mut free = Row::EMPTY;
    free.set(within);
    let mut gaps = StartSet::free(Words::covering(within), &open, padded.unwrap_or(&Row::EMPTY));
    gaps.keep_row(&free);
    gaps.keep_runs(rule.minutes);
    let (Some((first, last)), Ok(minutes)) = (gaps.ends(), i32::try_from(rule.minutes)) else {
        return kept;
    };
    let pieces = || pieces(asked.demand, asked.extra);
    let signed = |minute: u32| i32::try_from(minute).unwrap_or(i32::MAX);
    let (first_ends, last_starts) = (signed(first) + minutes, signed(last));
    let from = pieces().map(Piece::from).min().unwrap_or(0);
    let to = pieces().map(Piece::to).max().unwrap_or(0);
    kept.set(range(first_ends - from, i32::MAX));
    kept.set(range(0, (last_starts - to).saturating_add(1)));
    for (earlier, later) in pieces().zip(pieces().skip(1)) {
        let choices = later.from() - earlier.to() - minutes + 1;
        if choices > 0 {
            let mut between = gaps.over(day.words);
            between.spread(choices.unsigned_abs());
            kept.add(&between.moved(earlier.to()));
        }
    }
    kept
}
