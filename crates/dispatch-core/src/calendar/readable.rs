//! Which calendars can be read: of the others nobody knows what lies in them.

use crate::ids::Lane;

use super::Schedule;

impl Schedule {
    /// Says whether the calendar of a provider, room or device can be read; at first all can. While it cannot, nobody is
    /// assigned to them and no start with them is offered. What the schedule holds of them stays, and still counts.
    pub fn set_readable(&mut self, lane: Lane, readable: bool) {
        match (self.unreadable.binary_search(&lane), readable) {
            (Ok(at), true) => {
                self.unreadable.remove(at);
            }
            (Err(at), false) if lane.position() < self.lanes() => self.unreadable.insert(at, lane),
            _ => {}
        }
    }

    /// True unless it was said that the calendar cannot be read.
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
