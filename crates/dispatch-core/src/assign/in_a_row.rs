//! How long a provider would work without a pause: bookings that follow each other too closely make one run.

use crate::{
    calendar::Occupancy,
    ids::Lane,
    rulebook::{Demand, InARowDocument},
    time::{Minute, Minutes, Span},
};

use super::free::{Context, DemandAtStart, used_span, uses};

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

impl Context<'_> {
    /// True if no run that it would belong to is longer than the provider may work.
    #[inline]
    pub(super) fn run_kept(&self, wanted: &DemandAtStart<'_>, lane: Lane, start: Minute) -> bool {
        let Some(rule) = self.lane(lane).and_then(|rules| rules.about.max_in_a_row) else { return true };
        let work = Work { lane, demand: wanted.demand, extra: wanted.extra, start, rule };
        let kept = |used| self.run(&work, used, rule.minutes, |_| false).minutes() <= rule.minutes;
        work.uses().all(kept)
    }

    /// The same for several uses of one booking, whatever service they are of.
    pub(super) fn runs_kept(&self, lane: Lane, own: &[Span]) -> bool {
        let Some(rule) = self.lane(lane).and_then(|rules| rules.about.max_in_a_row) else { return true };
        let run =
            |used| self.run_among(lane, rule.pause, || own.iter().copied(), used, rule.minutes, |_| false);
        own.iter().all(|used| run(*used).minutes() <= rule.minutes)
    }

    /// The first run that is longer than the provider may work, some occupancies left out.
    pub(crate) fn too_long_a_run(
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
            // What lies beyond the planned days is not known as a whole, and counts for nobody.
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
