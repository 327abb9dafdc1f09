//! Readability of calendars: what lies in a calendar that cannot be read is not known.

use crate::ids::Lane;

use super::Schedule;

impl Schedule {
    /// Says whether the calendar of a provider, room or device can be read; at first all can. While it cannot, no booking
    /// is assigned there and no start is offered there. What the schedule holds of it stays, and still counts.
    pub fn set_readable(&mut self, lane: Lane, readable: bool) {
        match (self.unreadable.binary_search(&lane), readable) {
            (Ok(at), true) => {
                self.unreadable.remove(at);
            }
            (Err(at), false) if lane.position() < self.lanes() => self.unreadable.insert(at, lane),
            _ => {}
        }
    }

    /// True if the calendar can be read.
    #[inline]
    #[must_use]
    pub fn is_readable(&self, lane: Lane) -> bool {
        self.unreadable.is_empty() || !self.unreadable.contains(&lane)
    }

    /// The lanes whose calendar cannot be read, in order.
    #[must_use]
    pub fn unreadable(&self) -> &[Lane] {
        &self.unreadable
    }
}
