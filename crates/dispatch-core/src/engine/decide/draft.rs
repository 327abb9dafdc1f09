//! The draft of a decision: its events so far, and what it still has to do.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Occupancy, Schedule},
    explain::Trace,
    rulebook::Rulebook,
    time::Timestamp,
};

use super::super::model::{Event, EventRecord, JOURNAL_VERSION, State};
use super::work::Work;

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

/// A decision in the making.
pub(super) struct Draft<'a> {
    pub(super) rulebook: &'a Rulebook,
    /// The state before the command.
    pub(super) state: &'a State,
    pub(super) now: Timestamp,
    /// The state's own schedule until something must be judged that depends on an event of this very command; only then
    /// is it copied, since a copy costs more than most decisions.
    pub(super) schedule: Cow<'a, Schedule>,
    pub(super) decided: Decided,
    /// What is still to do, the next last.
    pub(super) work: Vec<Work<'a>>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(rulebook: &'a Rulebook, state: &'a State, now: Timestamp) -> Self {
        let schedule = Cow::Borrowed(state.schedule());
        Self { rulebook, state, now, schedule, decided: Decided::default(), work: Vec::new() }
    }

    pub(super) fn push(&mut self, event: Event) {
        self.decided.events.push(event);
    }

    /// The sequence of the event that is pushed next: the id of whatever that event brings into being.
    pub(super) fn next_id(&self) -> u64 {
        self.state.sequence() + self.decided.events.len() as u64 + 1
    }

    /// Attaches a trace to the event that is pushed next.
    pub(super) fn trace(&mut self, trace: Option<Trace>) {
        if let Some(trace) = trace {
            self.decided.traces.push((self.decided.events.len(), trace));
        }
    }

    /// Puts other occupancies in a booking's place in the copy of the schedule. Without a copy nothing else is judged in
    /// this command, and there is nothing to do.
    pub(super) fn place(&mut self, before: &[Occupancy], after: &[Occupancy]) {
        let Cow::Owned(schedule) = &mut self.schedule else { return };
        for occupancy in before {
            schedule.remove(occupancy);
        }
        for occupancy in after {
            schedule.insert(*occupancy);
        }
    }
}
