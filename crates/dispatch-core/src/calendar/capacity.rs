//! Capacity of a lane: how many bookings it holds at once, and its padding rule.

use crate::{
    calendar::Padding,
    time::{Minute, Span},
};

use super::Occupancy;

/// The padding rule of a lane, and how many bookings it holds at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneCapacity {
    padding: Padding,
    holds: u16,
}

impl LaneCapacity {
    /// On a lane that holds several bookings the paddings count as a part of the use, whatever the rule: it cannot be said
    /// which two bookings would share their padding.
    #[must_use]
    pub const fn new(padding: Padding, holds: u16) -> Self {
        if holds > 1 { Self { padding: Padding::Exclusive, holds } } else { Self { padding, holds: 1 } }
    }

    /// The padding rule.
    #[must_use]
    pub const fn padding(self) -> Padding {
        self.padding
    }

    /// How many bookings at once: 1 or more.
    #[must_use]
    pub const fn holds(self) -> u16 {
        self.holds
    }
}

/// The parts of a stretch in which the same occupancies overlap, padding included, each part with one occupancy for every
/// booking.
pub(crate) fn overlap_groups<'o>(
    stretch: Span,
    occupancies: impl Iterator<Item = &'o Occupancy> + Clone,
) -> Vec<(Span, Vec<&'o Occupancy>)> {
    let within = |at: &Minute| stretch.start < *at && *at < stretch.end;
    let ends = occupancies.clone().map(Occupancy::padded).flat_map(|padded| [padded.start, padded.end]);
    let mut bounds: Vec<Minute> =
        [stretch.start, stretch.end].into_iter().chain(ends.filter(within)).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let part = |pair: &[Minute]| {
        let [from, to] = pair else { return None };
        let part = Span::new(*from, *to);
        let mut group: Vec<&Occupancy> = Vec::new();
        for occupancy in occupancies.clone().filter(|occupancy| occupancy.padded().overlaps(part)) {
            if !group.iter().any(|known| known.booking == occupancy.booking) {
                group.push(occupancy);
            }
        }
        Some((part, group))
    };
    // Between two neighbouring bounds no occupancy starts or ends, so one look at each part is enough.
    bounds.windows(2).filter_map(part).collect()
}
