//! Rooms and devices.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use dispatch_core::{ResourceDocument, ResourceKind};
use proptest::{option, prelude::*, sample::Index, sample::select};

use super::hours::{Duty, Roams, duties, duty, roams};
use crate::random_practice::values::{
    CAPABILITIES, Hours, OPENING, capability, location_id, place, subset, weekly,
};

#[derive(Clone, Debug)]
pub(super) struct Resource {
    elsewhere: bool,
    roams: Option<Roams>,
    hours: Option<Hours>,
    capabilities: BTreeSet<usize>,
    holds: u16,
    /// For a device.
    fixed_in: Option<Index>,
    duty: Duty,
}

pub(super) fn resource() -> impl Strategy<Value = Resource> {
    let fixed_in = option::weighted(0.5, any::<Index>());
    let what = (subset(CAPABILITIES), prop_oneof![4 => Just(1u16), 1 => 2u16..4]);
    let place = (any::<bool>(), option::weighted(0.7, roams()));
    (place, option::weighted(0.15, select(OPENING)), what, fixed_in, duty()).prop_map(
        |((elsewhere, roams), hours, (capabilities, holds), fixed_in, duty)| Resource {
            elsewhere,
            roams,
            hours,
            capabilities,
            holds,
            fixed_in,
            duty,
        },
    )
}

impl Resource {
    pub(super) fn room(&self, at: usize, two: bool) -> ResourceDocument {
        ResourceDocument {
            id: format!("room-{}", at + 1).as_str().into(),
            kind: ResourceKind::Room,
            name: None,
            aliases: Vec::new(),
            location: two.then(|| location_id(place(at, self.elsewhere))),
            capabilities: self.capabilities.iter().copied().map(capability).collect(),
            holds: self.holds,
            fixed_in: None,
            hours: self.hours.map(weekly),
            dates: Vec::new(),
            elsewhere: Vec::new(),
            duties: duties(&self.duty),
        }
    }

    pub(super) fn device(
        &self,
        at: usize,
        two: bool,
        first: NaiveDate,
        rooms: &[ResourceDocument],
    ) -> ResourceDocument {
        let room = self.fixed_in.map(|room| &rooms[room.index(rooms.len())]);
        let location =
            room.map_or(two.then(|| location_id(usize::from(self.elsewhere))), |room| room.location.clone());
        let mut device = ResourceDocument {
            id: format!("device-{}", at + 1).as_str().into(),
            kind: ResourceKind::Device,
            location,
            fixed_in: room.map(|room| room.id.clone()),
            ..self.room(at, false)
        };
        if let Some(roams) = self.roams.filter(|_| two && room.is_none()) {
            let (hours, dates, elsewhere) = roams.hours(usize::from(self.elsewhere), first);
            device = ResourceDocument { hours: Some(hours), dates, elsewhere: vec![elsewhere], ..device };
        }
        device
    }
}
