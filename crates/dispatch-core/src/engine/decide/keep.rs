//! Keeping a booking as the platform has it: its time is taken, and nothing is decided about it.

use crate::explain::ReasonCode;

use super::super::model::{Automation, BookingKept, Closed, Disposition, Event, Kept};
use super::{
    case::BookingCase,
    conflict::{conflicts, is_under_block, make_way},
    draft::Draft,
    exception::{close_exception, set_tasks},
    picture::{Occupied, occupied},
    work::Work,
    withdrawal::withdraw_notices,
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
    let stays = why == Kept::Imported && known.is_some_and(|known| known.imported);
    if let Some(known) = known {
        withdraw_notices(draft, known);
        if !stays {
            close_exception(draft, known, closed);
        }
    }
    let Occupied { occupancies, lacks_room } = occupied(draft, &case);
    let conflicts = conflicts(draft, &occupancies);
    draft.push(Event::BookingKept(BookingKept {
        booking: case.id,
        why,
        disposition,
        occupancies: occupancies.clone(),
        conflicts: conflicts.clone(),
    }));
    if why == Kept::Imported {
        let blocked = is_under_block(draft, &occupancies);
        let tasks = [(lacks_room, ReasonCode::NoResource), (blocked, ReasonCode::Displaced)];
        let to_come = case.resolved.visit.end.timestamp() > draft.now;
        let acts = to_come && case.connection.automation == Automation::Auto;
        let tasks = tasks.into_iter().filter(|(holds, _)| acts && *holds).map(|(_, task)| task);
        let calls = known.map_or(&[][..], |known| &known.flags).iter().filter(|flag| flag.asks_for_a_call());
        let tasks = tasks.chain(calls.copied()).collect();
        set_tasks(draft, &case, tasks, case.resolved.visit.start);
        draft.work.push(Work::Imported(Box::new(case)));
    }
    make_way(draft, known, &occupancies, &conflicts);
}
