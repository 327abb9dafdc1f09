//! All blockers: everything in the way of one candidate at one start, each thing named. Rules that count come last, since they
//! are judged with the neighbours that were named out of the way.

use crate::{explain::Found, rulebook::LaneRules};

use super::{
    counting, hours,
    inspection::{CandidateRef, Inspection},
    lane_at_start::LaneAtStart,
    location, neighbours, readability, supervision, wishes,
};

impl Inspection<'_> {
    /// Everything in the way of a candidate; nothing if it is free by itself.
    #[inline(always)]
    pub(crate) fn find(&self, candidate: &CandidateRef<'_>, found: &mut Found<'_>) {
        let Some(rules) = self.context.lane(candidate.lane) else { return };
        if let Some(presence) = self.from_outside {
            supervision::blockers(self, candidate, rules, presence, found);
            return;
        }
        let lane = candidate.lane;
        let at_home = rules.location == self.context.location;
        if !(self.any_lane_at_home && at_home) {
            self.whole_day(candidate, rules, found);
        }
        found.ineligibility(candidate.ineligibility(self.moment.page));
        let Some((only_use, near)) = &self.only_use else {
            self.use_by_use(candidate, rules, found);
            return;
        };
        let Self { context, wanted, moment, .. } = self;
        let asked = LaneAtStart { context, wanted, lane, rules, moment };
        if !hours::is_there(&asked) {
            if at_home && !rules.overruns && moment.day.is_uninterrupted(lane) {
                found.push(hours::absence(self, only_use.1));
            } else {
                hours::blockers(self, lane, rules, only_use, found);
            }
        }
        if let Some(on_page) = neighbours::in_the_way(&asked) {
            neighbours::blockers_on_page(self, rules, on_page, *near, only_use, found);
            if rules.holds > 1 {
                neighbours::name_full(self, lane, rules.holds, found);
            }
        }
        if self.takes_a_provider && (rules.is_limited || !moment.day.floating_breaks.is_empty()) {
            counting::name_all(self, &asked, found);
        }
    }

    /// Rules that settle a whole day.
    #[inline(never)]
    fn whole_day(&self, candidate: &CandidateRef<'_>, rules: &LaneRules, found: &mut Found<'_>) {
        location::blockers(&self.context, rules, found);
        readability::blockers(&self.context, candidate.lane, found);
        if self.takes_a_provider {
            wishes::blockers(&self.context, candidate.lane, found);
        }
    }

    /// Several uses, or one that leaves its business day.
    #[cold]
    fn use_by_use(&self, candidate: &CandidateRef<'_>, rules: &LaneRules, found: &mut Found<'_>) {
        let lane = candidate.lane;
        for used in self.uses() {
            let spans = (used, self.padded(used));
            hours::blockers(self, lane, rules, &spans, found);
            neighbours::blockers(self, lane, rules, &spans, found);
        }
        if rules.holds > 1 {
            neighbours::name_full(self, lane, rules.holds, found);
        }
        if self.takes_a_provider {
            let Self { context, wanted, moment, .. } = self;
            counting::name_all(self, &LaneAtStart { context, wanted, lane, rules, moment }, found);
        }
    }
}
