//! Keeping a booking as the platform has it: its time is taken, and nothing is decided about it.

use super::super::model::{BookingKept, Closed, Disposition, Event, Kept};
use super::{
    case::BookingCase,
    conflict::{conflicts, make_way},
    draft::Draft,
    exception::close_exception,
    notice::withdraw_notices,
    resolve::observed_occupancies,
    work::Work,
};

/// Leaves a booking as the platform has it.
pub(super) fn keep<'a>(draft: &mut Draft<'a>, case: BookingCase<'a>, why: Kept, disposition: Disposition) {
    keep_after(draft, case, why, disposition, Closed::Moot);
}

/// The same, where its exception is closed in another way.
pub(super) fn keep_after<'a>(
    draft: &mut Draft<'a>,
    case: BookingCase<'a>,
    why: Kept,
    disposition: Disposition,
    closed: Closed,
) {
    let known = case.known;
    if let Some(known) = known {
        withdraw_notices(draft, known);
        close_exception(draft, known, closed);
    }
    let occupancies = observed_occupancies(draft.rulebook, case.id, &case.resolved);
    let conflicts = conflicts(draft, &occupancies);
    draft.push(Event::BookingKept(BookingKept {
        booking: case.id,
        why,
        disposition,
        occupancies: occupancies.clone(),
        conflicts: conflicts.clone(),
    }));
    if why == Kept::Imported {
        draft.work.push(Work::Imported(Box::new(case)));
    }
    make_way(draft, known, &occupancies, &conflicts);
}
