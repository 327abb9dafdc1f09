//! One business day of a question about all its starts, and the uses of a demand counted from the start.

use crate::{
    calendar::{LanePage, PageIndex, PageRange, Row, Rows},
    ids::Lane,
    rulebook::{DayRules, Demand, LaneRules},
    time::Minutes,
};

use super::{
    context::Context,
    demand_at_start::uses,
    start_set::{StartSet, Words},
};

/// Minutes of a row.
const MINUTES: i32 = 24 * 64;

/// One business day of a question.
#[derive(Clone, Copy)]
pub(crate) struct Day<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) page: PageIndex,
    pub(crate) rules: &'a DayRules,
    pub(crate) lanes: Option<&'a [LanePage]>,
    /// The words that the starts and all that is used lie in.
    pub(crate) words: Words,
}

/// A lane, and what is wanted of it on a day.
#[derive(Clone, Copy)]
pub(super) struct LaneOnDay<'q> {
    pub(super) demand: &'q Demand,
    pub(super) extra: Minutes,
    pub(super) lane: Lane,
    pub(super) rules: &'q LaneRules,
}

/// One contiguous use, in minutes counted from the start of the service.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) offset: i32,
    pub(super) minutes: i32,
    pub(super) before: i32,
    pub(super) after: i32,
}

impl Piece {
    /// Where its padding starts, and where it ends.
    pub(super) fn from(self) -> i32 {
        self.offset - self.before
    }

    pub(super) fn to(self) -> i32 {
        self.offset + self.minutes + self.after
    }

    /// The padding after it.
    pub(super) fn tail(self) -> Self {
        Self { offset: self.offset + self.minutes, minutes: self.after, before: 0, after: 0 }
    }

    fn padded_minutes(self) -> u32 {
        (self.before + self.minutes + self.after).unsigned_abs()
    }
}

/// The uses of a demand, as pieces.
pub(super) fn pieces(demand: &Demand, extra: Minutes) -> impl Iterator<Item = Piece> + Clone {
    uses(demand, extra).map(|each| Piece {
        offset: each.offset.0,
        minutes: each.minutes.0.max(0),
        before: demand.before.0,
        after: demand.after.0,
    })
}

/// How far a demand reaches before the start and after it, padding included.
pub(crate) fn reach(demand: &Demand, extra: Minutes) -> (i32, i32) {
    uses(demand, extra).fold((0, 0), |(before, after), each| {
        let end = each.offset.0.saturating_add(each.minutes.0.max(0)).saturating_add(demand.after.0);
        (before.max(demand.before.0.saturating_sub(each.offset.0)), after.max(end))
    })
}

/// The part of a stretch that lies in a row.
pub(crate) fn range(from: i32, to: i32) -> PageRange {
    let clamped = |minute: i32| u32::try_from(minute.clamp(0, MINUTES)).unwrap_or(0);
    PageRange { from: clamped(from), to: clamped(to) }
}

impl<'a> Day<'a> {
    /// The starts at which a use finds all its minutes open and none busy.
    pub(super) fn runs(&self, open: &Row, busy: &Row, each: Piece) -> StartSet {
        let mut free = StartSet::free(self.words, open, busy);
        free.keep_runs(each.padded_minutes());
        free.moved(each.from())
    }

    pub(super) fn on_page(&self, lane: Lane) -> Option<&'a LanePage> {
        self.lanes.and_then(|lanes| lanes.get(lane.position()))
    }

    /// What is taken without the booking's own occupancies, which do not stand in its way.
    pub(super) fn without_own<'r>(&self, on_page: &'a LanePage, lifted: &'r mut Option<Rows>) -> &'r Row
    where
        'a: 'r,
    {
        if on_page.holds(self.context.booking) {
            return &lifted.insert(self.context.own_lifted(on_page, self.page)).padded;
        }
        on_page.padded()
    }
}
