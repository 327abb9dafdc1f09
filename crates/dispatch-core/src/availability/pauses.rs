//! The rule on pauses: a provider works at most so long without a pause. Bookings that follow each other too closely make one run.

use crate::{
    calendar::{Occupancy, PageRange},
    explain::Blocker,
    explain::Found,
    ids::Lane,
    rulebook::{Demand, InARowDocument},
    time::{Minute, Minutes, Span},
};

use super::{
    context::Context,
    day::{Day, LaneOnDay},
    demand_at_start::{used_span, uses},
    inspection::{Inspection, is_named},
    lane_at_start::LaneAtStart,
    start_set::StartSet,
};

/// What a provider would do, and the rule that it is judged by.
#[derive(Clone, Copy)]
struct Work<'a> {
    lane: Lane,
    demand: &'a Demand,
    extra: Minutes,
    start: Minute,
    rule: InARowDocument,
}

impl Work<'_> {
    fn uses(&self) -> impl Iterator<Item = Span> {
        uses(self.demand, self.extra).map(|each| used_span(each, self.start))
    }
}

/// One start: true if no run that it would belong to is longer than the provider may work.
#[inline]
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    let LaneAtStart { context, wanted, lane, rules, moment } = *asked;
    let Some(rule) = rules.about.max_in_a_row else { return true };
    let work = Work { lane, demand: wanted.demand, extra: wanted.extra, start: moment.start, rule };
    let kept = |used| context.run(&work, used, rule.minutes, |_| false).minutes() <= rule.minutes;
    work.uses().all(kept)
}

/// Names the first run that is too long even without the neighbours that were named.
pub(super) fn blockers(inspection: &Inspection<'_>, asked: &LaneAtStart<'_>, found: &mut Found<'_>) {
    let Inspection { context, moment, wanted, .. } = inspection;
    let what = (wanted.demand, wanted.extra);
    let run = context.too_long_a_run(asked.lane, what, moment.start, |other| is_named(found, other));
    if let Some((run, rule)) = run {
        found.push(Blocker::TooLongInARow { run, most: rule.minutes, pause: rule.pause });
    }
}

/// The whole day, start by start: how far a run reaches depends on all that is near.
pub(super) fn rule_out(day: &Day<'_>, asked: &LaneOnDay<'_>, starts: &mut StartSet) {
    if asked.rules.about.max_in_a_row.is_none() {
        return;
    }
    let midnight = day.context.table().span(day.page).start;
    let mut left = *starts;
    *starts = StartSet::clear(day.words);
    while let Some(at) = left.pop() {
        let start = midnight.plus(Minutes(i32::try_from(at).unwrap_or(i32::MAX)));
        let what = (asked.demand, asked.extra);
        if day.context.too_long_a_run(asked.lane, what, start, |_| false).is_none() {
            starts.set(PageRange { from: at, to: at + 1 });
        }
    }
}

impl Context<'_> {
    /// True if no run is too long that several uses of one booking belong to, whatever service they are of.
    pub(crate) fn runs_kept(&self, lane: Lane, own: &[Span]) -> bool {
        let Some(rule) = self.lane(lane).and_then(|rules| rules.about.max_in_a_row) else { return true };
        let run =
            |used| self.run_among(lane, rule.pause, || own.iter().copied(), used, rule.minutes, |_| false);
        own.iter().all(|used| run(*used).minutes() <= rule.minutes)
    }

    /// The first run that is longer than the provider may work, some occupancies left out.
    fn too_long_a_run(
        &self,
        lane: Lane,
        (demand, extra): (&Demand, Minutes),
        start: Minute,
        left_out: impl Fn(&Occupancy) -> bool,
    ) -> Option<(Span, InARowDocument)> {
        let rule = self.lane(lane)?.about.max_in_a_row?;
        let work = Work { lane, demand, extra, start, rule };
        let mut runs = work.uses().map(|used| self.run(&work, used, Minutes(i32::MAX), &left_out));
        runs.find(|run| run.minutes() > rule.minutes).map(|run| (run, rule))
    }

    /// The run that a use lies in, followed until it ends or is longer than `enough`. What the booking itself holds
    /// already is no part of it.
    fn run(
        &self,
        work: &Work<'_>,
        used: Span,
        enough: Minutes,
        left_out: impl Fn(&Occupancy) -> bool,
    ) -> Span {
        self.run_among(work.lane, work.rule.pause, || work.uses(), used, enough, left_out)
    }

    fn run_among<I: Iterator<Item = Span>>(
        &self,
        lane: Lane,
        pause: Minutes,
        own: impl Fn() -> I,
        used: Span,
        enough: Minutes,
        left_out: impl Fn(&Occupancy) -> bool,
    ) -> Span {
        let horizon = self.table().horizon();
        let mut run = used;
        loop {
            let known = run;
            let others = self.schedule.occupancies(lane, known.padded(pause, pause));
            let others = others.filter(|other| other.booking != self.booking && !left_out(other));
            // Occupancies beyond the planned days are not known as a whole: they count for no provider.
            for other in others.map(|other| horizon.intersection(other.used)).chain(own()) {
                if run.padded(pause, pause).overlaps(other) {
                    run = Span::new(run.start.min(other.start), run.end.max(other.end));
                }
            }
            if run == known || run.minutes() > enough {
                return run;
            }
        }
    }
}
