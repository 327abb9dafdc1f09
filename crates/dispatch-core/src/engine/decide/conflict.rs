//! Conflicts: the bookings that an assignment clashes with, and those among them that must give way.

use crate::{
    assign::Assignment,
    calendar::{Occupancy, Origin},
    explain::ReasonCode,
    ids::BookingId,
};

use super::super::model::{Booking, Disposition};
use super::{draft::Draft, work::Work};

/// The other bookings that these occupancies clash with, in order.
pub(super) fn conflicts(draft: &Draft<'_>, occupancies: &[Occupancy]) -> Vec<BookingId> {
    let mut conflicts = Vec::new();
    for occupancy in occupancies {
        conflicts.append(&mut draft.schedule.clashes(occupancy));
    }
    conflicts.sort_unstable();
    conflicts.dedup();
    conflicts
}

/// True if everything that an assignment takes up is still free for it.
pub(super) fn still_free(draft: &Draft<'_>, assignment: &Assignment) -> bool {
    conflicts(draft, &assignment.occupancies).is_empty() && !is_blocked(draft, assignment)
}

/// True if some of what an assignment takes up lies under a block.
pub(super) fn is_blocked(draft: &Draft<'_>, assignment: &Assignment) -> bool {
    is_under_block(draft, &assignment.occupancies)
}

/// True if some of these lie under a block.
pub(super) fn is_under_block(draft: &Draft<'_>, occupancies: &[Occupancy]) -> bool {
    occupancies.iter().any(|occupancy| {
        let blocked = draft.rulebook.blocked_with(occupancy.lane);
        draft.schedule.blocks(blocked, occupancy.padded()).next().is_some()
    })
}

/// Gives a booking these occupancies, which are not to move: assignments of ours that they clash with have to.
pub(super) fn make_way(
    draft: &mut Draft<'_>,
    known: Option<&Booking>,
    occupancies: &[Occupancy],
    conflicts: &[BookingId],
) {
    let ours: Vec<BookingId> = conflicts
        .iter()
        .copied()
        .filter(|other| draft.state.booking(*other).is_some_and(is_movable))
        .collect();
    displace(draft, &ours, ReasonCode::PlatformConflict);
    draft.place(known.map_or(&[], |known| &known.occupancies), occupancies);
}

/// Notes that these bookings have to find another place, in this order. They are judged by the schedule as this command
/// leaves it, so it is copied.
pub(super) fn displace(draft: &mut Draft<'_>, bookings: &[BookingId], flag: ReasonCode) {
    if bookings.is_empty() {
        return;
    }
    draft.schedule.to_mut();
    draft.work.extend(bookings.iter().rev().map(|booking| Work::Displaced(*booking, flag)));
}

fn is_movable(booking: &Booking) -> bool {
    booking.disposition == Disposition::Assigned
        && booking.occupancies.iter().any(|occupancy| occupancy.origin == Origin::Ours)
}
