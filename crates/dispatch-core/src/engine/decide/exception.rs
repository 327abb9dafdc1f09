//! Exceptions: bookings that a person is asked about, and tasks for the desk beside a booking that stays as it is.

use crate::{
    assign::{Assignment, Flagged},
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, Trace},
    ids::{ExceptionId, LocationIndex},
    time::{Minute, Timestamp},
};

use super::super::model::{Booking, Closed, Event, ExceptionRaised, Waiting};
use super::{
    assignment::{provider_lane, shared},
    cadence,
    case::BookingCase,
    conflict::conflicts,
    draft::Draft,
    notice::withdraw_notices,
    resolve::observed_occupancies,
};

/// Sends a booking to a person. The platform's own choice stays occupied, and the best candidate is held.
pub(super) fn ask_person(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    flagged: Flagged,
    trace: Option<Trace>,
) {
    if let Some(known) = case.known {
        withdraw_notices(draft, known);
        close_exception(draft, known, Closed::Superseded);
    }
    let mut flags = flagged.flags;
    let held = held(draft, case, &flags, &flagged.candidates);
    let mut occupancies = observed_occupancies(draft.rulebook, case.id, &case.resolved);
    if let Some(held) = held {
        let hold = held.occupancies.iter().map(|held| Occupancy { origin: Origin::Hold, ..*held });
        occupancies.retain(|shown| !held.occupancies.iter().any(|held| held.lane == shown.lane));
        occupancies.extend(hold);
    }
    let conflicts = conflicts(draft, &occupancies);
    if !conflicts.is_empty() {
        flags.push(ReasonCode::PlatformConflict);
    }
    flags.sort_unstable();
    flags.dedup();
    let share = |all: Vec<Assignment>| all.into_iter().map(|one| shared(one, Origin::Ours)).collect();
    draft.place(case.known.map_or(&[], |known| &known.occupancies), &occupancies);
    draft.trace(trace);
    let raised = ExceptionRaised {
        exception: ExceptionId(draft.next_id()),
        booking: case.id,
        flags,
        owner: draft.rulebook.exceptions().owner.clone(),
        deadline: deadline(draft, case.resolved.location, case.resolved.visit.start),
        candidates: share(flagged.candidates),
        alternatives: share(flagged.alternatives),
        waiting: Some(Waiting { occupancies, conflicts }),
    };
    draft.push(Event::ExceptionRaised(raised));
}

/// The candidate that is held: on a tie the platform's provider if it is among the tied, else the best.
fn held<'c>(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    flags: &[ReasonCode],
    candidates: &'c [Assignment],
) -> Option<&'c Assignment> {
    if !draft.rulebook.exceptions().hold_best {
        return None;
    }
    let best = candidates.first()?;
    if !flags.contains(&ReasonCode::Tie) {
        return Some(best);
    }
    let shown = case.platform_providers();
    let theirs = candidates.iter().find(|candidate| {
        let mut shown = shown.iter().enumerate();
        shown.all(|(item, shown)| shown.is_some() && provider_lane(draft.rulebook, candidate, item) == *shown)
    });
    Some(theirs.unwrap_or(best))
}

fn deadline(draft: &Draft<'_>, location: Option<LocationIndex>, start: Minute) -> Timestamp {
    let opening = draft.rulebook.opening(location.unwrap_or_default());
    cadence::deadline(opening, draft.rulebook.exceptions().deadline, start, draft.now)
}

/// Gives the desk a task about a booking that otherwise stays as it is.
pub(super) fn raise_task(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    mut flags: Vec<ReasonCode>,
    start: Minute,
) {
    flags.sort_unstable();
    flags.dedup();
    let raised = ExceptionRaised {
        exception: ExceptionId(draft.next_id()),
        booking: case.id,
        flags,
        owner: draft.rulebook.exceptions().owner.clone(),
        deadline: deadline(draft, case.resolved.location, start),
        candidates: Vec::new(),
        alternatives: Vec::new(),
        waiting: None,
    };
    draft.push(Event::ExceptionRaised(raised));
}

/// Adds a reason to a booking's open exception, or raises one.
pub(super) fn add_task(draft: &mut Draft<'_>, case: &BookingCase<'_>, flag: ReasonCode) {
    let open = case.known.and_then(|known| draft.state.exception(known.exception?));
    let (Some(open), Some(known)) = (open, case.known) else {
        return raise_task(draft, case, vec![flag], case.resolved.visit.start);
    };
    if open.raised.flags.contains(&flag) {
        return;
    }
    close_exception(draft, known, Closed::Superseded);
    let mut raised = open.raised.clone();
    raised.exception = ExceptionId(draft.next_id());
    raised.flags.push(flag);
    raised.flags.sort_unstable();
    draft.push(Event::ExceptionRaised(raised));
}

pub(super) fn close_exception(draft: &mut Draft<'_>, known: &Booking, how: Closed) {
    if let Some(exception) = known.exception {
        draft.push(Event::ExceptionClosed { exception, how });
    }
}
