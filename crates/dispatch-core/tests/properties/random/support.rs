//! Helpers that several properties need.

use dispatch_core::{
    Assignment, Decision, Lane, Outcome, ReasonCode, Request, Rulebook, Schedule, Who, assign,
};
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

/// A flag with which a start is not offered, however free every lane is.
pub(crate) fn rules_a_start_out(flag: &ReasonCode) -> bool {
    matches!(
        flag,
        ReasonCode::OutsideOpening
            | ReasonCode::LeadTime
            | ReasonCode::TooFarAhead
            | ReasonCode::ClientElsewhere
            | ReasonCode::TooClose
            | ReasonCode::TooLateInSeries
    )
}

/// True unless a flag says that the start cannot be had, or not with the provider who is asked for.
pub(crate) fn had_as_asked(flags: &[ReasonCode]) -> bool {
    let not_so = [ReasonCode::OutsideHorizon, ReasonCode::RequestedUnavailable];
    !flags.iter().any(|flag| rules_a_start_out(flag) || not_so.contains(flag))
}
