//! The judgment: from a command to events. Nothing here changes the state.

mod acknowledgement;
mod added;
mod adoption;
mod announcement;
mod answer;
mod assignment;
mod block;
mod cadence;
mod case;
mod choice;
mod claim;
mod conflict;
mod delivery;
mod difference;
mod displaced;
mod draft;
mod drift;
mod exception;
mod judge;
mod keep;
mod notice;
mod observed;
mod picture;
mod place;
mod question;
mod readability;
mod refusal;
mod request;
mod resolution;
mod resolve;
mod shown;
mod standing;
mod underway;
mod verdict;
mod wake;
mod withdrawal;
mod work;
mod write;

pub use draft::Decided;
pub use question::{Question, question};
pub use refusal::Refusal;

use crate::{assign::Request, ids::BookingId, rulebook::Rulebook, time::Timestamp};

use super::model::{Command, Event, Fact, State, Timer};
use case::BookingCase;
use draft::Draft;
use work::Work;

/// Judges a command. Duplicates and late deliveries lead to no events.
///
/// # Errors
/// [`Refusal`] if the command makes no sense in this state, or the rulebook is not the adopted one.
pub fn decide(
    rulebook: &Rulebook,
    state: &State,
    command: &Command,
    now: Timestamp,
) -> Result<Decided, Refusal> {
    let mut draft = Draft::new(rulebook, state, now);
    if let Command::AdoptRulebook {} = command {
        adoption::adopt(&mut draft)?;
        return Ok(draft.decided);
    }
    adoption::must_be_adopted(&draft)?;
    take_in(&mut draft, command)?;
    while let Some(work) = draft.work.pop() {
        carry_out(&mut draft, work);
    }
    Ok(draft.decided)
}

/// Takes in a command. What it leaves to do is noted as work.
fn take_in(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    match command {
        Command::AdoptRulebook {} | Command::Fact(Fact::Clock {}) => {}
        Command::Fact(Fact::ConnectionDeclared(connection)) => {
            if draft.state.connection(&connection.connection) != Some(connection) {
                draft.push(Event::ConnectionDeclared(connection.clone()));
            }
        }
        Command::Fact(Fact::AppointmentObserved(observed)) => {
            observed::appointment_observed(draft, observed)?;
        }
        Command::Fact(Fact::BlockObserved(observed)) => block::block_observed(draft, observed)?,
        Command::Fact(Fact::CalendarObserved(observed)) => readability::calendar_observed(draft, observed)?,
        Command::TimerFired { timer: Timer::Notice(notice) } => delivery::notice_due(draft, *notice),
        Command::TimerFired { timer: Timer::Exception(exception) } => {
            resolution::exception_due(draft, *exception);
        }
        Command::TimerFired { timer: Timer::Write(write) } => acknowledgement::write_overdue(draft, *write),
        Command::WriteAcknowledged { write, appointment, at } => {
            acknowledgement::write_acknowledged(draft, *write, appointment.as_ref(), *at)?;
        }
        Command::WriteRefused { write, reason } => {
            acknowledgement::write_refused(draft, *write, reason)?;
        }
        Command::MessageSent { notice } => delivery::message_sent(draft, *notice)?,
        Command::MessageFailed { notice, is_final } => delivery::message_failed(draft, *notice, *is_final)?,
        Command::TimerFired { timer: Timer::Claim(exception) } => claim::claim_ended(draft, *exception),
        Command::ResolveException { exception, resolution, by, why } => {
            resolution::resolve_exception(draft, *exception, resolution, by, why.as_deref())?;
        }
        Command::ClaimException { exception, by } => claim::claim(draft, *exception, by)?,
        Command::ReleaseException { exception, by } => claim::release(draft, *exception, by)?,
        Command::Wake {} => wake::wake(draft),
    }
    Ok(())
}

fn carry_out(draft: &mut Draft<'_>, work: Work<'_>) {
    match work {
        Work::Displaced(booking, flag) => displaced::redispatch(draft, booking, flag),
        Work::BlockedOver(booking) => block::blocked_over(draft, booking),
        Work::UnderWay(visit) => {
            let (case, occupancies, tasks) = *visit;
            underway::flag_clash(draft, &case, &occupancies, tasks);
        }
        Work::FollowUp(assigned) => place::follow_up(draft, *assigned),
        Work::Imported(case) => notice::remind_adopted(draft, &case),
        Work::Suggested(suggested) => {
            let (suggested, trace) = *suggested;
            draft.trace(trace);
            draft.push(Event::Suggested(suggested));
        }
    }
}

/// What the solver is asked about a booking as the platform shows it, at its own start: to explain it or to try other
/// starts. None if the booking, its location or one of its services is not known.
#[must_use]
pub fn request(rulebook: &Rulebook, state: &State, booking: BookingId, now: Timestamp) -> Option<Request> {
    let draft = Draft::new(rulebook, state, now);
    let case = BookingCase::of(rulebook, state, booking)?;
    let start = case.resolved.items.first()?.span.start;
    request::request(&draft, &case, start, &case.wished(), case.snapshot.about_client.vip)
}
