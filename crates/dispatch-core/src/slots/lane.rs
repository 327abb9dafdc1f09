//! At which starts of a day one provider, room or device can serve one demand: the hard rules of a single lane, for
//! all starts at once.

use crate::{
    assign::{Context, uses},
    calendar::{LanePage, Padding, PageIndex, PageRange, Row, Rows, WORDS},
    ids::Lane,
    rulebook::{DayRules, Demand, Fit, FloatingBreakRule, LaneRules, Presence},
    time::Minutes,
};

use super::start_set::{StartSet, Words};

/// One business day of a question.
#[derive(Clone, Copy)]
pub(super) struct Day<'a> {
    pub(super) context: Context<'a>,
    pub(super) page: PageIndex,
    pub(super) rules: &'a DayRules,
    pub(super) lanes: Option<&'a [LanePage]>,
    /// The words that the starts and all that is used lie in.
    pub(super) words: Words,
}

/// One contiguous use, counted from the start of the service.
#[derive(Clone, Copy)]
struct Piece {
    offset: i32,
    minutes: i32,
    before: i32,
    after: i32,
}

impl Piece {
    /// Where its padding starts, and where it ends.
    fn from(self) -> i32 {
        self.offset - self.before
    }

    fn to(self) -> i32 {
        self.offset + self.minutes + self.after
    }

    /// The padding after it.
    fn tail(self) -> Self {
        Self { offset: self.offset + self.minutes, minutes: self.after, before: 0, after: 0 }
    }

    fn padded_minutes(self) -> u32 {
        (self.before + self.minutes + self.after).unsigned_abs()
    }
}

fn pieces(demand: &Demand, extra: Minutes) -> impl Iterator<Item = Piece> + Clone {
    uses(demand, extra).map(|each| Piece {
        offset: each.offset.0,
        minutes: each.minutes.0.max(0),
        before: demand.before.0,
        after: demand.after.0,
    })
}

/// How far a demand reaches before the start and after it, padding included.
pub(super) fn reach(demand: &Demand, extra: Minutes) -> (i32, i32) {
    uses(demand, extra).fold((0, 0), |(before, after), each| {
        let end = each.offset.0.saturating_add(each.minutes.0.max(0)).saturating_add(demand.after.0);
        (before.max(demand.before.0.saturating_sub(each.offset.0)), after.max(end))
    })
}

impl<'a> Day<'a> {
    /// The starts of a strip at which a provider may deliver it and is free for it, cap, breaks and pauses included.
    pub(super) fn provider(&self, demand: &Demand, fit: &Fit, extra: Minutes, among: &StartSet) -> StartSet {
        let none = StartSet::clear(self.words);
        let Some(rules) = self.context.lane(fit.lane) else { return none };
        if !fit.is_valid(self.page) || !self.below_cap(rules, fit.lane) {
            return none;
        }
        let mut starts = self.free(demand, fit.lane, rules, extra);
        starts.keep(among);
        for rule in self.rules.floating_breaks(fit.lane) {
            if starts.is_empty() {
                break;
            }
            starts.keep(&self.break_kept(rule, demand, extra));
        }
        if rules.about.max_in_a_row.is_some() {
            return self.pauses_kept(demand, fit.lane, extra, starts);
        }
        starts
    }

    /// The starts at which a room or device is free for it.
    pub(super) fn resource(&self, demand: &Demand, lane: Lane, extra: Minutes) -> StartSet {
        let none = StartSet::clear(self.words);
        self.context.lane(lane).map_or(none, |rules| self.free(demand, lane, rules, extra))
    }

    /// The starts at which somebody can supervise it from outside the room.
    pub(super) fn supervisor(
        &self,
        demand: &Demand,
        fit: &Fit,
        presence: Presence,
        extra: Minutes,
    ) -> StartSet {
        let mut all = StartSet::clear(self.words);
        let Some(open) = self.rules.at_hand(fit.lane, presence, self.context.location) else { return all };
        if !fit.is_valid(self.page) || !self.context.is_readable(fit.lane) {
            return all;
        }
        all = StartSet::full(self.words);
        let mut lifted = None;
        let padded = self.on_page(fit.lane).map(|on_page| self.without_own(on_page, &mut lifted));
        let mut away = padded.copied().unwrap_or(Row::EMPTY);
        let own_blocks = self.on_page(self.context.person(fit.lane)).map_or(&[][..], LanePage::blocks);
        for block in own_blocks {
            away.set(self.context.table().range(self.page, block.span));
        }
        for each in pieces(demand, extra) {
            all.keep(&self.runs(open, &away, each));
        }
        all
    }

