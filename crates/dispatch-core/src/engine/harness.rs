//! The outside world, played in memory: every write is acknowledged and echoed at once, every notice is sent, and
//! timers fire in order. For tests, `replay` and `demo`; pure like the rest.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{explain::Trace, rulebook::Rulebook, time::Timestamp};

use super::{
    decide::{Refusal, decide},
    evolve::evolve,
    model::{
        AppointmentObserved, Command, Effect, EventRecord, Fact, FactLine, Snapshot, State, Timer, Write,
    },
    react::react,
};

/// A practice whose platform and clients answer at once.
#[derive(Clone, Debug)]
pub struct Harness {
    rulebook: Arc<Rulebook>,
    state: State,
    journal: Vec<EventRecord>,
    /// The timers that are set by the moment at which they fire, and the same by timer.
    due: BTreeSet<(Timestamp, Timer)>,
    timers: BTreeMap<Timer, Timestamp>,
}

/// One command, and everything that followed from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The `now` of the decision.
    pub at: Timestamp,
    /// The command.
    pub command: Command,
    /// The events, as written to the journal.
    pub events: Vec<EventRecord>,
    /// The effects that a shell would carry out, in order.
    pub effects: Vec<Effect>,
    /// The full traces: position in `events`, and the trace.
    pub traces: Vec<(usize, Trace)>,
}

impl Harness {
    /// A practice that has seen nothing. The rulebook is adopted with the first line.
    #[must_use]
    pub fn new(rulebook: Arc<Rulebook>) -> Self {
        Self {
            rulebook,
            state: State::new(),
            journal: Vec::new(),
            due: BTreeSet::new(),
            timers: BTreeMap::new(),
        }
    }

    /// Fires the timers that are due before the line, then takes the line in.
    ///
    /// # Errors
    /// [`Refusal`] if the fact makes no sense, such as one of an undeclared connection. Later lines may be fed.
    pub fn feed(&mut self, line: &FactLine) -> Result<Vec<Step>, Refusal> {
        let mut steps = self.open(line.at)?;
        self.fire(line.at, false, &mut steps)?;
        self.carry_out(line.at, Command::Fact(line.fact.clone()), &mut steps)?;
        Ok(steps)
    }

    /// Takes in any command, such as a person's answer.
    ///
    /// # Errors
    /// [`Refusal`] if it makes no sense.
    pub fn command(&mut self, at: Timestamp, command: Command) -> Result<Vec<Step>, Refusal> {
        let mut steps = self.open(at)?;
        self.fire(at, false, &mut steps)?;
        self.carry_out(at, command, &mut steps)?;
        Ok(steps)
    }

    /// Fires every timer that is due until then, that moment included.
    ///
    /// # Errors
    /// [`Refusal`] if the rulebook cannot be adopted.
    pub fn run_until(&mut self, at: Timestamp) -> Result<Vec<Step>, Refusal> {
        let mut steps = self.open(at)?;
        self.fire(at, true, &mut steps)?;
        Ok(steps)
    }

    /// The state now.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Every event so far.
    #[must_use]
    pub fn journal(&self) -> &[EventRecord] {
        &self.journal
    }

