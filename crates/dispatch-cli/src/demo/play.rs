//! Plays a scenario through the engine and keeps what came of each line, with the time it took.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use dispatch_cli::scenario::{BrokenScenario, Scenario};
use dispatch_core::{
    Timestamp,
    engine::{Command, Fact, Harness, Step},
};

/// A day as it was played.
pub(super) struct Played {
    pub(super) scenario: Scenario,
    pub(super) harness: Harness,
    pub(super) steps: Vec<Step>,
    /// How long the program took over each appointment, its echo and notices included.
    pub(super) took: Vec<Duration>,
}

/// Plays every line up to the last delivery, then lets time go on until `until`.
pub(super) fn play(scenario: Scenario, until: Timestamp) -> Result<Played, BrokenScenario> {
    let mut harness = Harness::new(Arc::new(scenario.compile()?));
    let (mut steps, mut took) = (Vec::new(), Vec::new());
    for line in scenario.lines.iter().filter(|line| line.at <= until) {
        let (came, duration) = timed(|| harness.feed(line));
        steps.extend(came.map_err(BrokenScenario::new)?);
        if matches!(line.fact, Fact::AppointmentObserved(_)) {
            took.push(duration);
        }
    }
    steps.extend(harness.run_until(until).map_err(BrokenScenario::new)?);
    Ok(Played { scenario, harness, steps, took })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the shell may look at a clock: this measures, it decides nothing"
)]
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

impl Played {
    /// What differs from what the scenario expects, a line for each booking.
    pub(super) fn differences(&self) -> Vec<String> {
        let bookings = || self.harness.state().bookings();
        let expected = self.scenario.expected.iter().filter_map(|expected| {
            let found = bookings().find(|booking| booking.appointment.as_str() == expected.appointment);
            let differs = match found {
                Some(booking) => expected.differs(booking)?,
                None => "is lost".to_owned(),
            };
            Some(format!("{}: {differs}", expected.appointment))
        });
        expected.collect()
    }

    /// The steps that took in an appointment: position among all, and its platform id.
    pub(super) fn observed(&self) -> impl Iterator<Item = (&Step, &str)> {
        self.steps.iter().filter_map(|step| match &step.command {
            Command::Fact(Fact::AppointmentObserved(observed)) => Some((step, observed.snapshot.id.as_str())),
            _ => None,
        })
    }
}
