//! Names in texts for people: names from the rulebook, bookings by the platform's ids, local times.

use dispatch_core::{
    BlockId, BookingId, Minute, Rulebook, Timestamp, Who, Words,
    calendar::local::{Zone, weekday},
    engine::State,
};

/// Names from a rulebook and a state, times in the first location's zone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    rulebook: &'a Rulebook,
    state: &'a State,
    zone: Zone,
}

impl<'a> Names<'a> {
    /// None if the rulebook has no location; every compiled rulebook has one.
    pub(crate) fn new(rulebook: &'a Rulebook, state: &'a State) -> Option<Self> {
        rulebook.zone(dispatch_core::LocationIndex(0)).map(|zone| Self { rulebook, state, zone })
    }

    /// Weekday and local time, such as `Fri 14:00`.
    pub(crate) fn day_and_time(&self, at: Minute) -> String {
        let (date, time) = self.zone.local(at);
        format!("{} {time}", weekday(date))
    }

    /// Date and local time, such as `2026-06-12 14:00`.
    pub(crate) fn date_and_time(&self, at: Minute) -> String {
        let (date, time) = self.zone.local(at);
        format!("{date} {time}")
    }

    /// Weekday and local time of a moment.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        self.day_and_time(at.minute_floor())
    }

    /// Local time of day, such as `14:00`.
    pub(crate) fn time(&self, at: Minute) -> String {
        self.zone.local(at).1.to_string()
    }
}

impl Words for Names<'_> {
    fn zone(&self) -> Zone {
        self.zone
    }

    fn who(&self, who: &Who) -> String {
        let lane = self.rulebook.lane_of(who);
        lane.map_or_else(|| who.as_str().to_owned(), |lane| self.rulebook.lane_name(lane).to_owned())
    }

    fn booking(&self, booking: BookingId) -> String {
        let known = self.state.booking(booking);
        known.map_or_else(|| format!("booking {booking}"), |known| known.appointment.to_string())
    }

    /// The block's id on the platform, and the reason for it.
    fn block(&self, block: BlockId) -> String {
        let Some(known) = self.state.block(block) else { return block.to_string() };
        let id = &known.observed.id;
        known.observed.reason.as_ref().map_or_else(|| id.to_string(), |reason| format!("{id}: {reason}"))
    }
}
