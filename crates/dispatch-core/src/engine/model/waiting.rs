//! Waiting bookings and open tasks by what they wait for, and the order in which they are judged again: an index.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    ids::{BookingId, Lane},
    time::{Minute, Minutes, Span, Timestamp},
};

use super::{Booking, Exception, stored::StoredState};

/// What happens this long before or after a booking may matter to it: caps, breaks and pauses are counted by the day.
const NEAR: Minutes = Minutes(24 * 60);

/// The open exceptions by the lanes that they wait for, and the bookings that are to be judged again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiting {
    /// By lane: the start of the booking, and the booking.
    lanes: BTreeMap<Lane, BTreeSet<(Minute, BookingId)>>,
    /// Where each booking stands in `lanes`.
    entries: BTreeMap<BookingId, (Minute, Vec<Lane>)>,
    /// The journal line of the last adoption: what was asked before it may have other answers by the new rules. After a
    /// state was read from its stored form, that line.
    asked_anew: u64,
    /// Soonest deadline first, then by arrival.
    order: BTreeSet<(Place, BookingId)>,
}

/// Those with a deadline come first.
type Place = (bool, Option<Timestamp>);

const fn place(deadline: Option<Timestamp>) -> Place {
    (deadline.is_none(), deadline)
}

impl Waiting {
    pub(crate) fn of(stored: &StoredState) -> Self {
        let mut waiting = Self { asked_anew: stored.sequence, ..Self::default() };
        for open in stored.exceptions.values() {
            if let Some(booking) = stored.bookings.get(&open.raised.booking) {
                waiting.enter(booking, open);
            }
        }
        waiting.order =
            stored.waking.iter().map(|(booking, deadline)| (place(*deadline), *booking)).collect();
        waiting
    }

    /// True if an exception was raised by the rules that hold now.
    pub(crate) fn is_by_these_rules(&self, open: &Exception) -> bool {
        open.version > self.asked_anew
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

    pub(super) fn near(&self, lane: Lane, span: Span) -> impl Iterator<Item = BookingId> + '_ {
        let from = (span.start.minus(NEAR), BookingId(0));
        let to = (span.end.plus(NEAR), BookingId(u64::MAX));
        self.lanes.get(&lane).into_iter().flat_map(move |at| at.range(from..=to)).map(|(_, booking)| *booking)
    }

    /// Whatever waits for a lane at any time.
    pub(super) fn at(&self, lane: Lane) -> impl Iterator<Item = BookingId> + '_ {
        self.lanes.get(&lane).into_iter().flatten().map(|(_, booking)| *booking)
    }

    /// The bookings that are to be judged again: soonest deadline first, then by arrival.
    pub(super) fn in_order(&self) -> impl Iterator<Item = BookingId> + '_ {
        self.order.iter().map(|(_, booking)| *booking)
    }

    pub(super) fn wake(&mut self, booking: BookingId, deadline: Option<Timestamp>) {
        self.order.insert((place(deadline), booking));
    }

    pub(super) fn sleep(&mut self, booking: BookingId, deadline: Option<Timestamp>) {
        self.order.remove(&(place(deadline), booking));
    }
}
