//! The visit as a whole: paddings between its services, and whether all of it holds together.

use std::collections::BTreeSet;

use dispatch_core::{Lane, Occupancy, ResourceKind};

use super::item::{Item, Visit};
use crate::supervisor;

impl Visit<'_, '_> {
    /// Everything with its final padding: free, far enough apart, breaks and pauses kept.
    pub(super) fn holds(&self, placed: &[Item]) -> bool {
        let laid = self.lay(placed);
        let apart = |one: &Occupancy| {
            let others = laid.iter().filter(|other| other.lane == one.lane && other.item > one.item);
            // What holds several counts bookings, and a visit is one.
            self.first.holds(one.lane) > 1 || others.clone().all(|other| self.first.far_enough(one, other))
        };
        let people = laid.iter().map(|own| own.lane).filter(|lane| lane.position() < self.providers());
        self.first.free(&laid)
            && laid.iter().all(apart)
            && people.collect::<BTreeSet<_>>().into_iter().all(|lane| {
                let own: Vec<_> = laid.iter().filter(|own| own.lane == lane).copied().collect();
                self.first.breaks_kept(lane, &own) && self.first.pauses_kept(lane, &own)
            })
    }

    fn providers(&self) -> usize {
        self.first.document.providers.len()
    }

    /// Where a provider goes on, or the client stays in a room, the minutes between two services belong to the visit
    /// and the paddings there are dropped. Further apart than they reach, and than a client may wait, nothing changes.
    pub(super) fn lay(&self, placed: &[Item]) -> Vec<Occupancy> {
        let mut laid: Vec<Occupancy> = placed.iter().flat_map(|item| item.occupancies.clone()).collect();
        let document = self.first.document;
        let stays_apart = |lane: Lane| {
            let resource =
                lane.position().checked_sub(self.providers()).and_then(|at| document.resources.get(at));
            resource.is_some_and(|resource| resource.kind == ResourceKind::Device)
                || supervisor::person(document, lane).is_some()
        };
        let mut in_time: Vec<usize> = (0..laid.len()).collect();
        in_time.sort_by_key(|at| laid[*at].used.start);
        for (position, this) in in_time.iter().copied().enumerate() {
            let before = in_time[..position].iter().rev().find(|other| laid[**other].lane == laid[this].lane);
            let Some(before) = before.copied().filter(|_| !stays_apart(laid[this].lane)) else { continue };
            let gap = laid[this].used.start.0 - laid[before].used.end.0;
            let reach = laid[before].after.0 + laid[this].before.0;
            if laid[before].item != laid[this].item
                && gap <= reach.max(document.visits.most_minutes_between.0)
            {
                laid[before].after.0 = gap;
                laid[this].before.0 = 0;
            }
        }
        laid
    }
}
