//! The rule on neighbours: a lane is under no block, and far enough from every other booking, as the padding rule says. A lane
//! that holds several bookings at once is taken where it is full.

use crate::{
    calendar::{LanePage, NearEntry, Occupancy, Padding, PageIndex, PageRange, Row, Rows, overlap_groups},
    explain::{Blocker, Found, Occupant},
    ids::Lane,
    rulebook::{Demand, LaneRules},
    time::{Minutes, Span},
};

use super::{
    context::{Context, Moment},
    day::{Day, LaneOnDay},
    demand_at_start::OnPage,
    inspection::{Inspection, add, names},
    lane_at_start::LaneAtStart,
};

/// One start.
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    let LaneAtStart { context, wanted, lane, rules, moment } = *asked;
    match &wanted.on_page {
        Some(on_page) => leave_room(context, on_page, lane, rules, moment),
        None => {
            wanted.spans(moment.start).all(|used| use_holds(context, lane, rules, used, wanted.padded(used)))
        }
    }
}

/// The usual case: one use on one day.
#[inline(always)]
pub(super) fn leave_room(
    context: &Context<'_>,
    wanted: &OnPage,
    lane: Lane,
    rules: &LaneRules,
    moment: &Moment<'_>,
) -> bool {
    match moment.on_page(lane) {
        Some(on_page) if on_page.padded().meets(&wanted.padded_mask) => {
            (rules.padding == Padding::Shared || on_page.may_hold(context.booking))
                && leave_room_all_the_same(context, on_page, wanted, rules.padding, moment)
        }
        _ => true,
    }
}

/// Something lies there: the booking's own occupancies do not stand in its way, and those of others may be no more than a
/// padding that can be shared.
#[inline(never)]
fn leave_room_all_the_same(
    context: &Context<'_>,
    on_page: &LanePage,
    wanted: &OnPage,
    padding: Padding,
    moment: &Moment<'_>,
) -> bool {
    padding == Padding::Shared && on_page.leaves_room(moment.day_span, padding, wanted.padded, wanted.used)
        || on_page.holds(context.booking)
            && context.own_lifted(on_page, moment.page).leave_room(padding, wanted.padded, wanted.used)
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
    table.pages(padded).all(|page| {
        let Some(on_page) = context.schedule.lane_page(page, lane) else { return true };
        let (padded, used) = (table.range(page, padded), table.range(page, used));
        context.room_left(on_page, page, rules.padding, padded, used)
    })
}

impl Context<'_> {
    /// True if the padding rule is kept. The booking's own occupancies do not stand in its way: they are looked for only
    /// where something does.
    #[inline]
    pub(super) fn room_left(
        &self,
        on_page: &LanePage,
        page: PageIndex,
        padding: Padding,
        padded: PageRange,
        used: PageRange,
    ) -> bool {
        on_page.leaves_room(self.table().span(page), padding, padded, used)
            || on_page.holds(self.booking) && self.own_lifted(on_page, page).leave_room(padding, padded, used)
    }

    /// What lies on a lane's day without the booking's own occupancies.
    pub(super) fn own_lifted(&self, on_page: &LanePage, page: PageIndex) -> Rows {
        on_page.rows_without(self.table().span(page), |other| other.booking == self.booking, |_| false)
    }

    /// True if the padding rule is kept between items of one visit. A lane that holds several counts bookings, and a visit is
    /// one.
    pub(crate) fn kept_apart(&self, lane: Lane, own: &[&Occupancy]) -> bool {
        let Some(rules) = self.lane(lane) else { return false };
        let padding = rules.padding;
        rules.holds > 1
            || own.iter().enumerate().all(|(at, one)| {
                own.iter().skip(at + 1).filter(|other| other.item != one.item).all(|other| match padding {
                    Padding::Exclusive => !one.padded().overlaps(other.padded()),
                    Padding::Shared => {
                        !one.padded().overlaps(other.used) && !one.used.overlaps(other.padded())
                    }
                })
            })
    }
}

/// What lies on a lane that day, if any of it comes near the only use of a demand.
#[inline]
pub(super) fn in_the_way<'a>(asked: &LaneAtStart<'a>) -> Option<&'a LanePage> {
    let mask = &asked.wanted.on_page.as_ref()?.padded_mask;
    asked.moment.on_page(asked.lane).filter(|on_page| on_page.padded().meets(mask))
}

