//! How events change the state: no judgment, no rulebook, no time zones, and no failure.

use std::sync::Arc;

use crate::{
    assign::Assignment,
    calendar::Occupancy,
    ids::{BookingId, Lane},
};

use super::model::{
    Adopted, AppointmentSeen, BlockSeen, BlockState, Booking, BookingKept, CalendarSeen, Desired,
    Disposition, Event, Exception, ExceptionRaised, Kept, Link, Notice, NoticeKind, NoticeState,
    NoticeStatus, NoticeStatus::Planned, State, Status, Told, WriteState, WriteStatus, note_client,
};

/// Takes an event into the state. Events that name something unknown change nothing but the sequence.
pub fn evolve(state: &mut State, event: &Event) {
    state.kept.sequence += 1;
    match event {
        Event::RulebookAdopted(adopted) => adopt(state, adopted),
        Event::ConnectionDeclared(connection) => {
            state.kept.connections.insert(connection.connection.clone(), connection.clone());
        }
        Event::AppointmentSeen(seen) => see_appointment(state, seen),
        Event::BlockSeen(seen) => see_block(state, seen),
        Event::CalendarSeen(seen) => see_calendar(state, seen),
        Event::BookingKept(kept) => keep(state, kept),
        Event::Suggested(suggested) => {
            if let Some(booking) = state.kept.bookings.get_mut(&suggested.booking) {
                booking.suggested = Some(suggested.clone());
            }
        }
        Event::Assigned(assigned) => {
            let occupancies = assigned.assignment.occupancies.clone();
            occupy(state, assigned.booking, occupancies, &assigned.conflicts);
            if let Some(booking) = state.kept.bookings.get_mut(&assigned.booking) {
                booking.disposition = Disposition::Assigned;
                booking.revision = assigned.revision;
                booking.pinned = assigned.pinned;
                booking.desired = Some(Desired {
                    assignment: Arc::clone(&assigned.assignment),
                    rulebook: assigned.rulebook,
                });
            }
        }
        Event::ExceptionRaised(raised) => raise(state, raised),
        Event::ExceptionEscalated { exception, owner } => {
            if let Some(open) = state.kept.exceptions.get_mut(exception) {
                open.owner.clone_from(owner);
                open.escalated = true;
            }
        }
        Event::ExceptionClosed { exception, .. } => {
            let Some(open) = state.kept.exceptions.remove(exception) else { return };
            if let Some(booking) = state.kept.bookings.get_mut(&open.raised.booking) {
                booking.exception = None;
                booking.flags.clear();
            }
        }
        Event::DispositionChanged { booking, disposition } => {
            if disposition.is_released() {
                occupy(state, *booking, Vec::new(), &[]);
            }
            if let Some(booking) = state.kept.bookings.get_mut(booking) {
                booking.disposition = *disposition;
            }
        }
        Event::WriteRequested { write, .. } => {
            if let Some(booking) = state.kept.bookings.get_mut(&write.booking) {
                booking.writes.push(write.write);
            }
            let pending = WriteState { write: Arc::clone(write), status: WriteStatus::Pending };
            state.kept.writes.insert(write.write, pending);
        }
        Event::WriteAcknowledged { write, acknowledged_at, relinked } => {
            let Some(known) = state.kept.writes.get_mut(write) else { return };
            known.status = WriteStatus::Acknowledged(*acknowledged_at);
            let Some(id) = relinked else { return };
            let Some(booking) = state.kept.bookings.get_mut(&known.write.booking) else { return };
            booking.appointment = id.clone();
            let links = state.kept.links.entry(booking.connection.clone()).or_default();
            let new = || Link { booking: booking.booking, observed: None };
            links.entry(id, new).booking = booking.booking;
        }
        Event::WriteRefused { write, reason } => {
            if let Some(known) = state.kept.writes.get_mut(write) {
                known.status = WriteStatus::Refused(reason.clone());
            }
        }
        Event::WriteOverdue { write } => {
            if let Some(known) = state.kept.writes.get_mut(write) {
                known.status = WriteStatus::Overdue;
            }
        }
        Event::NoticePlanned { notice, due } => {
            if let Some(booking) = state.kept.bookings.get_mut(&notice.booking)
                && !booking.notices.contains(&notice.notice)
            {
                booking.notices.push(notice.notice);
            }
            let planned = NoticeState { notice: notice.clone(), status: Planned(*due) };
            state.kept.notices.insert(notice.notice, planned);
        }
        Event::NoticeReleased { notice } => release(state, notice),
        Event::NoticeWithdrawn { notice, .. } => settle_notice(state, *notice, NoticeStatus::Withdrawn),
        Event::NoticeSent { notice } => settle_notice(state, *notice, NoticeStatus::Sent),
        Event::NoticeFailed { notice, is_final: true } => settle_notice(state, *notice, NoticeStatus::Failed),
        Event::NoticeFailed { is_final: false, .. } | Event::NoticeSkipped { .. } => {}
    }
}

