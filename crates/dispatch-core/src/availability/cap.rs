//! The rule on caps: a provider has at most so many appointments a day.

use std::collections::BTreeSet;

use crate::{
    calendar::{LanePage, Occupancy, PageIndex},
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::LaneRules,
};

use super::{
    context::{Context, Moment},
    day::{Day, LaneOnDay},
    demand_at_start::DemandAtStart,
    inspection::{Inspection, is_named},
    lane_at_start::LaneAtStart,
    start_set::StartSet,
};

/// One start: true if every local day that it touches stays below the cap.
#[inline]
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    let LaneAtStart { context, wanted, lane, rules, moment } = asked;
    context.below_cap(rules, wanted, *lane, moment)
}

impl Context<'_> {
    /// True if the cap of every local day that a demand touches is kept.
    #[inline]
    pub(crate) fn below_cap(
        &self,
        rules: &LaneRules,
        wanted: &DemandAtStart<'_>,
        lane: Lane,
        moment: &Moment<'_>,
    ) -> bool {
        let Some(most) = rules.about.max_appointments_a_day else { return true };
        let below = |on_page: Option<&LanePage>| {
            on_page.map_or(0, |on_page| on_page.appointments_without(self.booking)) < most
        };
        if wanted.on_page.is_some() {
            return below(moment.on_page(lane));
        }
        self.days_of(wanted, moment).all(|page| below(self.schedule.lane_page(page, lane)))
    }
}

/// Names the cap where it is reached even without the neighbours that were named.
pub(super) fn blockers(inspection: &Inspection<'_>, asked: &LaneAtStart<'_>, found: &mut Found<'_>) {
    let Inspection { context, moment, wanted, .. } = inspection;
    let lane = asked.lane;
    let Some(most) = asked.rules.about.max_appointments_a_day else { return };
    let full = |page: &PageIndex| {
        let listed = context.schedule.lane_page(*page, lane).map_or(&[][..], LanePage::occupancies);
        let counts = |other: &&Occupancy| other.booking != context.booking && !is_named(found, other);
        let others: BTreeSet<_> = listed.iter().filter(counts).map(|other| other.booking).collect();
        others.len() >= usize::from(most)
    };
    if context.days_of(wanted, moment).any(|page| full(&page)) {
        found.push(Blocker::DayFull { most });
    }
}

/// The whole day: no start is left once the cap is reached.
pub(super) fn rule_out(day: &Day<'_>, asked: &LaneOnDay<'_>, starts: &mut StartSet) {
    let Some(most) = asked.rules.about.max_appointments_a_day else { return };
    let on_page = day.on_page(asked.lane);
    if on_page.is_some_and(|on_page| on_page.appointments_without(day.context.booking) >= most) {
        *starts = StartSet::clear(day.words);
    }
}
