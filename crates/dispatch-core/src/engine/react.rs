//! The reaction to an event: the effects that the shell stores with it, and then carries out, the platform first and the
//! client after it.

use std::sync::Arc;

use super::model::{Due, Effect, Event, State, Timer};

/// The effects of an event, given the state just after it. Never recomputed on replay: they are stored with their
/// event.
#[must_use]
pub fn react(state: &State, event: &Event) -> Vec<Effect> {
    match event {
        Event::WriteRequested { write, patience } => vec![
            Effect::WriteBack(Arc::clone(write)),
            Effect::SetTimer { timer: Timer::Write(write.write), due: *patience },
        ],
        Event::WriteAcknowledged { write, .. } | Event::WriteRefused { write, .. } => {
            vec![Effect::CancelTimer { timer: Timer::Write(*write) }]
        }
        Event::ExceptionRaised(raised) => vec![
            Effect::RaiseException {
                exception: raised.exception,
                booking: raised.booking,
                owner: raised.owner.clone(),
                deadline: raised.deadline,
            },
            Effect::SetTimer { timer: Timer::Exception(raised.exception), due: raised.deadline },
        ],
        Event::ExceptionEscalated { exception, owner } => {
            let Some(open) = state.exception(*exception) else { return Vec::new() };
            vec![Effect::RaiseException {
                exception: *exception,
                booking: open.raised.booking,
                owner: owner.clone(),
                deadline: open.raised.deadline,
            }]
        }
        Event::ExceptionClaimed { exception, until, .. } => {
            vec![Effect::SetTimer { timer: Timer::Claim(*exception), due: *until }]
        }
        Event::ExceptionReleased { exception } => {
            vec![Effect::CancelTimer { timer: Timer::Claim(*exception) }]
        }
        Event::ExceptionClosed { exception, .. } => vec![
            Effect::CancelTimer { timer: Timer::Exception(*exception) },
            Effect::CloseException { exception: *exception },
        ],
        Event::NoticePlanned { notice, due: Due::At(due) } => {
            vec![Effect::SetTimer { timer: Timer::Notice(notice.notice), due: *due }]
        }
        Event::NoticeWithdrawn { notice, timed: true } => {
            vec![Effect::CancelTimer { timer: Timer::Notice(*notice) }]
        }
        Event::NoticeReleased { notice } => vec![Effect::Notify(notice.clone())],
        Event::RulebookAdopted(_)
        | Event::ConnectionDeclared(_)
        | Event::AppointmentSeen(_)
        | Event::BlockSeen(_)
        | Event::CalendarSeen(_)
        | Event::BookingKept(_)
        | Event::Suggested(_)
        | Event::Assigned(_)
        | Event::Woken { .. }
        | Event::ClientTold { .. }
        | Event::DispositionChanged { .. }
        | Event::WriteOverdue { .. }
        | Event::NoticePlanned { due: Due::Acknowledged(_), .. }
        | Event::NoticeSkipped { .. }
        | Event::NoticeWithdrawn { timed: false, .. }
        | Event::NoticeSent { .. }
        | Event::NoticeFailed { .. } => Vec::new(),
    }
}
