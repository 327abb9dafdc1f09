//! The occupancies of a visit, and whether each lane can take all of its own.

use std::collections::BTreeSet;

use crate::{
    calendar::{Occupancy, Origin},
    ids::Lane,
    rulebook::{Demand, DemandKind},
    time::Minutes,
};

use super::{
    super::occupancies::Placement,
    case::Visit,
    placed_item::{PlacedItem, joins},
};

impl Visit<'_> {
    /// What a combination takes up, item by item. Where an item goes on with the provider or in the room of the one
    /// before, the time between is the visit's own.
    pub(super) fn occupancies(&self, placed: &[PlacedItem]) -> Vec<Occupancy> {
        let mut taken: Vec<(DemandKind, Occupancy)> = Vec::new();
        for ((number, case), item) in (0u8..).zip(&self.items).zip(placed) {
            let placement = Placement {
                booking: case.request.booking,
                item: number,
                service: case.item.service,
                start: item.start,
                extra: item.extra,
                origin: Origin::Ours,
            };
            for (demand, lane) in case.service.demands.iter().zip(&item.lanes) {
                let occupancies = placement.occupancies(demand, *lane);
                taken.extend(occupancies.map(|occupancy| (demand.kind, occupancy)));
            }
        }
        self.join(&mut taken);
        taken.into_iter().map(|(_, occupancy)| occupancy).collect()
    }

    fn join(&self, taken: &mut [(DemandKind, Occupancy)]) {
        for at in 0..taken.len() {
            let (earlier, rest) = taken.split_at_mut(at);
            let Some((kind, this)) = rest.first_mut() else { return };
            // Uses of one item are in order, so the last one before it on the lane stands before it in the list.
            let last =
                earlier.iter_mut().filter(|(_, other)| other.lane == this.lane).map(|(_, other)| other);
            let Some(last) = last.max_by_key(|other| other.used.end) else { continue };
            let gap = this.used.start.since(last.used.end);
            let reach = Minutes(last.after.0.saturating_add(this.before.0));
            if joins(*kind) && last.item != this.item && gap <= reach.max(self.rules.most_minutes_between) {
                last.after = gap;
                this.before = Minutes(0);
            }
        }
    }

    /// True if its lane can take one occupancy of the visit, the others aside.
    fn holds(&self, occupancy: &Occupancy) -> bool {
        let Occupancy { lane, item, used, .. } = *occupancy;
        let Some(case) = self.items.get(usize::from(item)) else { return false };
        match case.service.supervision().and_then(Demand::presence) {
            Some(presence) if case.context.person(lane) != lane => {
                case.context.can_supervise(lane, presence, used)
            }
            _ => case.context.use_free(lane, used, occupancy.padded()),
        }
    }

    /// True if every lane can take all that the visit asks of it.
    pub(super) fn holds_together(&self, placed: &[PlacedItem]) -> bool {
        let context = &self.first.context;
        let taken = self.occupancies(placed);
        let lanes: BTreeSet<Lane> = taken.iter().map(|occupancy| occupancy.lane).collect();
        taken.iter().all(|occupancy| self.holds(occupancy))
            && lanes.into_iter().all(|lane| {
                let of_lane: Vec<_> = taken.iter().filter(|occupancy| occupancy.lane == lane).collect();
                context.kept_apart(lane, &of_lane)
                    && context.breaks_kept_beside(lane, &of_lane)
                    && context.runs_kept(lane, &of_lane.iter().map(|own| own.used).collect::<Vec<_>>())
            })
    }
}