    fn free(&self, demand: &Demand, lane: Lane, rules: &LaneRules, extra: Minutes) -> StartSet {
        if !self.context.is_readable(lane) {
            return StartSet::clear(self.words);
        }
        let Some(open) = self.rules.open_at(lane, rules, self.context.location) else {
            return StartSet::clear(self.words);
        };
        let mut lifted = None;
        let mut bare = None;
        let on_page = self.on_page(lane);
        let padded = on_page.map(|on_page| self.without_own(on_page, &mut lifted));
        // What a use must keep clear of with its padding: where that may overlap other paddings, bare uses.
        let busy = match (on_page, padded) {
            (Some(on_page), Some(_)) if rules.padding == Padding::Shared => {
                &bare.insert(self.context.own_lifted(on_page, self.page)).hard
            }
            _ => padded.unwrap_or(&Row::EMPTY),
        };
        let mut all = None;
        for each in pieces(demand, extra) {
            let after_close = self.rules.after_close(lane).filter(|_| rules.overruns && each.after > 0);
            let mut starts = match after_close {
                None => self.runs(open, busy, each),
                Some(after_close) => {
                    // Up to the end of the use inside the hours; the padding after it perhaps past their end.
                    let mut starts = self.runs(open, busy, Piece { after: 0, ..each });
                    starts.keep(&self.runs(&open.or(after_close), busy, each.tail()));
                    starts
                }
            };
            if let (Some(padded), Padding::Shared) = (padded, rules.padding) {
                let bare = Piece { before: 0, after: 0, ..each };
                starts.keep(&self.runs(&ALWAYS, padded, bare));
            }
            all.get_or_insert(starts).keep(&starts);
        }
        all.unwrap_or_else(|| StartSet::full(self.words))
    }

    /// The starts at which a use finds all its minutes open and none busy.
    fn runs(&self, open: &Row, busy: &Row, each: Piece) -> StartSet {
        let mut free = StartSet::free(self.words, open, busy);
        free.keep_runs(each.padded_minutes());
        free.moved(each.from())
    }

    fn on_page(&self, lane: Lane) -> Option<&'a LanePage> {
        self.lanes.and_then(|lanes| lanes.get(lane.position()))
    }

    /// What is taken without the booking's own occupancies, which do not stand in its way.
    fn without_own<'r>(&self, on_page: &'a LanePage, lifted: &'r mut Option<Rows>) -> &'r Row
    where
        'a: 'r,
    {
        if on_page.holds(self.context.booking) {
            return &lifted.insert(self.context.own_lifted(on_page, self.page)).padded;
        }
        on_page.padded()
    }

    fn below_cap(&self, rules: &LaneRules, lane: Lane) -> bool {
        let Some(most) = rules.about.max_appointments_a_day else { return true };
        self.on_page(lane).map_or(0, |on_page| on_page.appointments_without(self.context.booking)) < most
    }

    /// Start by start: how far a run reaches depends on all that is near.
    fn pauses_kept(&self, demand: &Demand, lane: Lane, extra: Minutes, mut starts: StartSet) -> StartSet {
        let midnight = self.context.table().span(self.page).start;
        let mut kept = StartSet::clear(self.words);
        while let Some(at) = starts.pop() {
            let start = midnight.plus(Minutes(i32::try_from(at).unwrap_or(i32::MAX)));
            if self.context.too_long_a_run(lane, (demand, extra), start, |_| false).is_none() {
                kept.set(PageRange { from: at, to: at + 1 });
            }
        }
        kept
    }

    /// The starts that leave a gap for a floating break: before the first use, after the last, or between two.
    fn break_kept(&self, rule: &FloatingBreakRule, demand: &Demand, extra: Minutes) -> StartSet {
        let mut kept = StartSet::clear(self.words);
        let open = self.rules.open_anywhere(rule.lane);
        let within = PageRange { from: rule.within.from, to: rule.within.to };
        let mut lifted = None;
        let padded = self.on_page(rule.lane).map(|on_page| self.without_own(on_page, &mut lifted));
        let mut free = Row::EMPTY;
        free.set(within);
        let mut gaps = StartSet::free(Words::covering(within), &open, padded.unwrap_or(&Row::EMPTY));
        gaps.keep_row(&free);
        gaps.keep_runs(rule.minutes);
        let (Some((first, last)), Ok(minutes)) = (gaps.ends(), i32::try_from(rule.minutes)) else {
            return kept;
        };
        let signed = |minute: u32| i32::try_from(minute).unwrap_or(i32::MAX);
        let (first_ends, last_starts) = (signed(first) + minutes, signed(last));
        let from = pieces(demand, extra).map(Piece::from).min().unwrap_or(0);
        let to = pieces(demand, extra).map(Piece::to).max().unwrap_or(0);
        kept.set(range(first_ends - from, i32::MAX));
        kept.set(range(0, (last_starts - to).saturating_add(1)));
        for (earlier, later) in pieces(demand, extra).zip(pieces(demand, extra).skip(1)) {
            let choices = later.from() - earlier.to() - minutes + 1;
            if choices > 0 {
                let mut between = gaps.over(self.words);
                between.spread(choices.unsigned_abs());
                kept.add(&between.moved(earlier.to()));
            }
        }
        kept
    }
}

static ALWAYS: Row = Row([u64::MAX; WORDS]);

/// The part of a stretch that lies in a row.
pub(super) fn range(from: i32, to: i32) -> PageRange {
    let clamped = |minute: i32| u32::try_from(minute.clamp(0, MINUTES)).unwrap_or(0);
    PageRange { from: clamped(from), to: clamped(to) }
}

/// Minutes of a row.
const MINUTES: i32 = 24 * 64;
