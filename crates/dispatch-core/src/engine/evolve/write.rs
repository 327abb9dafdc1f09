//! Writes: requested, and what became of each.

use std::sync::Arc;

use crate::{
    ids::{PlatformId, WriteId},
    time::Timestamp,
};

use super::super::model::{Link, State, Write, WriteState, WriteStatus};

pub(super) fn request(state: &mut State, write: &Arc<Write>) {
    if let Some(booking) = state.stored.bookings.get_mut(&write.booking) {
        booking.writes.push(write.write);
    }
    let pending = WriteState { write: Arc::clone(write), status: WriteStatus::Pending };
    state.stored.writes.insert(write.write, pending);
}

/// The platform accepted it. If the write gave the appointment another id, that id is the booking's from now on; what
/// was last seen under it stays.
pub(super) fn acknowledge(state: &mut State, write: WriteId, at: Timestamp, relinked: Option<&PlatformId>) {
    let Some(known) = state.stored.writes.get_mut(&write) else { return };
    known.status = WriteStatus::Acknowledged(at);
    let Some(id) = relinked else { return };
    let Some(booking) = state.stored.bookings.get_mut(&known.write.booking) else { return };
    booking.appointment = id.clone();
    let links = state.stored.links.entry(booking.connection.clone()).or_default();
    let new = || Link { booking: booking.booking, observed: None };
    links.entry(id, new).booking = booking.booking;
}

pub(super) fn settle(state: &mut State, write: WriteId, status: WriteStatus) {
    if let Some(known) = state.stored.writes.get_mut(&write) {
        known.status = status;
    }
}
