//! A choice of the hot path: who and what, borrowed from the memory that found it.

use crate::{
    calendar::{Occupancy, Origin},
    ids::{BookingId, Lane, ServiceIndex},
    rulebook::Demand,
    time::{Minute, Minutes},
};

use super::occupancies::Placement;

/// Where a booking goes: borrowed from the scratch memory that found it.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'s> {
    pub(super) booking: BookingId,
    pub(super) service: ServiceIndex,
    pub(super) start: Minute,
    pub(super) extra: Minutes,
    pub(super) lanes: &'s [Lane],
    pub(super) demands: &'s [Demand],
    /// What a visit of several services takes up; such a choice has no demands of its own.
    pub(super) several: &'s [Occupancy],
}

impl<'s> Choice<'s> {
    /// When the client arrives.
    #[must_use]
    pub fn start(&self) -> Minute {
        self.start
    }

    /// Who and what, in the order of the service's roles: the provider, rooms, devices, who supervises. Of several
    /// services one after the other.
    #[must_use]
    pub fn lanes(&self) -> &'s [Lane] {
        self.lanes
    }

    /// What it takes up: insert these to commit it.
    pub fn occupancies(&self) -> impl Iterator<Item = Occupancy> + use<'s> {
        let Self { booking, service, start, extra, .. } = *self;
        let placement = Placement { booking, item: 0, service, start, extra, origin: Origin::Ours };
        let of_service = self.demands.iter().zip(self.lanes);
        let of_service = of_service.flat_map(move |(demand, lane)| placement.occupancies(demand, *lane));
        of_service.chain(self.several.iter().copied())
    }
}
