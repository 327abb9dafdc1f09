//! A practice as it is now, with what pictures of it need.

use dispatch_core::{
    LocationIndex, Minute, Rulebook, Timestamp,
    calendar::local::Zone,
    engine::{Booking, State},
};

use super::{client::FirstNames, moment::Moment};

/// A practice as it is now.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) state: &'a State,
    pub(crate) now: Timestamp,
    pub(crate) names: &'a FirstNames,
}

impl View<'_> {
    /// The zone of the booking's location; of the first location if the rulebook does not know it.
    pub(crate) fn zone_of(&self, booking: &Booking) -> Option<Zone> {
        let location = self.rulebook.location(booking.snapshot.location.as_str());
        self.rulebook.zone(location.unwrap_or(LocationIndex(0)))
    }

    pub(crate) fn minute(&self, at: Minute, booking: &Booking) -> Option<Moment> {
        self.zone_of(booking).map(|zone| Moment::minute(at, zone))
    }

    pub(crate) fn moment(&self, at: Timestamp, booking: &Booking) -> Option<Moment> {
        self.zone_of(booking).map(|zone| Moment::of(at, zone))
    }
}
