//! Readability: what was decided stands while a calendar cannot be read, and what waits for it is judged again once it
//! can be.

use crate::assign::Assignment;

use super::super::model::{CalendarObserved, CalendarSeen, Event};
use super::{draft::Draft, refusal::Refusal};

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
    let lane = observed.of.lane(draft.rulebook);
    draft.push(Event::CalendarSeen(CalendarSeen { observed: observed.clone(), lane }));
    Ok(())
}

/// True if the calendar of every provider, room and device of an assignment can be read.
pub(super) fn is_readable(draft: &Draft<'_>, assignment: &Assignment) -> bool {
    assignment
        .occupancies
        .iter()
        .all(|occupancy| draft.schedule.is_readable(draft.rulebook.blocked_with(occupancy.lane)))
}