/// Takes in a rulebook. Positions of the one before are carried over by name; what the new one does not have no
/// longer takes up anything.
fn adopt(state: &mut State, adopted: &Adopted) {
    if let Some(before) = state.kept.adopted.take() {
        let lanes: Vec<Option<Lane>> = before
            .lanes
            .iter()
            .map(|who| adopted.lanes.iter().position(|other| other == who))
            .map(|at| at.and_then(|at| u16::try_from(at).ok()).map(Lane))
            .collect();
        let services: Vec<Option<u16>> = before
            .services
            .iter()
            .map(|code| adopted.services.iter().position(|other| other == code))
            .map(|at| at.and_then(|at| u16::try_from(at).ok()))
            .collect();
        let carry = |occupancies: &mut Vec<Occupancy>| {
            occupancies.retain_mut(|occupancy| {
                let service = occupancy.service.and_then(|service| services.get(service as usize).copied());
                occupancy.service = service.flatten();
                let lane = lanes.get(occupancy.lane.position()).copied().flatten();
                occupancy.lane = lane.unwrap_or(occupancy.lane);
                lane.is_some()
            });
        };
        let carry_all = |assignment: &mut Arc<Assignment>| carry(&mut Arc::make_mut(assignment).occupancies);
        for booking in state.kept.bookings.values_mut() {
            carry(&mut booking.occupancies);
            booking.desired.iter_mut().for_each(|desired| carry_all(&mut desired.assignment));
            let suggested = booking.suggested.as_mut().and_then(|suggested| suggested.assignment.as_mut());
            suggested.into_iter().for_each(carry_all);
        }
        for open in state.kept.exceptions.values_mut() {
            let raised = &mut open.raised;
            raised.candidates.iter_mut().chain(&mut raised.alternatives).for_each(carry_all);
            raised.waiting.iter_mut().for_each(|waiting| carry(&mut waiting.occupancies));
        }
        for block in state.kept.blocks.values_mut() {
            block.placed = block.placed.and_then(|mut placed| {
                placed.lane = lanes.get(placed.lane.position()).copied().flatten()?;
                Some(placed)
            });
        }
        for calendar in state.kept.calendars.iter_mut() {
            calendar.lane = calendar.lane.and_then(|lane| lanes.get(lane.position()).copied().flatten());
        }
    }
    state.kept.adopted = Some(Arc::new(adopted.clone()));
    state.lay_out();
}

fn see_appointment(state: &mut State, seen: &AppointmentSeen) {
    let links = state.kept.links.entry(seen.connection.clone()).or_default();
    let link = links.entry(&seen.snapshot.id, || Link { booking: seen.booking, observed: None });
    link.observed = Some((seen.observed_at, Arc::clone(&seen.snapshot)));
    let booking = state.kept.bookings.entry(seen.booking).or_insert_with(|| {
        let id = seen.snapshot.id.clone();
        Booking::new(seen.booking, seen.connection.clone(), id, Arc::clone(&seen.snapshot))
    });
    if booking.appointment == seen.snapshot.id {
        booking.snapshot = Arc::clone(&seen.snapshot);
        booking.client_confirmed |= seen.snapshot.status == Status::Confirmed;
        note_client(&mut state.clients, &booking.connection, &seen.snapshot.client, seen.booking);
    }
}

