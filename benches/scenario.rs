//! The Friday of the scenario: its schedule as decided, and the requests that made it.

use std::sync::Arc;

use dispatch_cli::scenario::{BrokenScenario, Scenario};
use dispatch_core::{
    Request, Rulebook, Schedule,
    engine::{Disposition, FactLine, Harness},
};

/// The Friday after its last delivery.
#[derive(Debug)]
pub struct Friday {
    /// The rules.
    pub rulebook: Arc<Rulebook>,
    /// Everything decided on that day.
    pub schedule: Schedule,
    /// One request for each assigned booking, at its own start, with no wishes.
    pub requests: Vec<Request>,
    /// The deliveries.
    pub lines: Vec<FactLine>,
}

impl Friday {
    /// Plays the day through the engine.
    ///
    /// # Errors
    /// [`BrokenScenario`] if the embedded scenario cannot be read or played.
    pub fn play() -> Result<Self, BrokenScenario> {
        let scenario = Scenario::friday()?;
        let rulebook = Arc::new(scenario.compile()?);
        let mut harness = Harness::new(Arc::clone(&rulebook));
        for line in &scenario.lines {
            harness.feed(line).map_err(BrokenScenario::new)?;
        }
        let location = rulebook.location("main").ok_or_else(|| BrokenScenario::new("no location `main`"))?;
        let requests = harness
            .state()
            .bookings()
            .filter(|booking| booking.disposition == Disposition::Assigned)
            .filter_map(|booking| {
                let assignment = &booking.desired.as_ref()?.assignment;
                let service = rulebook.service(assignment.items.first()?.service.as_str())?;
                Some(Request::at(booking.booking, location, service, assignment.start()))
            })
            .collect();
        Ok(Self { schedule: harness.state().schedule().clone(), rulebook, requests, lines: scenario.lines })
    }
}
