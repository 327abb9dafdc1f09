//! The rules that count, judged with the neighbours already named out of the way.

use std::collections::BTreeSet;

use crate::{
    calendar::{Block, LanePage, Occupancy, PageIndex, PageRange, Row},
    explain::{Blocker, Found},
    ids::Lane,
    rulebook::LaneRules,
    time::{Minutes, Span},
};

use super::{Inspection, add, at, neighbours::names};

impl Inspection<'_> {
    #[inline(never)]
    pub(super) fn limits(&self, lane: Lane, rules: &LaneRules, found: &mut Found<'_>) {
        self.cap(lane, rules, found);
        self.lost_breaks(lane, found);
        self.too_long(lane, found);
    }

    /// The cap a day.
    fn cap(&self, lane: Lane, rules: &LaneRules, found: &mut Found<'_>) {
        let Self { context, moment, wanted, .. } = self;
        let Some(most) = rules.about.max_appointments_a_day else { return };
        let full = |page: &PageIndex| {
            let listed = context.schedule.lane_page(*page, lane).map_or(&[][..], LanePage::occupancies);
            let counts = |other: &&Occupancy| other.booking != context.booking && !named(found, other);
            let others: BTreeSet<_> = listed.iter().filter(counts).map(|other| other.booking).collect();
            others.len() >= usize::from(most)
        };
        if context.days_of(wanted, moment).any(|page| full(&page)) {
            found.push(Blocker::DayFull { most });
        }
    }

    /// Minutes in a row.
    fn too_long(&self, lane: Lane, found: &mut Found<'_>) {
        let Self { context, moment, wanted, .. } = self;
        let what = (wanted.demand, wanted.extra);
        let run = context.too_long_a_run(lane, what, moment.start, |other| named(found, other));
        if let Some((run, rule)) = run {
            found.push(Blocker::TooLongInARow { run, most: rule.minutes, pause: rule.pause });
        }
    }

    /// Floating breaks.
    fn lost_breaks(&self, lane: Lane, found: &mut Found<'_>) {
        let Self { context, moment, wanted, .. } = self;
        // Beside all neighbours it is kept: then without some of them too.
        if context.breaks_kept(wanted, lane, moment) {
            return;
        }
        for page in context.days_of(wanted, moment) {
            let Some(day) = context.rulebook.day(page) else { continue };
            for rule in day.floating_breaks(lane) {
                let mut busy = context.schedule.lane_page(page, lane).map_or(Row::EMPTY, |on_page| {
                    let out = |other: &Occupancy| other.booking == context.booking || named(found, other);
                    on_page
                        .rows_without(context.table().span(page), out, |block| block_named(found, block))
                        .padded
                });
                for used in self.uses() {
                    busy.set(context.table().range(page, self.padded(used)));
                }
                let within = PageRange { from: rule.within.from, to: rule.within.to };
                let gone = found.iter().filter_map(|blocker| match blocker {
                    Blocker::OnBreak { span } | Blocker::OnDuty { span, .. } => Some(*span),
                    _ => None,
                });
                let gone = gone.map(|span| context.table().range(page, span));
                let kept = busy.gap(&day.open_anywhere_without(lane, gone), within, rule.minutes);
                if !kept {
                    let midnight = context.table().span(page).start;
                    let within = Span::new(at(midnight, rule.within.from), at(midnight, rule.within.to));
                    let minutes = Minutes(i32::try_from(rule.minutes).unwrap_or(i32::MAX));
                    add(found, Blocker::BreakLost { minutes, within });
                }
            }
        }
    }
}

/// True if one of the blockers found is this occupancy.
fn named(found: &Found<'_>, occupancy: &Occupancy) -> bool {
    found.iter().any(|blocker| names(blocker, occupancy))
}

fn block_named(found: &Found<'_>, block: &Block) -> bool {
    found.iter().any(|blocker| matches!(blocker, Blocker::Block { block: id, .. } if *id == block.block))
}