fn see_block(state: &mut State, seen: &BlockSeen) {
    let ids = state.kept.block_links.entry(seen.observed.connection.clone()).or_default();
    ids.insert(seen.observed.id.clone(), seen.block);
    let now = BlockState { observed: seen.observed.clone(), placed: seen.placed };
    let before = state.kept.blocks.insert(seen.block, now).and_then(|before| before.placed);
    if let Some(before) = before {
        state.schedule.unblock(&before);
    }
    if let Some(placed) = seen.placed {
        state.schedule.block(placed);
    }
}

fn see_calendar(state: &mut State, seen: &CalendarSeen) {
    let before = state.kept.calendars.see(seen.clone());
    for lane in seen.lane.into_iter().chain(before.and_then(|before| before.lane)) {
        let readable = state.kept.calendars.is_readable(lane);
        state.schedule.set_readable(lane, readable);
    }
}

fn keep(state: &mut State, kept: &BookingKept) {
    occupy(state, kept.booking, kept.occupancies.clone(), &kept.conflicts);
    if let Some(booking) = state.kept.bookings.get_mut(&kept.booking) {
        booking.disposition = kept.disposition;
        booking.imported = kept.why == Kept::Imported;
        booking.desired = None;
    }
}

fn raise(state: &mut State, raised: &ExceptionRaised) {
    if let Some(waiting) = &raised.waiting {
        occupy(state, raised.booking, waiting.occupancies.clone(), &waiting.conflicts);
    }
    if let Some(booking) = state.kept.bookings.get_mut(&raised.booking) {
        booking.exception = Some(raised.exception);
        booking.flags.clone_from(&raised.flags);
        if raised.waiting.is_some() {
            booking.disposition = Disposition::AwaitingPerson;
        }
    }
    let open = Exception { raised: raised.clone(), owner: raised.owner.clone(), escalated: false };
    state.kept.exceptions.insert(raised.exception, open);
}

/// Gives a booking other occupancies than it had. What it clashed with before is forgotten on both sides.
fn occupy(state: &mut State, id: BookingId, occupancies: Vec<Occupancy>, conflicts: &[BookingId]) {
    let Some(booking) = state.kept.bookings.get_mut(&id) else { return };
    for occupancy in &booking.occupancies {
        state.schedule.remove(occupancy);
    }
    for occupancy in &occupancies {
        state.schedule.insert(*occupancy);
    }
    booking.occupancies = occupancies;
    let before = std::mem::replace(&mut booking.conflicts, conflicts.to_vec());
    for other in before {
        if let Some(other) = state.kept.bookings.get_mut(&other) {
            other.conflicts.retain(|named| *named != id);
        }
    }
    for other in conflicts {
        if let Some(other) = state.kept.bookings.get_mut(other)
            && let Err(at) = other.conflicts.binary_search(&id)
        {
            other.conflicts.insert(at, id);
        }
    }
}

fn release(state: &mut State, notice: &Notice) {
    if let Some(booking) = state.kept.bookings.get_mut(&notice.booking) {
        booking.notices.retain(|planned| *planned != notice.notice);
        booking.sequence = notice.sequence;
        match notice.kind {
            NoticeKind::Confirmation | NoticeKind::Changed => {
                booking.told = Some(Told { start: notice.visit.start, provider: notice.provider.clone() });
            }
            NoticeKind::Cancelled => booking.told = None,
            NoticeKind::Reminder { before } => booking.reminded.push((before, notice.visit.start)),
        }
    }
    let released = NoticeState { notice: notice.clone(), status: NoticeStatus::Released };
    state.kept.notices.insert(notice.notice, released);
}

fn settle_notice(state: &mut State, notice: crate::ids::NoticeId, status: NoticeStatus) {
    let Some(known) = state.kept.notices.get_mut(&notice) else { return };
    known.status = status;
    if let Some(booking) = state.kept.bookings.get_mut(&known.notice.booking) {
        booking.notices.retain(|planned| *planned != notice);
    }
}
