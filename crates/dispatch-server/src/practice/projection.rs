//! Effects and changes of the state as rows of the store.

use dispatch_core::{
    BookingId, Padding, Timestamp,
    engine::{Booking, Closed, Effect, Event, State},
};
use dispatch_store::{
    Batch, BookingOccupancies, BookingSummary, ExceptionChange, NewEffect, OccupancyRow, TimerChange,
};

use super::payload::OutboxPayload;

/// Takes an effect of an event into the batch; `event` is its position there.
pub(crate) fn effect(
    effect: &Effect,
    of: &Event,
    event: usize,
    decision: &str,
    now: Timestamp,
    batch: &mut Batch,
) -> Result<(), serde_json::Error> {
    match effect {
        Effect::WriteBack(write) => {
            push(OutboxPayload::Write { write: (**write).clone() }, event, now, batch)?
        }
        Effect::Notify(notice) => {
            push(OutboxPayload::Notify { notice: notice.clone(), decided_at: now }, event, now, batch)?;
        }
        Effect::SetTimer { timer, due } => batch.timers.push(TimerChange::Set {
            timer: serde_json::to_string(timer)?,
            due: *due,
            cause: decision.to_owned(),
        }),
        Effect::CancelTimer { timer } => {
            batch.timers.push(TimerChange::Remove { timer: serde_json::to_string(timer)? });
        }
        Effect::RaiseException { exception, booking, owner, deadline } => {
            batch.exceptions.push(ExceptionChange::Raised {
                exception: *exception,
                booking: *booking,
                owner: owner.clone(),
                deadline: *deadline,
            });
        }
        Effect::CloseException { exception } => {
            let by = answered_by(of);
            batch.exceptions.push(ExceptionChange::Closed { exception: *exception, by, at: now });
        }
    }
    Ok(())
}

/// The person whose answer closed an exception.
fn answered_by(event: &Event) -> Option<String> {
    match event {
        Event::ExceptionClosed { how: Closed::Answered { by, .. }, .. } => Some(by.clone()),
        _ => None,
    }
}

/// Takes every booking that differs between two states into the batch, with what it occupies.
pub(crate) fn bookings(before: &State, after: &State, batch: &mut Batch) -> Result<(), serde_json::Error> {
    for booking in after.bookings() {
        let known = before.booking(booking.booking);
        if known == Some(booking) {
            continue;
        }
        let summary = serde_json::to_string(booking)?;
        batch.bookings.push(BookingSummary { booking: booking.booking, summary });
        if known.map(|known| &known.occupancies) != Some(&booking.occupancies) {
            batch.occupancies.push(occupancies(after, booking));
        }
    }
    for gone in before.bookings().filter(|booking| after.booking(booking.booking).is_none()) {
        batch.occupancies.push(no_occupancies(gone.booking));
    }
    Ok(())
}

fn occupancies(state: &State, booking: &Booking) -> BookingOccupancies {
    let adopted = state.adopted();
    let paddings = adopted.map_or(&[][..], |adopted| &adopted.paddings);
    let row = |occupancy: &dispatch_core::Occupancy| OccupancyRow {
        occupancy: *occupancy,
        capacity: adopted.map_or(1, |adopted| adopted.holds(occupancy.lane)),
        shared_padding: paddings.get(occupancy.lane.position()) == Some(&Padding::Shared),
    };
    BookingOccupancies {
        booking: booking.booking,
        rows: booking.occupancies.iter().filter(|occupancy| !occupancy.used.is_empty()).map(row).collect(),
    }
}

const fn no_occupancies(booking: BookingId) -> BookingOccupancies {
    BookingOccupancies { booking, rows: Vec::new() }
}

fn push(
    payload: OutboxPayload,
    event: usize,
    now: Timestamp,
    batch: &mut Batch,
) -> Result<(), serde_json::Error> {
    batch.effects.push(NewEffect {
        event,
        kind: payload.kind().to_owned(),
        queue_key: payload.queue_key(),
        payload: serde_json::to_string(&payload)?,
        due: now,
    });
    Ok(())
}
