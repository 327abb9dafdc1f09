//! The evolution of a state by events: no judgment, no rulebook, no time zones, and no failure.

mod adoption;
mod block;
mod booking;
mod exception;
mod notice;
mod readability;
mod write;

use super::model::{Event, NoticeStatus, State, WriteStatus};

/// Takes an event into the state. Events that name something unknown change nothing but the sequence.
pub fn evolve(state: &mut State, event: &Event) {
    state.stored.sequence += 1;
    match event {
        Event::RulebookAdopted(adopted) => adoption::adopt(state, adopted),
        Event::ConnectionDeclared(connection) => {
            state.stored.connections.insert(connection.connection.clone(), connection.clone());
        }
        Event::AppointmentSeen(seen) => booking::see_appointment(state, seen),
        Event::BlockSeen(seen) => block::see(state, seen),
        Event::CalendarSeen(seen) => readability::see(state, seen),
        Event::BookingKept(kept) => booking::keep(state, kept),
        Event::Suggested(suggested) => booking::suggest(state, suggested),
        Event::Assigned(assigned) => booking::assign(state, assigned),
        Event::ExceptionRaised(raised) => exception::raise(state, raised),
        Event::ExceptionEscalated { exception, owner } => exception::escalate(state, *exception, owner),
        Event::ExceptionClosed { exception, how } => exception::close(state, *exception, how),
        Event::ExceptionClaimed { exception, by, until } => exception::claim(state, *exception, by, *until),
        Event::ExceptionReleased { exception } => exception::release(state, *exception),
        Event::Woken { bookings } => bookings.iter().for_each(|booking| state.sleep(*booking)),
        Event::DispositionChanged { booking, disposition, taken } => {
            booking::change_disposition(state, *booking, *disposition, taken.as_ref());
        }
        Event::ClientTold { booking, told } => booking::tell(state, *booking, told.clone()),
        Event::WriteRequested { write, .. } => write::request(state, write),
        Event::WriteAcknowledged { write, acknowledged_at, relinked } => {
            write::acknowledge(state, *write, *acknowledged_at, relinked.as_ref());
        }
        Event::WriteRefused { write, reason } => {
            write::settle(state, *write, WriteStatus::Refused(reason.clone()));
        }
        Event::WriteOverdue { write } => write::settle(state, *write, WriteStatus::Overdue),
        Event::NoticePlanned { notice, due } => notice::plan(state, notice, *due),
        Event::NoticeReleased { notice } => notice::release(state, notice),
        Event::NoticeWithdrawn { notice, .. } => notice::settle(state, *notice, NoticeStatus::Withdrawn),
        Event::NoticeSent { notice } => notice::settle(state, *notice, NoticeStatus::Sent),
        Event::NoticeFailed { notice, is_final: true } => {
            notice::settle(state, *notice, NoticeStatus::Failed);
        }
        Event::NoticeFailed { is_final: false, .. } | Event::NoticeSkipped { .. } => {}
    }
}
