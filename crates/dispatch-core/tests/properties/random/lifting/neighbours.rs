//! Lifted in the schedule: bookings, blocks, and that a calendar cannot be read.

use std::collections::BTreeSet;

use dispatch_core::{BlockId, Blocker, BookingId, Occupant, Span, Who};

use super::scene::{Scene, calendar_of};

pub(super) fn take_out(scene: &mut Scene, who: &Who, booking: BookingId, used: Span) {
    let before = scene.occupancies.len();
    scene.occupancies.retain(|(on, other)| !(on == who && other.booking == booking && other.used == used));
    assert!(scene.occupancies.len() < before, "{booking:?} is not there");
}

pub(super) fn unblock(scene: &mut Scene, who: &Who, block: BlockId) {
    let before = scene.blocks.len();
    let own = calendar_of(who);
    scene.blocks.retain(|(on, other)| !((on == who || *on == own) && other.block == block));
    assert!(scene.blocks.len() < before, "{block:?} is not there");
}

pub(super) fn read(scene: &mut Scene, who: &Who) {
    let own = calendar_of(who);
    scene.unreadable.retain(|other| *other != own);
}

/// As many of a crowd as must go, with all that they have there: one may lie there twice.
pub(super) fn thin_out(scene: &mut Scene, who: &Who, must_go: usize, of: &[Occupant]) {
    let lies_there = |scene: &Scene, booking: BookingId| {
        scene.occupancies.iter().any(|(on, other)| on == who && other.booking == booking)
    };
    // Those that went already, out of another crowd, count.
    let gone = of.iter().filter(|one| !lies_there(scene, one.booking)).count();
    let there: Vec<_> = of.iter().map(|one| one.booking).filter(|one| lies_there(scene, *one)).collect();
    for booking in there.iter().take(must_go.saturating_sub(gone)) {
        scene.occupancies.retain(|(on, other)| !(on == who && other.booking == *booking));
    }
}

/// True if what is lifted of the others is part of this one.
pub(super) fn share_bookings(blocker: &Blocker, others: &[&Blocker]) -> bool {
    let bookings = |of: &[Occupant]| of.iter().map(|one| one.booking).collect::<BTreeSet<_>>();
    let Blocker::Full { of, .. } = blocker else { return false };
    others.iter().any(|other| match other {
        Blocker::Full { of: others, .. } => !bookings(of).is_disjoint(&bookings(others)),
        _ => false,
    })
}
