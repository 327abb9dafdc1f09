//! Helpers that several properties need.

use dispatch_core::{Assignment, Decision, Lane, Outcome, Request, Rulebook, Schedule, Who, assign};
use dispatch_testkit::Practice;

/// A practice with its rulebook compiled.
pub(crate) struct Running {
    pub(crate) rulebook: Rulebook,
    pub(crate) schedule: Schedule,
}

impl Running {
    pub(crate) fn of(practice: &Practice) -> Self {
        let rulebook = practice.rulebook().unwrap_or_else(|faults| panic!("{faults:#?}"));
        let schedule = practice.schedule(&rulebook);
        Self { rulebook, schedule }
    }

    /// Takes out what a booking holds, if anything.
    pub(crate) fn forget(&mut self, request: &Request) {
        let held: Vec<_> =
            self.schedule.all_occupancies().filter(|held| held.booking == request.booking).copied().collect();
        for held in held {
            assert!(self.schedule.remove(&held));
        }
    }

    pub(crate) fn assign(&self, request: &Request) -> Decision {
        assign(&self.rulebook, &self.schedule, request)
    }
}

pub(crate) fn assigned(decision: &Decision) -> Option<&Assignment> {
    match &decision.outcome {
        Outcome::Assigned(assignment) => Some(assignment),
        Outcome::ToPerson(_) => None,
    }
}

/// Who and what an assignment takes, in the order of its roles.
pub(crate) fn lanes(rulebook: &Rulebook, assignment: &Assignment) -> Vec<Lane> {
    let lane = |who: &Who| rulebook.lanes().find(|(_, other)| *other == who).map(|(lane, _)| lane);
    assignment.everything().filter_map(lane).collect()
}
