//! Facts: all that the checker looks at, as plain lists by lane.

use std::collections::BTreeSet;

use crate::{
    calendar::{Block, Occupancy, Origin, PageIndex, Schedule},
    ids::{BookingId, Lane},
    rulebook::Rulebook,
    time::{Minutes, Span},
};

/// Lanes with their occupancies and blocks.
pub(super) struct Facts {
    pub(super) lanes: Vec<LaneFacts>,
}

/// One lane's occupancies and blocks, each in order of their start.
pub(super) struct LaneFacts {
    pub(super) lane: Lane,
    pub(super) occupancies: Vec<Occupancy>,
    pub(super) blocks: Vec<Block>,
}

impl Facts {
    /// All that the schedule holds.
    pub(super) fn all(schedule: &Schedule) -> Self {
        Self::gather(schedule, |_| true, None)
    }

    /// All that can have to do with one booking: the whole days that it touches and `reach` around them, on the lanes
    /// that it touches, and on those of its supervisors.
    pub(super) fn around(
        rulebook: &Rulebook,
        schedule: &Schedule,
        booking: BookingId,
        reach: Minutes,
    ) -> Self {
        let own = || schedule.all_occupancies().filter(|occupancy| occupancy.booking == booking);
        let lanes: BTreeSet<Lane> =
            own().flat_map(|occupancy| [occupancy.lane, rulebook.blocked_with(occupancy.lane)]).collect();
        let touched = own()
            .map(Occupancy::padded)
            .reduce(|hull, padded| Span::new(hull.start.min(padded.start), hull.end.max(padded.end)));
        let days = touched.map_or(Span::default(), |touched| {
            let days = || schedule.pages().pages(touched).map(|page| schedule.pages().span(page));
            days().fold(touched, |hull, day| Span::new(hull.start.min(day.start), hull.end.max(day.end)))
        });
        Self::gather(schedule, |lane| lanes.contains(&lane), Some(days.padded(reach, reach)))
    }

    fn gather(schedule: &Schedule, wanted: impl Fn(Lane) -> bool, within: Option<Span>) -> Self {
        let counts = |span: Span| within.is_none_or(|within| within.overlaps(span));
        let mut lanes: Vec<LaneFacts> = (0..schedule.lanes())
            .filter_map(|position| u16::try_from(position).ok().map(Lane))
            .map(|lane| LaneFacts { lane, occupancies: Vec::new(), blocks: Vec::new() })
            .collect();
        for occupancy in schedule.all_occupancies().filter(|occupancy| counts(occupancy.padded())) {
            if let Some(facts) = lanes.get_mut(occupancy.lane.position()) {
                facts.occupancies.push(*occupancy);
            }
        }
        for block in schedule.all_blocks().filter(|block| counts(block.span)) {
            if let Some(facts) = lanes.get_mut(block.lane.position()) {
                facts.blocks.push(*block);
            }
        }
        lanes.retain(|facts| wanted(facts.lane));
        for facts in &mut lanes {
            facts.occupancies.sort_by_key(|occupancy| {
                (occupancy.used, occupancy.booking, occupancy.item, occupancy.phase, occupancy.origin)
            });
            facts.blocks.sort_by_key(|block| (block.span, block.block));
        }
        Self { lanes }
    }

    /// Every occupancy, lane by lane.
    pub(super) fn occupancies(&self) -> impl Iterator<Item = &Occupancy> {
        self.lanes.iter().flat_map(|lane| &lane.occupancies)
    }
}

impl LaneFacts {
    /// The days that its occupancies touch.
    pub(super) fn pages(&self, rulebook: &Rulebook) -> BTreeSet<PageIndex> {
        self.occupancies.iter().flat_map(|occupancy| rulebook.table.pages(occupancy.padded())).collect()
    }
}

/// True if an occupancy is an assignment. The others only keep time: they may overlap nothing, but need be neither
/// complete nor qualified.
pub(super) const fn assigns(origin: Origin) -> bool {
    matches!(origin, Origin::Ours | Origin::Observed | Origin::Forced)
}
