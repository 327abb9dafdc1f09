//! Waking: the bookings that are to be judged again, since something that they wait for has changed.

use crate::{
    ids::{BookingId, Lane},
    time::Span,
};

use super::{Booking, State};

/// What became of some time on a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// It became free.
    Freed,
    /// It was blocked, or a block was lifted.
    Closed,
}

impl Change {
    /// True if it can matter to a booking. A tie is for a person to settle, however the loads of those who are tied
    /// change: only what takes one of them away makes it another question.
    fn matters(self, booking: &Booking, span: Span) -> bool {
        let at_the_time = || booking.shown_visit().is_some_and(|visit| visit.overlaps(span));
        booking.flags.iter().any(|flag| flag.waits_for_time()) || (self == Self::Closed && at_the_time())
    }
}

impl State {
    /// The bookings that are to be judged again: soonest deadline first, then by arrival.
    pub(crate) fn waking(&self) -> impl Iterator<Item = BookingId> + '_ {
        self.waiting.in_order()
    }

    /// Notes that a booking is to be judged again.
    pub(crate) fn wake(&mut self, booking: BookingId) {
        self.sleep(booking);
        let open = self.booking(booking).and_then(|known| self.exception(known.exception?));
        let deadline = open.map(|open| open.raised.deadline);
        self.stored.waking.insert(booking, deadline);
        self.waiting.wake(booking, deadline);
    }

    /// Notes that a booking need not be judged again any more.
    pub(crate) fn sleep(&mut self, booking: BookingId) {
        if let Some(deadline) = self.stored.waking.remove(&booking) {
            self.waiting.sleep(booking, deadline);
        }
    }

    /// Wakes what waits for time on a lane, but for the booking whose own time it is.
    pub(crate) fn wake_near(&mut self, lane: Lane, span: Span, change: Change, but: Option<BookingId>) {
        let near = self.waiting.near(lane, span).filter(|booking| Some(*booking) != but);
        let woken: Vec<BookingId> = near
            .filter(|booking| self.booking(*booking).is_some_and(|known| change.matters(known, span)))
            .collect();
        for booking in woken {
            self.wake(booking);
        }
    }

    /// Wakes whatever waits for a lane at any time.
    pub(crate) fn wake_all_at(&mut self, lane: Lane) {
        let woken: Vec<BookingId> = self.waiting.at(lane).collect();
        for booking in woken {
            self.wake(booking);
        }
    }

    /// Wakes what waits for a client's other bookings.
    pub(crate) fn wake_client_of(&mut self, changed: BookingId) {
        let Some(booking) = self.booking(changed) else { return };
        let others = self.bookings_of(&booking.connection, &booking.snapshot.client);
        let waits = |other: &&Booking| {
            other.booking != changed && other.flags.iter().any(|flag| flag.waits_for_client())
        };
        let woken: Vec<BookingId> = others.filter(waits).map(|other| other.booking).collect();
        for booking in woken {
            self.wake(booking);
        }
    }
}
