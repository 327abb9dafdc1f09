//! Exceptions: raised, taken in hand, escalated and closed.

use crate::{ids::ExceptionId, time::Timestamp};

use super::super::model::{Claim, Closed, Disposition, Exception, ExceptionRaised, Resolution, State};
use super::booking::occupy;

/// Raises an exception, or puts another picture in the place of one that is open under the same id: who is told and who
/// has it in hand stays.
pub(super) fn raise(state: &mut State, raised: &ExceptionRaised) {
    if let Some(waiting) = &raised.waiting {
        occupy(state, raised.booking, waiting.occupancies.clone(), &waiting.conflicts);
    }
    if let Some(booking) = state.stored.bookings.get_mut(&raised.booking) {
        booking.exception = Some(raised.exception);
        booking.flags.clone_from(&raised.flags);
        if raised.waiting.is_some() {
            booking.disposition = Disposition::AwaitingPerson;
            booking.pinned |= raised.pinned;
            booking.accepted.clone_from(&raised.accepted);
        }
    }
    let before = state.stored.exceptions.remove(&raised.exception);
    let claim = before.as_ref().and_then(|before| before.claim.clone());
    let escalated = before.filter(|before| before.escalated);
    let open = Exception {
        raised: raised.clone(),
        owner: escalated.as_ref().map_or_else(|| raised.owner.clone(), |before| before.owner.clone()),
        escalated: escalated.is_some(),
        claim,
        version: state.stored.sequence,
    };
    if let Some(booking) = state.stored.bookings.get(&raised.booking) {
        state.waiting.enter(booking, &open);
    }
    state.stored.exceptions.insert(raised.exception, open);
    if state.stored.waking.contains_key(&raised.booking) {
        // In its place by the new deadline.
        state.wake(raised.booking);
    }
}

pub(super) fn escalate(state: &mut State, exception: ExceptionId, owner: &str) {
    if let Some(open) = state.stored.exceptions.get_mut(&exception) {
        owner.clone_into(&mut open.owner);
        open.escalated = true;
        open.version = state.stored.sequence;
    }
}

pub(super) fn claim(state: &mut State, exception: ExceptionId, by: &str, until: Timestamp) {
    if let Some(open) = state.stored.exceptions.get_mut(&exception) {
        open.claim = Some(Claim { by: by.to_owned(), until });
    }
}

/// What was judged and not carried out under a person's hands is judged again.
pub(super) fn release(state: &mut State, exception: ExceptionId) {
    let Some(open) = state.stored.exceptions.get_mut(&exception) else { return };
    open.claim = None;
    let booking = open.raised.booking;
    state.wake(booking);
}

/// Closes an exception. What a person has dealt with is noted, so that it is not asked again.
pub(super) fn close(state: &mut State, exception: ExceptionId, how: &Closed) {
    let Some(open) = state.stored.exceptions.remove(&exception) else { return };
    state.waiting.leave(open.raised.booking);
    state.sleep(open.raised.booking);
    if let Some(booking) = state.stored.bookings.get_mut(&open.raised.booking) {
        booking.exception = None;
        let dealt_with = std::mem::take(&mut booking.flags);
        if let Closed::Answered { resolution: Resolution::Done, .. } = how {
            booking.accepted.extend(dealt_with);
            booking.accepted.sort_unstable();
            booking.accepted.dedup();
        }
    }
}
