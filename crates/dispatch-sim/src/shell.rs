//! The shell in memory: it drives decide, evolve and react, keeps timers, and writes a journal of lines from which a second
//! state is built all along.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use dispatch_core::{
    Rulebook, Timestamp,
    engine::{Command, Effect, Event, EventRecord, Refusal, State, Timer, decide, evolve, react},
};

/// The practice's service, without a network.
#[derive(Debug)]
pub(crate) struct Shell {
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) state: State,
    /// The state as the journal's lines give it: it is behind by the lines that are not read yet.
    replica: State,
    /// The lines that the replica has not read.
    lines: Vec<String>,
    /// The timers that are set by the moment at which they fire, and the same by timer.
    due: BTreeSet<(Timestamp, Timer)>,
    timers: BTreeMap<Timer, Timestamp>,
    /// Events written so far.
    pub(crate) written: u64,
}

/// One command and what came of it.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    pub(crate) command: Command,
    pub(crate) events: Vec<EventRecord>,
    pub(crate) effects: Vec<Effect>,
}

impl Shell {
    pub(crate) fn new(rulebook: Rulebook) -> Self {
        Self {
            rulebook: Arc::new(rulebook),
            state: State::new(),
            replica: State::new(),
            lines: Vec::new(),
            due: BTreeSet::new(),
            timers: BTreeMap::new(),
            written: 0,
        }
    }

    /// Takes in a command, and after it whatever the engine still has to do at the same moment. Each step is shown as it
    /// is taken.
    ///
    /// # Errors
    /// The refusal, if the command makes no sense.
    pub(crate) fn drive<E>(
        &mut self,
        command: Command,
        now: Timestamp,
        mut show: impl FnMut(&Self, Step) -> Result<(), E>,
    ) -> Result<Result<(), E>, Refusal> {
        // The one place that knows how the engine is to be called.
        let mut next = Some(command);
        let mut shown = Ok(());
        while let Some(command) = next.take() {
            let step = self.take(command, now)?;
            shown = shown.and(show(self, step));
            next = self.state.has_waking().then_some(Command::Wake {});
        }
        Ok(shown)
    }

    fn take(&mut self, command: Command, at: Timestamp) -> Result<Step, Refusal> {
        let decided = decide(&self.rulebook, &self.state, &command, at)?;
        let events: Vec<_> = decided.records(self.state.sequence(), at).collect();
        let mut effects = Vec::new();
        for record in &events {
            self.lines.push(serde_json::to_string(record).unwrap_or_default());
            evolve(&mut self.state, &record.event);
            effects.extend(react(&self.state, &record.event));
        }
        self.written += events.len() as u64;
        for effect in &effects {
            match effect {
                Effect::SetTimer { timer, due } => {
                    self.unset(*timer);
                    self.timers.insert(*timer, *due);
                    self.due.insert((*due, *timer));
                }
                Effect::CancelTimer { timer } => self.unset(*timer),
                Effect::WriteBack(_)
                | Effect::Notify(_)
                | Effect::RaiseException { .. }
                | Effect::CloseException { .. } => {}
            }
        }
        Ok(Step { at, command, events, effects })
    }

    /// Decides a command and loses what was decided, as a crash before the commit does.
    pub(crate) fn lose(&self, command: &Command, now: Timestamp) {
        let _lost = decide(&self.rulebook, &self.state, command, now);
    }

    /// Starts again from the journal. Timers are stored with their events, so they are still there.
    ///
    /// # Errors
    /// What is wrong with the journal.
    pub(crate) fn restart(&mut self) -> Result<(), String> {
        self.read_journal()?;
        self.state = self.replica.clone();
        Ok(())
    }

    /// Reads the lines that were written since, and compares what they lead to with the state.
    ///
    /// # Errors
    /// What is wrong with the journal.
    pub(crate) fn read_journal(&mut self) -> Result<(), String> {
        for line in self.lines.drain(..) {
            let record: EventRecord =
                serde_json::from_str(&line).map_err(|fault| format!("`{line}` cannot be read: {fault}"))?;
            evolve(&mut self.replica, &record.event);
        }
        if self.replica == self.state && self.replica.schedule() == self.state.schedule() {
            return Ok(());
        }
        let other = self.state.bookings().zip(self.replica.bookings()).find(|(one, other)| one != other);
        Err(match other {
            Some((one, other)) => format!("the journal leads to another state:\n{one:?}\n{other:?}"),
            None => "the journal leads to another state".to_owned(),
        })
    }

    /// The moment at which the next timer fires.
    pub(crate) fn next_timer(&self) -> Option<Timestamp> {
        self.due.first().map(|(due, _)| *due)
    }

    /// Takes the next timer.
    pub(crate) fn fire(&mut self) -> Option<Timer> {
        let (_, timer) = self.due.pop_first()?;
        self.timers.remove(&timer);
        Some(timer)
    }

    /// The moment for which a timer is set.
    pub(crate) fn timer(&self, timer: Timer) -> Option<Timestamp> {
        self.timers.get(&timer).copied()
    }

    fn unset(&mut self, timer: Timer) {
        if let Some(due) = self.timers.remove(&timer) {
            self.due.remove(&(due, timer));
        }
    }
}

impl Step {
    /// The events without their numbers.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|record| &record.event)
    }
}
