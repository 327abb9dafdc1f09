//! The adoption of a rulebook: positions of the one before are carried over by name.

use std::sync::Arc;

use crate::{assign::Assignment, calendar::Occupancy, ids::Lane};

use super::super::model::{Adopted, Disposition, State};

/// Takes in a rulebook. What the new one does not have no longer takes up anything.
pub(super) fn adopt(state: &mut State, adopted: &Adopted) {
    let before = state.stored.adopted.replace(Arc::new(adopted.clone()));
    if let Some(before) = &before {
        carry_over(state, &Positions::between(before, adopted));
    }
    state.rebuild_index();
    if before.is_some() {
        wake_all(state);
    }
}

/// What waits may be possible by the new rules, or on the new days; what stands is held against them.
fn wake_all(state: &mut State) {
    let concerned = state.bookings().filter(|booking| match booking.disposition {
        Disposition::Assigned | Disposition::AwaitingPerson => true,
        Disposition::Unmanaged => booking.exception.is_some(),
        _ => false,
    });
    let woken: Vec<_> = concerned.map(|booking| booking.booking).collect();
    for booking in woken {
        state.wake(booking);
    }
}

/// The new position of each lane and service of the rulebook before; none where the new one does not have it.
struct Positions {
    lanes: Vec<Option<u16>>,
    services: Vec<Option<u16>>,
}

impl Positions {
    fn between(before: &Adopted, adopted: &Adopted) -> Self {
        Self {
            lanes: positions(&before.lanes, &adopted.lanes),
            services: positions(&before.services, &adopted.services),
        }
    }

    fn lane(&self, before: Lane) -> Option<Lane> {
        self.lanes.get(before.position()).copied().flatten().map(Lane)
    }

    fn carry(&self, occupancies: &mut Vec<Occupancy>) {
        occupancies.retain_mut(|occupancy| {
            let service = occupancy.service.and_then(|service| self.services.get(service as usize).copied());
            occupancy.service = service.flatten();
            let lane = self.lane(occupancy.lane);
            occupancy.lane = lane.unwrap_or(occupancy.lane);
            lane.is_some()
        });
    }

    fn carry_all(&self, assignment: &mut Arc<Assignment>) {
        self.carry(&mut Arc::make_mut(assignment).occupancies);
    }
}

fn positions<T: PartialEq>(before: &[T], now: &[T]) -> Vec<Option<u16>> {
    let position = |named: &T| now.iter().position(|other| other == named);
    before.iter().map(|named| position(named).and_then(|at| u16::try_from(at).ok())).collect()
}

/// Gives everything that names a lane or a service its new position.
fn carry_over(state: &mut State, positions: &Positions) {
    for booking in state.stored.bookings.values_mut() {
        positions.carry(&mut booking.occupancies);
        if let Some(desired) = &mut booking.desired {
            positions.carry_all(&mut desired.assignment);
        }
        if let Some(suggested) =
            booking.suggested.as_mut().and_then(|suggested| suggested.assignment.as_mut())
        {
            positions.carry_all(suggested);
        }
    }
    for open in state.stored.exceptions.values_mut() {
        let raised = &mut open.raised;
        for choice in raised.candidates.iter_mut().chain(&mut raised.alternatives) {
            positions.carry_all(choice);
        }
        if let Some(waiting) = &mut raised.waiting {
            positions.carry(&mut waiting.occupancies);
        }
        raised.watches = raised.watches.iter().filter_map(|lane| positions.lane(*lane)).collect();
        raised.watches.sort_unstable();
    }
    for block in state.stored.blocks.values_mut() {
        block.placed = block.placed.and_then(|mut placed| {
            placed.lane = positions.lane(placed.lane)?;
            Some(placed)
        });
    }
    for calendar in state.stored.calendars.iter_mut() {
        calendar.lane = calendar.lane.and_then(|lane| positions.lane(lane));
    }
}
