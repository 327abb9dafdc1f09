//! Exceptions: raised, escalated and closed.

use crate::ids::ExceptionId;

use super::super::model::{Disposition, Exception, ExceptionRaised, State};
use super::booking::occupy;

pub(super) fn raise(state: &mut State, raised: &ExceptionRaised) {
    if let Some(waiting) = &raised.waiting {
        occupy(state, raised.booking, waiting.occupancies.clone(), &waiting.conflicts);
    }
    if let Some(booking) = state.stored.bookings.get_mut(&raised.booking) {
        booking.exception = Some(raised.exception);
        booking.flags.clone_from(&raised.flags);
        if raised.waiting.is_some() {
            booking.disposition = Disposition::AwaitingPerson;
        }
    }
    let open = Exception { raised: raised.clone(), owner: raised.owner.clone(), escalated: false };
    state.stored.exceptions.insert(raised.exception, open);
}

pub(super) fn escalate(state: &mut State, exception: ExceptionId, owner: &str) {
    if let Some(open) = state.stored.exceptions.get_mut(&exception) {
        owner.clone_into(&mut open.owner);
        open.escalated = true;
    }
}

pub(super) fn close(state: &mut State, exception: ExceptionId) {
    let Some(open) = state.stored.exceptions.remove(&exception) else { return };
    if let Some(booking) = state.stored.bookings.get_mut(&open.raised.booking) {
        booking.exception = None;
        booking.flags.clear();
    }
}
