//! Whether a calendar can be read. What stands on it stays; what waits because of it is decided again once it can.

use crate::{assign::Assignment, explain::ReasonCode, ids::BookingId};

use super::super::model::{Automation, CalendarObserved, CalendarSeen, Cause, Event};
use super::{Draft, Refusal, case::Case};

impl Draft<'_> {
    pub(super) fn calendar_observed(&mut self, observed: &CalendarObserved) -> Result<(), Refusal> {
        let state = self.state;
        if state.connection(&observed.connection).is_none() {
            return Err(Refusal::UnknownConnection(observed.connection.clone()));
        }
        let known = state.calendars().get(&observed.connection, &observed.of);
        if let Some(known) = known
            && (observed.observed_at, observed) <= (known.observed.observed_at, &known.observed)
        {
            return Ok(());
        }
        let seen = CalendarSeen { observed: observed.clone(), lane: observed.of.lane(self.rulebook) };
        let mut calendars = state.calendars().clone();
        calendars.see(seen.clone());
        self.push(Event::CalendarSeen(seen.clone()));
        let Some(lane) = seen.lane else { return Ok(()) };
        if self.schedule.is_readable(lane) || !calendars.is_readable(lane) {
            return Ok(());
        }
        self.schedule.to_mut().set_readable(lane, true);
        let waiting =
            state.bookings().filter(|booking| booking.flags.contains(&ReasonCode::CalendarUnreadable));
        for booking in waiting.map(|booking| booking.booking).collect::<Vec<_>>() {
            self.decide_again(booking);
        }
        Ok(())
    }

    /// True if everybody's and everything's calendar of an assignment can be read.
    pub(super) fn is_readable(&self, assignment: &Assignment) -> bool {
        assignment
            .occupancies
            .iter()
            .all(|occupancy| self.schedule.is_readable(self.rulebook.blocked_with(occupancy.lane)))
    }

    /// Nobody has answered yet, and nothing but our not knowing stood in the way: it is as if it were asked now. One whose
    /// client is already there stays with the person.
    fn decide_again(&mut self, id: BookingId) {
        let Some(case) = Case::of(self.rulebook, self.state, id) else { return };
        let open = case.known.and_then(|known| self.state.exception(known.exception?));
        let waits = open.is_some_and(|open| open.raised.waiting.is_some());
        let to_come = case.resolved.visit.start.timestamp() > self.now;
        if waits && to_come && case.connection.automation == Automation::Auto {
            self.judge(&case, Cause::Rule);
        }
    }
}
