//! All judgment: from a command to events. Nothing here changes the state.

mod added;
mod assignment;
mod block;
mod cadence;
mod case;
mod exception;
mod judge;
mod notice;
mod observed;
mod readability;
mod refusal;
mod resolve;
mod timer;
mod write;

pub use refusal::Refusal;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    assign::Request, calendar::LaneShape, calendar::Schedule, explain::Trace, ids::BookingId,
    rulebook::Rulebook, time::Timestamp,
};

use super::model::{Adopted, Command, Event, EventRecord, Fact, JOURNAL_VERSION, State};

/// What a command leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The events, in order; none if nothing changes.
    pub events: Vec<Event>,
    /// The full traces: position in `events`, and the trace.
    pub traces: Vec<(usize, Trace)>,
}

impl Decided {
    /// The events as journal lines that follow the line `last`.
    pub fn records(self, last: u64, at: Timestamp) -> impl Iterator<Item = EventRecord> {
        let numbered = (last + 1..).zip(self.events);
        numbered.map(move |(sequence, event)| EventRecord { version: JOURNAL_VERSION, sequence, at, event })
    }
}

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
        draft.adopt()?;
        return Ok(draft.decided);
    }
    draft.must_be_adopted()?;
    match command {
        Command::AdoptRulebook {} | Command::Fact(Fact::Clock {}) => {}
        Command::Fact(Fact::ConnectionDeclared(connection)) => {
            if state.connection(&connection.connection) != Some(connection) {
                draft.push(Event::ConnectionDeclared(connection.clone()));
            }
        }
        Command::Fact(Fact::AppointmentObserved(observed)) => draft.appointment_observed(observed)?,
        Command::Fact(Fact::BlockObserved(observed)) => draft.block_observed(observed)?,
        Command::Fact(Fact::CalendarObserved(observed)) => draft.calendar_observed(observed)?,
        Command::TimerFired { timer } => draft.timer_fired(*timer),
        Command::WriteAcknowledged { write, appointment, at } => {
            draft.write_acknowledged(*write, appointment.as_ref(), *at)?;
        }
        Command::WriteRefused { write, reason } => draft.write_refused(*write, reason)?,
        Command::MessageSent { notice } => draft.message_sent(*notice)?,
        Command::MessageFailed { notice, is_final } => draft.message_failed(*notice, *is_final)?,
        Command::ResolveException { exception, resolution, by } => {
            draft.resolve_exception(*exception, *resolution, by)?;
        }
    }
    Ok(draft.decided)
}

/// What the solver is asked about a booking as the platform shows it, at its own start: to explain it or to try other
/// starts. None if the booking, its place or one of its services is not known.
#[must_use]
pub fn request(rulebook: &Rulebook, state: &State, booking: BookingId, now: Timestamp) -> Option<Request> {
    let draft = Draft::new(rulebook, state, now);
    let case = case::Case::of(rulebook, state, booking)?;
    let start = case.resolved.items.first()?.span.start;
    draft.request(&case, start, &case.wished(), case.snapshot.about_client.vip)
}

/// A decision in the making. The schedule is the state's own until something must be judged that depends on an event
/// of this very command; only then is it copied.
struct Draft<'a> {
    rulebook: &'a Rulebook,
    state: &'a State,
    now: Timestamp,
    schedule: Cow<'a, Schedule>,
    decided: Decided,
}

impl<'a> Draft<'a> {
    fn new(rulebook: &'a Rulebook, state: &'a State, now: Timestamp) -> Self {
        let schedule = Cow::Borrowed(state.schedule());
        Self { rulebook, state, now, schedule, decided: Decided::default() }
    }

    fn push(&mut self, event: Event) {
        self.decided.events.push(event);
    }

    /// The sequence of the event that is pushed next.
    fn next(&self) -> u64 {
        self.state.sequence() + self.decided.events.len() as u64 + 1
    }

    fn adopt(&mut self) -> Result<(), Refusal> {
        let rulebook = self.rulebook;
        let holds: Vec<u16> = rulebook.shapes().map(LaneShape::holds).collect();
        let adopted = Adopted {
            practice: rulebook.practice().clone(),
            revision: rulebook.revision(),
            lanes: rulebook.lanes().map(|(_, who)| who.clone()).collect(),
            paddings: rulebook.shapes().map(LaneShape::padding).collect(),
            holds: if holds.iter().any(|holds| *holds > 1) { holds } else { Vec::new() },
            services: rulebook.services.iter().map(|service| service.code.clone()).collect(),
            pages: rulebook.pages().clone(),
        };
        if let Some(before) = self.state.adopted() {
            if *before == adopted {
                return Ok(());
            }
            let same_but_days = Adopted { pages: before.pages.clone(), ..adopted.clone() } == *before;
            let follows =
                adopted.practice == before.practice && (adopted.revision > before.revision || same_but_days);
            if !follows {
                return Err(Refusal::NoSuccessor {
                    practice: before.practice.clone(),
                    adopted: before.revision,
                    given: adopted.revision,
                });
            }
        }
        self.push(Event::RulebookAdopted(adopted));
        Ok(())
    }

    fn must_be_adopted(&self) -> Result<(), Refusal> {
        let adopted = self.state.adopted().ok_or(Refusal::NoRulebook)?;
        let same = adopted.practice == *self.rulebook.practice()
            && adopted.revision == self.rulebook.revision()
            && adopted.pages == *self.rulebook.pages();
        if same {
            return Ok(());
        }
        Err(Refusal::OtherRulebook {
            practice: adopted.practice.clone(),
            adopted: adopted.revision,
            given: self.rulebook.revision(),
        })
    }
}
