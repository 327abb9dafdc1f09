//! The adoption of a rulebook: as much of it as replay needs.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{LaneCapacity, Padding, PageTable},
    explain::Who,
    ids::{Lane, PracticeId, ServiceCode},
};

/// The rulebook that decides from now on, as far as replay needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Adopted {
    /// The practice.
    pub practice: PracticeId,
    /// The revision of its rulebook.
    pub revision: u32,
    /// Every provider, room and device in the order of the lanes that occupancies name.
    pub lanes: Vec<Who>,
    /// The padding rule of each lane.
    pub paddings: Vec<Padding>,
    /// The number of bookings that each lane holds at once; empty if all hold one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<u16>,
    /// Every service in the order of the positions that occupancies name.
    pub services: Vec<ServiceCode>,
    /// The business days.
    pub pages: PageTable,
}

impl Adopted {
    /// The number of bookings that a lane holds at once.
    #[must_use]
    pub fn holds(&self, lane: Lane) -> u16 {
        self.holds.get(lane.position()).copied().unwrap_or(1)
    }

    /// The capacity of each lane, as a schedule needs it.
    pub(crate) fn shapes(&self) -> impl Iterator<Item = LaneCapacity> + '_ {
        let holds = self.holds.iter().copied().chain(std::iter::repeat(1));
        self.paddings.iter().zip(holds).map(|(padding, holds)| LaneCapacity::new(*padding, holds))
    }
}
