//! Waiting bookings and open tasks by what they wait for, and the order in which they are judged again: an index.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    explain::ReasonCode,
    ids::{BookingId, Lane},
    time::{Minute, Minutes, Span, Timestamp},
};

use super::{Booking, Exception, State, stored::StoredState};

/// What happens this long before or after a booking may matter to it: caps, breaks and pauses are counted by the day.
const NEAR: Minutes = Minutes(24 * 60);

/// The open exceptions by the lanes that they wait for, and the bookings that are to be judged again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiting {
    /// By lane: the start of the booking, and the booking.
    lanes: BTreeMap<Lane, BTreeSet<(Minute, BookingId)>>,
    /// Where each booking stands in `lanes`.
    entries: BTreeMap<BookingId, (Minute, Vec<Lane>)>,
    /// Soonest deadline first, then by arrival.
    order: BTreeSet<(Place, BookingId)>,
}

/// Those with a deadline come first.
type Place = (bool, Option<Timestamp>);

const fn place(deadline: Option<Timestamp>) -> Place {
    (deadline.is_none(), deadline)
}

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

impl Waiting {
    pub(crate) fn of(stored: &StoredState) -> Self {
        let mut waiting = Self::default();
        for open in stored.exceptions.values() {
            if let Some(booking) = stored.bookings.get(&open.raised.booking) {
                waiting.enter(booking, open);
            }
        }
        waiting.order =
            stored.waking.iter().map(|(booking, deadline)| (place(*deadline), *booking)).collect();
        waiting
    }

    /// Notes what the open exception of a booking waits for.
    pub(crate) fn enter(&mut self, booking: &Booking, open: &Exception) {
        self.leave(booking.booking);
        let Some(start) = booking.shown_start().filter(|_| !open.raised.watches.is_empty()) else { return };
        for lane in &open.raised.watches {
            self.lanes.entry(*lane).or_default().insert((start, booking.booking));
        }
        self.entries.insert(booking.booking, (start, open.raised.watches.clone()));
    }

    /// Forgets it.
    pub(crate) fn leave(&mut self, booking: BookingId) {
        let Some((start, lanes)) = self.entries.remove(&booking) else { return };
        for lane in lanes {
            if let Some(waiting) = self.lanes.get_mut(&lane) {
                waiting.remove(&(start, booking));
            }
        }
    }

    fn near(&self, lane: Lane, span: Span) -> impl Iterator<Item = BookingId> + '_ {
        let from = (span.start.minus(NEAR), BookingId(0));
        let to = (span.end.plus(NEAR), BookingId(u64::MAX));
        self.lanes.get(&lane).into_iter().flat_map(move |at| at.range(from..=to)).map(|(_, booking)| *booking)
    }
}

impl State {
    /// The bookings that are to be judged again: soonest deadline first, then by arrival.
    pub(crate) fn waking(&self) -> impl Iterator<Item = BookingId> + '_ {
        self.waiting.order.iter().map(|(_, booking)| *booking)
    }

    /// Notes that a booking is to be judged again.
    pub(crate) fn wake(&mut self, booking: BookingId) {
        self.sleep(booking);
        let open = self.booking(booking).and_then(|known| self.exception(known.exception?));
        let deadline = open.map(|open| open.raised.deadline);
        self.stored.waking.insert(booking, deadline);
        self.waiting.order.insert((place(deadline), booking));
    }

    /// Notes that a booking need not be judged again any more.
    pub(crate) fn sleep(&mut self, booking: BookingId) {
        if let Some(deadline) = self.stored.waking.remove(&booking) {
            self.waiting.order.remove(&(place(deadline), booking));
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
        let at_lane = self.waiting.lanes.get(&lane).into_iter().flatten();
        let woken: Vec<BookingId> = at_lane.map(|(_, booking)| *booking).collect();
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
