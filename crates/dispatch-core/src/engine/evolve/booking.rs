//! Bookings: what the platform shows, where they go, and where they stand.

use std::sync::Arc;

use crate::{calendar::Occupancy, explain::ReasonCode, ids::BookingId};

use super::super::model::{
    AppointmentSeen, Assigned, Booking, BookingKept, Change, Desired, Disposition, Kept, Link, Snapshot,
    State, Status, Suggested, Taken, Told, note_client,
};

pub(super) fn see_appointment(state: &mut State, seen: &AppointmentSeen) {
    let links = state.stored.links.entry(seen.connection.clone()).or_default();
    let link = links.entry(&seen.snapshot.id, || Link { booking: seen.booking, observed: None });
    link.observed = Some((seen.observed_at, Arc::clone(&seen.snapshot)));
    let booking = state.stored.bookings.entry(seen.booking).or_insert_with(|| {
        let id = seen.snapshot.id.clone();
        Booking::new(seen.booking, seen.connection.clone(), id, Arc::clone(&seen.snapshot), seen.observed_at)
    });
    if booking.appointment != seen.snapshot.id {
        return;
    }
    let handed_over = booking.snapshot.client != seen.snapshot.client;
    if handed_over {
        state.wake_client_of(seen.booking);
    }
    let Some(booking) = state.stored.bookings.get_mut(&seen.booking) else { return };
    if !is_same_visit(&booking.snapshot, &seen.snapshot) {
        // What a person accepted, they accepted for that visit of that client. A decision that follows may say otherwise.
        booking.accepted.clear();
    }
    booking.snapshot = Arc::clone(&seen.snapshot);
    booking.client_confirmed |= seen.snapshot.status == Status::Confirmed;
    note_client(&mut state.clients, &booking.connection, &seen.snapshot.client, seen.booking);
    state.wake_client_of(seen.booking);
}

/// True if two pictures are of the same services at the same time for the same client.
fn is_same_visit(one: &Snapshot, other: &Snapshot) -> bool {
    let items = |snapshot: &Snapshot| {
        let items = snapshot.items.iter();
        items
            .map(|item| (item.service.clone(), item.add_ons.clone(), item.start, item.end))
            .collect::<Vec<_>>()
    };
    one.client == other.client && one.location == other.location && items(one) == items(other)
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
        booking.accepted.clone_from(&assigned.accepted);
        booking.desired =
            Some(Desired { assignment: Arc::clone(&assigned.assignment), rulebook: assigned.rulebook });
    }
}

pub(super) fn change_disposition(
    state: &mut State,
    id: BookingId,
    disposition: Disposition,
    taken: Option<&Taken>,
) {
    if disposition.is_released() {
        occupy(state, id, Vec::new(), &[]);
    } else if let Some(taken) = taken {
        occupy(state, id, taken.occupancies.clone(), &taken.conflicts);
    }
    if let Some(booking) = state.stored.bookings.get_mut(&id) {
        booking.disposition = disposition;
        if disposition.is_released() {
            // Whoever puts it back is asked anew.
            booking.accepted.clear();
        }
    }
    state.wake_client_of(id);
}

/// Notes what a client knows now.
pub(super) fn tell(state: &mut State, id: BookingId, told: Told) {
    let Some(booking) = state.stored.bookings.get_mut(&id) else { return };
    booking.told.retain(|before| before.client != told.client);
    booking.told.push(told);
}

/// Gives a booking other occupancies than it had. What it clashed with before is forgotten on both sides.
pub(super) fn occupy(state: &mut State, id: BookingId, occupancies: Vec<Occupancy>, conflicts: &[BookingId]) {
    let Some(booking) = state.stored.bookings.get_mut(&id) else { return };
    let gone = std::mem::replace(&mut booking.occupancies, occupancies.clone());
    let before = std::mem::replace(&mut booking.conflicts, conflicts.to_vec());
    for occupancy in &gone {
        state.schedule.remove(occupancy);
    }
    for occupancy in &occupancies {
        state.schedule.insert(*occupancy);
    }
    for occupancy in gone.iter().filter(|gone| !occupancies.contains(gone)) {
        state.wake_near(occupancy.lane, occupancy.padded(), Change::Freed, Some(id));
    }
    for other in before {
        let Some(known) = state.stored.bookings.get_mut(&other) else { continue };
        known.conflicts.retain(|named| *named != id);
        if known.conflicts.is_empty() && known.flags.contains(&ReasonCode::PlatformConflict) {
            state.wake(other);
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
