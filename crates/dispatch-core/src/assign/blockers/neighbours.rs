//! Blocks, and other bookings' uses and paddings.

use crate::{
    calendar::{LanePage, NearEntry, Occupancy, Padding, overlap_groups},
    explain::{Blocker, Found, Occupant},
    ids::Lane,
    rulebook::{Demand, LaneRules},
    time::{Minutes, Span},
};

use super::{Inspection, add_block};

impl Inspection<'_> {
    /// On every day that a use, and that with its padding, touches.
    pub(in super::super) fn neighbours(
        &self,
        lane: Lane,
        rules: &LaneRules,
        spans: &(Span, Span),
        found: &mut Found<'_>,
    ) {
        for page in self.context.pages(spans.1, &self.moment) {
            if let Some(on_page) = self.context.schedule.lane_page(page, lane) {
                let near = NearEntry::of(self.context.table().range(page, spans.1));
                self.neighbours_on(rules, on_page, near, spans, found);
            }
        }
    }

    #[inline]
    pub(super) fn neighbours_on(
        &self,
        rules: &LaneRules,
        on_page: &LanePage,
        near: NearEntry,
        &(used, padded): &(Span, Span),
        found: &mut Found<'_>,
    ) {
        if !on_page.blocks().is_empty() {
            Self::blocks_on(on_page, padded, found);
        }
        if rules.holds > 1 {
            return;
        }
        on_page.near(near).filter(|other| other.booking != self.context.booking).for_each(|other| {
            if let Some(clash) = clash(rules.padding, self.wanted.demand, used, padded, other) {
                add_once(found, clash, other);
            }
        });
    }

    #[inline(never)]
    fn blocks_on(on_page: &LanePage, padded: Span, found: &mut Found<'_>) {
        for block in on_page.blocks().iter().filter(|block| block.span.overlaps(padded)) {
            add_block(found, block);
        }
    }

    /// Where a lane that holds several is full: who lies there, and how many of them must go. Of two such overlap_groups of which one
    /// lies in the other, the larger says it all.
    pub(in super::super) fn full(&self, lane: Lane, holds: u16, found: &mut Found<'_>) {
        let Self { context, moment, .. } = self;
        let mut crowded: Vec<Vec<Occupant>> = Vec::new();
        for used in self.uses() {
            let padded = self.padded(used);
            for page in context.pages(padded, moment) {
                let Some(on_page) = context.schedule.lane_page(page, lane) else { continue };
                let others = on_page.occupancies().iter().filter(|other| other.booking != context.booking);
                let overlap_groups = overlap_groups(padded, others).into_iter().map(|(_, crowd)| crowd);
                for crowd in overlap_groups.filter(|crowd| crowd.len() >= usize::from(holds)) {
                    let occupant = |one: &&Occupancy| Occupant { booking: one.booking, used: one.used };
                    crowded.push(crowd.iter().map(occupant).collect());
                }
            }
        }
        let lies_in = |one: &[Occupant], other: &[Occupant]| {
            one.iter().all(|one| other.iter().any(|other| other.booking == one.booking))
        };
        for (at, crowd) in crowded.iter().enumerate() {
            let larger = crowded.iter().enumerate().any(|(other_at, other)| {
                lies_in(crowd, other)
                    && (crowd.len() < other.len() || crowd.len() == other.len() && other_at < at)
            });
            if !larger {
                let must_go = u16::try_from(crowd.len() + 1).unwrap_or(u16::MAX).saturating_sub(holds);
                found.push(Blocker::Full { holds, must_go, of: crowd.as_slice().into() });
            }
        }
    }
}

/// One occupancy is one blocker, though several uses may clash with it: an overlap says more than a buffer.
#[inline]
fn add_once(found: &mut Found<'_>, clash: Blocker, other: &Occupancy) {
    if let Some(known) = found.iter_mut().find(|blocker| names(blocker, other)) {
        if matches!(clash, Blocker::Booked { .. }) {
            *known = clash;
        }
        return;
    }
    found.push(clash);
}

#[inline]
fn clash(padding: Padding, demand: &Demand, used: Span, padded: Span, other: &Occupancy) -> Option<Blocker> {
    let booking = other.booking;
    if used.overlaps(other.used) {
        return Some(Blocker::Booked { booking, used: other.used });
    }
    let collides = match padding {
        Padding::Exclusive => padded.overlaps(other.padded()),
        Padding::Shared => padded.overlaps(other.used) || used.overlaps(other.padded()),
    };
    if !collides {
        return None;
    }
    let (gap, after, before) = if other.used.end <= used.start {
        (used.start.since(other.used.end), other.after, demand.before)
    } else {
        (other.used.start.since(used.end), demand.after, other.before)
    };
    let needed = match padding {
        Padding::Exclusive => Minutes(after.0.saturating_add(before.0)),
        Padding::Shared => after.max(before),
    };
    Some(Blocker::Buffer { booking, used: other.used, gap, needed })
}

pub(super) fn names(blocker: &Blocker, occupancy: &Occupancy) -> bool {
    match blocker {
        Blocker::Booked { booking, used } | Blocker::Buffer { booking, used, .. } => {
            *booking == occupancy.booking && *used == occupancy.used
        }
        _ => false,
    }
}
