//! Readability: what was decided stands while a calendar cannot be read, and what waits for it is decided once it can be.

use crate::{assign::Assignment, explain::ReasonCode, ids::BookingId};

use super::super::model::{Automation, CalendarObserved, CalendarSeen, Cause, Event};
use super::{case::BookingCase, draft::Draft, judge::judge, refusal::Refusal, work::Work};

/// Takes in whether a calendar can be read. A picture that is not newer than the last one changes nothing.
pub(super) fn calendar_observed(draft: &mut Draft<'_>, observed: &CalendarObserved) -> Result<(), Refusal> {
    let state = draft.state;
    if state.connection(&observed.connection).is_none() {
        return Err(Refusal::UnknownConnection(observed.connection.clone()));
    }
    let known = state.calendars().get(&observed.connection, &observed.of);
    if let Some(known) = known
        && (observed.observed_at, observed) <= (known.observed.observed_at, &known.observed)
    {
        return Ok(());
    }
    let seen = CalendarSeen { observed: observed.clone(), lane: observed.of.lane(draft.rulebook) };
    let mut calendars = state.calendars().clone();
    calendars.see(seen.clone());
    draft.push(Event::CalendarSeen(seen.clone()));
    let Some(lane) = seen.lane else { return Ok(()) };
    if draft.schedule.is_readable(lane) || !calendars.is_readable(lane) {
        return Ok(());
    }
    draft.schedule.to_mut().set_readable(lane, true);
    let waiting: Vec<BookingId> = state
        .bookings()
        .filter(|booking| booking.flags.contains(&ReasonCode::CalendarUnreadable))
        .map(|booking| booking.booking)
        .collect();
    draft.work.extend(waiting.into_iter().rev().map(Work::Readable));
    Ok(())
}

/// True if the calendar of every provider, room and device of an assignment can be read.
pub(super) fn is_readable(draft: &Draft<'_>, assignment: &Assignment) -> bool {
    assignment
        .occupancies
        .iter()
        .all(|occupancy| draft.schedule.is_readable(draft.rulebook.blocked_with(occupancy.lane)))
}

/// Decides a booking as if it were asked now: a person has not answered yet, and only a calendar stood in the way. If the
/// client is already there, it stays with the person.
pub(super) fn decide_again(draft: &mut Draft<'_>, id: BookingId) {
    let Some(case) = BookingCase::of(draft.rulebook, draft.state, id) else { return };
    let open = case.known.and_then(|known| draft.state.exception(known.exception?));
    let waits = open.is_some_and(|open| open.raised.waiting.is_some());
    let to_come = case.resolved.visit.start.timestamp() > draft.now;
    if waits && to_come && case.connection.automation == Automation::Auto {
        judge(draft, case, Cause::Rule);
    }
}
