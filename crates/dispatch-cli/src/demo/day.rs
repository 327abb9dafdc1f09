//! A day as it was decided: the journal, the traces of its decisions and the state that they led to.

use std::{collections::BTreeMap, sync::Arc};

use dispatch_cli::scenario::{BrokenScenario, Scenario};
use dispatch_core::{
    Rulebook, Timestamp, Trace,
    engine::{Booking, EventRecord, Harness, State},
};

/// A day as it was decided.
pub(super) struct Day {
    pub(super) scenario: Scenario,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) state: Arc<State>,
    pub(super) journal: Vec<EventRecord>,
    /// By the sequence of the event.
    pub(super) traces: BTreeMap<u64, Trace>,
}

impl Day {
    /// Plays every line up to `until` in memory, with a platform that answers immediately.
    pub(super) fn in_memory(scenario: Scenario, until: Timestamp) -> Result<Self, BrokenScenario> {
        let rulebook = Arc::new(scenario.compile()?);
        let mut harness = Harness::new(Arc::clone(&rulebook));
        let mut steps = Vec::new();
        for line in scenario.lines.iter().filter(|line| line.at <= until) {
            steps.extend(harness.feed(line).map_err(BrokenScenario::new)?);
        }
        steps.extend(harness.run_until(until).map_err(BrokenScenario::new)?);
        let traces = steps.iter().flat_map(|step| {
            let sequence = |at: &usize| step.events.get(*at).map(|record| record.sequence);
            step.traces.iter().filter_map(move |(at, trace)| Some((sequence(at)?, trace.clone())))
        });
        let traces = traces.collect();
        let (state, journal) = (Arc::new(harness.state().clone()), harness.journal().to_vec());
        Ok(Self { scenario, rulebook, state, journal, traces })
    }

    /// A booking by the platform's id.
    pub(super) fn booking(&self, appointment: &str) -> Option<&Booking> {
        self.state.bookings().find(|booking| booking.appointment.as_str() == appointment)
    }

    /// The differences from what the scenario expects, a line for each booking.
    pub(super) fn differences(&self) -> Vec<String> {
        let expected = self.scenario.expected.iter().filter_map(|expected| {
            let differs = match self.booking(&expected.appointment) {
                Some(booking) => expected.differs(booking)?,
                None => "is missing".to_owned(),
            };
            Some(format!("{}: {differs}", expected.appointment))
        });
        expected.collect()
    }
}