/// Names each block and each other booking in the way of a use, on every day that it touches with its padding.
pub(super) fn blockers(
    inspection: &Inspection<'_>,
    lane: Lane,
    rules: &LaneRules,
    spans: &(Span, Span),
    found: &mut Found<'_>,
) {
    let Inspection { context, moment, .. } = inspection;
    for page in context.pages(spans.1, moment) {
        if let Some(on_page) = context.schedule.lane_page(page, lane) {
            let near = NearEntry::of(context.table().range(page, spans.1));
            blockers_on_page(inspection, rules, on_page, near, spans, found);
        }
    }
}

/// The same on one day.
#[inline]
pub(super) fn blockers_on_page(
    inspection: &Inspection<'_>,
    rules: &LaneRules,
    on_page: &LanePage,
    near: NearEntry,
    &(used, padded): &(Span, Span),
    found: &mut Found<'_>,
) {
    if !on_page.blocks().is_empty() {
        blocks_on(on_page, padded, found);
    }
    if rules.holds > 1 {
        return;
    }
    let Inspection { context, wanted, .. } = inspection;
    on_page.near(near).filter(|other| other.booking != context.booking).for_each(|other| {
        if let Some(clash) = clash(rules.padding, wanted.demand, used, padded, other) {
            add_once(found, clash, other);
        }
    });
}

#[inline(never)]
fn blocks_on(on_page: &LanePage, padded: Span, found: &mut Found<'_>) {
    for block in on_page.blocks().iter().filter(|block| block.span.overlaps(padded)) {
        add(found, Blocker::Block { block: block.block, span: block.span });
    }
}

/// One occupancy is one blocker, though several uses may clash with it: an overlap says more than a buffer.
#[inline]
fn add_once(found: &mut Found<'_>, clash: Blocker, other: &Occupancy) {
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

/// Names who lies where a lane that holds several is full, and how many of them must go. Of two groups of which one lies in
/// the other, the larger says it all.
pub(super) fn name_full(inspection: &Inspection<'_>, lane: Lane, holds: u16, found: &mut Found<'_>) {
    let groups = full_groups(inspection, lane, holds);
    let lies_in = |one: &[Occupant], other: &[Occupant]| {
        one.iter().all(|one| other.iter().any(|other| other.booking == one.booking))
    };
    for (at, group) in groups.iter().enumerate() {
        let larger = groups.iter().enumerate().any(|(other_at, other)| {
            lies_in(group, other)
                && (group.len() < other.len() || group.len() == other.len() && other_at < at)
        });
        if !larger {
            let must_go = u16::try_from(group.len() + 1).unwrap_or(u16::MAX).saturating_sub(holds);
            found.push(Blocker::Full { holds, must_go, of: group.as_slice().into() });
        }
    }
}

fn full_groups(inspection: &Inspection<'_>, lane: Lane, holds: u16) -> Vec<Vec<Occupant>> {
    let Inspection { context, moment, .. } = inspection;
    let mut full = Vec::new();
    for used in inspection.uses() {
        let padded = inspection.padded(used);
        for page in context.pages(padded, moment) {
            let Some(on_page) = context.schedule.lane_page(page, lane) else { continue };
            let others = on_page.occupancies().iter().filter(|other| other.booking != context.booking);
            let groups = overlap_groups(padded, others).into_iter().map(|(_, group)| group);
            for group in groups.filter(|group| group.len() >= usize::from(holds)) {
                let occupant = |one: &&Occupancy| Occupant { booking: one.booking, used: one.used };
                full.push(group.iter().map(occupant).collect());
            }
        }
    }
    full
}

/// The whole day: the minutes that others take.
pub(super) struct TakenMinutes<'r> {
    /// Those that a use with its padding must keep clear of: where paddings may overlap, bare uses and blocks.
    pub(super) busy: &'r Row,
    /// Where paddings may overlap: those that the bare use must keep clear of.
    pub(super) padded: Option<&'r Row>,
}

/// Rows without the booking's own occupancies, where it has any there.
#[derive(Default)]
pub(super) struct Lifted {
    padded: Option<Rows>,
    bare: Option<Rows>,
}

pub(super) fn taken_minutes<'r>(
    day: &Day<'r>,
    asked: &LaneOnDay<'_>,
    lifted: &'r mut Lifted,
) -> TakenMinutes<'r> {
    let Some(on_page) = day.on_page(asked.lane) else {
        return TakenMinutes { busy: &Row::EMPTY, padded: None };
    };
    let padded = day.without_own(on_page, &mut lifted.padded);
    match asked.rules.padding {
        Padding::Exclusive => TakenMinutes { busy: padded, padded: None },
        Padding::Shared => {
            let bare = lifted.bare.insert(day.context.own_lifted(on_page, day.page));
            TakenMinutes { busy: &bare.hard, padded: Some(padded) }
        }
    }
}