    /// The rulebook.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The timers that are set, in the order in which they fire.
    pub fn timers(&self) -> impl Iterator<Item = (Timestamp, Timer)> + '_ {
        self.due.iter().copied()
    }

    /// The state that a journal leads to.
    #[must_use]
    pub fn rebuild<'a>(journal: impl IntoIterator<Item = &'a EventRecord>) -> State {
        let mut state = State::new();
        for record in journal {
            evolve(&mut state, &record.event);
        }
        state
    }

    fn open(&mut self, at: Timestamp) -> Result<Vec<Step>, Refusal> {
        let mut steps = Vec::new();
        if self.state.adopted().is_none() {
            self.carry_out(at, Command::AdoptRulebook {}, &mut steps)?;
        }
        Ok(steps)
    }

    fn fire(&mut self, until: Timestamp, inclusive: bool, steps: &mut Vec<Step>) -> Result<(), Refusal> {
        while let Some((due, timer)) = self.due.first().copied() {
            if due > until || (due == until && !inclusive) {
                break;
            }
            self.unset(timer);
            self.carry_out(due, Command::TimerFired { timer }, steps)?;
        }
        Ok(())
    }

    /// Takes in a command and then, one after the other, the world's answers to its effects.
    fn carry_out(&mut self, at: Timestamp, command: Command, steps: &mut Vec<Step>) -> Result<(), Refusal> {
        let mut commands = VecDeque::from([command]);
        while let Some(command) = commands.pop_front() {
            let mut next = Some(command);
            while let Some(command) = next.take() {
                let step = self.take_in(at, command)?;
                for effect in &step.effects {
                    self.answer(at, effect, &mut commands);
                }
                steps.push(step);
                next = self.state.has_waking().then_some(Command::Wake {});
            }
        }
        Ok(())
    }

    fn take_in(&mut self, at: Timestamp, command: Command) -> Result<Step, Refusal> {
        let mut decided = decide(&self.rulebook, &self.state, &command, at)?;
        let traces = std::mem::take(&mut decided.traces);
        let events: Vec<_> = decided.records(self.state.sequence(), at).collect();
        let mut effects = Vec::new();
        for record in &events {
            evolve(&mut self.state, &record.event);
            effects.extend(react(&self.state, &record.event));
        }
        self.journal.extend(events.iter().cloned());
        Ok(Step { at, command, events, effects, traces })
    }

    fn answer(&mut self, at: Timestamp, effect: &Effect, commands: &mut VecDeque<Command>) {
        match effect {
            Effect::WriteBack(write) => {
                commands.push_back(Command::WriteAcknowledged { write: write.write, appointment: None, at });
                commands.extend(self.echo(at, write).map(Command::Fact));
            }
            Effect::Notify(notice) => commands.push_back(Command::MessageSent { notice: notice.notice }),
            Effect::SetTimer { timer, due } => {
                self.unset(*timer);
                self.timers.insert(*timer, *due);
                self.due.insert((*due, *timer));
            }
            Effect::CancelTimer { timer } => self.unset(*timer),
            Effect::RaiseException { .. } | Effect::CloseException { .. } => {}
        }
    }

    fn unset(&mut self, timer: Timer) {
        if let Some(due) = self.timers.remove(&timer) {
            self.due.remove(&(due, timer));
        }
    }

    /// The appointment as the platform has it after a write: read just after, so that it is the newer picture.
    fn echo(&self, at: Timestamp, write: &Write) -> Option<Fact> {
        let (seen_at, seen) =
            self.state.observed(&write.connection, &write.appointment)?.observed.as_ref()?;
        Some(Fact::AppointmentObserved(AppointmentObserved {
            connection: write.connection.clone(),
            observed_at: Timestamp(at.0.max(seen_at.0) + 1),
            snapshot: Arc::new(written(seen, write)),
        }))
    }
}

fn written(seen: &Snapshot, write: &Write) -> Snapshot {
    let mut snapshot = seen.clone();
    for (item, wanted) in snapshot.items.iter_mut().zip(&write.items) {
        if let Some(start) = wanted.start {
            let length = item.end.0 - item.start.0;
            item.start = start.timestamp();
            item.end = Timestamp(item.start.0 + length);
        }
        if let Some(provider) = &wanted.provider {
            let ours = || provider.id.as_str().into();
            item.provider = Some(provider.platform.clone().unwrap_or_else(ours));
        }
        if let Some(resources) = &wanted.resources {
            let named = resources.iter().map(|resource| {
                let ours = || resource.id.as_str().into();
                resource.platform.clone().unwrap_or_else(ours)
            });
            item.resources = named.collect();
        }
    }
    snapshot
}
