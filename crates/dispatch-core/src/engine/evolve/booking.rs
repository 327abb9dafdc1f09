//! Bookings: what the platform shows, where they go, and where they stand.

use std::sync::Arc;

use crate::{calendar::Occupancy, ids::BookingId};

use super::super::model::{
    AppointmentSeen, Assigned, Booking, BookingKept, Desired, Disposition, Kept, Link, State, Status,
    Suggested, note_client,
};

pub(super) fn see_appointment(state: &mut State, seen: &AppointmentSeen) {
    let links = state.stored.links.entry(seen.connection.clone()).or_default();
    let link = links.entry(&seen.snapshot.id, || Link { booking: seen.booking, observed: None });
    link.observed = Some((seen.observed_at, Arc::clone(&seen.snapshot)));
    let booking = state.stored.bookings.entry(seen.booking).or_insert_with(|| {
        let id = seen.snapshot.id.clone();
        Booking::new(seen.booking, seen.connection.clone(), id, Arc::clone(&seen.snapshot))
    });
    if booking.appointment == seen.snapshot.id {
        booking.snapshot = Arc::clone(&seen.snapshot);
        booking.client_confirmed |= seen.snapshot.status == Status::Confirmed;
        note_client(&mut state.clients, &booking.connection, &seen.snapshot.client, seen.booking);
    }
}

pub(super) fn keep(state: &mut State, kept: &BookingKept) {
    occupy(state, kept.booking, kept.occupancies.clone(), &kept.conflicts);
    if let Some(booking) = state.stored.bookings.get_mut(&kept.booking) {
        booking.disposition = kept.disposition;
        booking.imported = kept.why == Kept::Imported;
        booking.desired = None;
    }
}

pub(super) fn suggest(state: &mut State, suggested: &Suggested) {
    if let Some(booking) = state.stored.bookings.get_mut(&suggested.booking) {
        booking.suggested = Some(suggested.clone());
    }
}

pub(super) fn assign(state: &mut State, assigned: &Assigned) {
    occupy(state, assigned.booking, assigned.assignment.occupancies.clone(), &assigned.conflicts);
    if let Some(booking) = state.stored.bookings.get_mut(&assigned.booking) {
        booking.disposition = Disposition::Assigned;
        booking.revision = assigned.revision;
        booking.pinned = assigned.pinned;
        booking.desired =
            Some(Desired { assignment: Arc::clone(&assigned.assignment), rulebook: assigned.rulebook });
    }
}

pub(super) fn change_disposition(state: &mut State, booking: BookingId, disposition: Disposition) {
    if disposition.is_released() {
        occupy(state, booking, Vec::new(), &[]);
    }
    if let Some(booking) = state.stored.bookings.get_mut(&booking) {
        booking.disposition = disposition;
    }
}

/// Gives a booking other occupancies than it had. What it clashed with before is forgotten on both sides.
pub(super) fn occupy(state: &mut State, id: BookingId, occupancies: Vec<Occupancy>, conflicts: &[BookingId]) {
    let Some(booking) = state.stored.bookings.get_mut(&id) else { return };
    for occupancy in &booking.occupancies {
        state.schedule.remove(occupancy);
    }
    for occupancy in &occupancies {
        state.schedule.insert(*occupancy);
    }
    booking.occupancies = occupancies;
    let before = std::mem::replace(&mut booking.conflicts, conflicts.to_vec());
    for other in before {
        if let Some(other) = state.stored.bookings.get_mut(&other) {
            other.conflicts.retain(|named| *named != id);
        }
    }
    for other in conflicts {
        if let Some(other) = state.stored.bookings.get_mut(other)
            && let Err(at) = other.conflicts.binary_search(&id)
        {
            other.conflicts.insert(at, id);
        }
    }
}
