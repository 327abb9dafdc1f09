//! Asking a person, and taking their answer.

use std::sync::Arc;

use crate::{
    assign::{Assignment, Flagged},
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, Trace},
    ids::{ExceptionId, LocationIndex},
    rulebook::OnDeadline,
    time::{Minute, Timestamp},
};

use super::super::model::{
    Booking, Cause, Closed, Disposition, Event, ExceptionRaised, Kept, Resolution, Waiting,
};
use super::{
    Draft, Refusal,
    assignment::{platform_assignment, provider_lane, shared},
    cadence::deadline,
    case::Case,
    judge::Placing,
    resolve::observed_occupancies,
};

impl Draft<'_> {
    /// Sends a booking to a person. The platform's own choice stays occupied, and the best candidate is held.
    pub(super) fn ask_person(&mut self, case: &Case<'_>, flagged: Flagged, trace: Option<Trace>) {
        if let Some(known) = case.known {
            self.withdraw_notices(known);
            self.close_exception(known, Closed::Superseded);
        }
        let mut flags = flagged.flags;
        let held = self.held(case, &flags, &flagged.candidates);
        let mut occupancies = observed_occupancies(self.rulebook, case.id, &case.resolved);
        if let Some(held) = held {
            let hold = held.occupancies.iter().map(|held| Occupancy { origin: Origin::Hold, ..*held });
            occupancies.retain(|shown| !held.occupancies.iter().any(|held| held.lane == shown.lane));
            occupancies.extend(hold);
        }
        let conflicts = self.conflicts(&occupancies);
        if !conflicts.is_empty() {
            flags.push(ReasonCode::PlatformConflict);
        }
        flags.sort_unstable();
        flags.dedup();
        let share = |all: Vec<Assignment>| all.into_iter().map(|one| shared(one, Origin::Ours)).collect();
        if matches!(self.schedule, std::borrow::Cow::Owned(_)) {
            self.lay(case.known.map_or(&[], |known| &known.occupancies), &occupancies);
        }
        self.trace(trace);
        let raised = ExceptionRaised {
            exception: ExceptionId(self.next()),
            booking: case.id,
            flags,
            owner: self.rulebook.exceptions().owner.clone(),
            deadline: self.deadline(case.resolved.location, case.resolved.visit.start),
            candidates: share(flagged.candidates),
            alternatives: share(flagged.alternatives),
            waiting: Some(Waiting { occupancies, conflicts }),
        };
        self.push(Event::ExceptionRaised(raised));
    }

    /// The candidate that is held: on a tie the platform's provider if among the tied, else the best.
    fn held<'c>(
        &self,
        case: &Case<'_>,
        flags: &[ReasonCode],
        candidates: &'c [Assignment],
    ) -> Option<&'c Assignment> {
        let best = candidates.first().filter(|_| self.rulebook.exceptions().hold_best)?;
        if !flags.contains(&ReasonCode::Tie) {
            return Some(best);
        }
        let shown = case.platform_providers();
        let theirs = candidates.iter().find(|candidate| {
            let mut shown = shown.iter().enumerate();
            shown.all(|(item, shown)| {
                shown.is_some() && provider_lane(self.rulebook, candidate, item) == *shown
            })
        });
        Some(theirs.unwrap_or(best))
    }

    fn deadline(&self, location: Option<LocationIndex>, start: Minute) -> Timestamp {
        let opening = self.rulebook.opening(location.unwrap_or_default());
        deadline(opening, self.rulebook.exceptions().deadline, start, self.now)
    }

    /// Tells the desk of something about a booking that otherwise stays as it is.
    pub(super) fn raise_task(&mut self, case: &Case<'_>, mut flags: Vec<ReasonCode>, start: Minute) {
        flags.sort_unstable();
        flags.dedup();
        let raised = ExceptionRaised {
            exception: ExceptionId(self.next()),
            booking: case.id,
            flags,
            owner: self.rulebook.exceptions().owner.clone(),
            deadline: self.deadline(case.resolved.location, start),
            candidates: Vec::new(),
            alternatives: Vec::new(),
            waiting: None,
        };
        self.push(Event::ExceptionRaised(raised));
    }

    /// Adds a reason to a booking's open exception, or raises one.
    pub(super) fn add_task(&mut self, case: &Case<'_>, flag: ReasonCode) {
        let open = case.known.and_then(|known| self.state.exception(known.exception?));
        let (Some(open), Some(known)) = (open, case.known) else {
            return self.raise_task(case, vec![flag], case.resolved.visit.start);
        };
        if open.raised.flags.contains(&flag) {
            return;
        }
        self.close_exception(known, Closed::Superseded);
        let mut raised = open.raised.clone();
        raised.exception = ExceptionId(self.next());
        raised.flags.push(flag);
        raised.flags.sort_unstable();
        self.push(Event::ExceptionRaised(raised));
    }

    pub(super) fn close_exception(&mut self, known: &Booking, how: Closed) {
        if let Some(exception) = known.exception {
            self.push(Event::ExceptionClosed { exception, how });
        }
    }

    pub(super) fn resolve_exception(
        &mut self,
        id: ExceptionId,
        resolution: Resolution,
        by: &str,
    ) -> Result<(), Refusal> {
        let open = self.state.exception(id).ok_or(Refusal::NotOpen(id))?;
        let case = Case::of(self.rulebook, self.state, open.raised.booking).ok_or(Refusal::NotOpen(id))?;
        let answered = Closed::Answered { resolution, by: by.to_owned() };
        let person = |assignment: Assignment, origin, flags| Placing {
            assignment,
            origin,
            cause: Cause::Person(by.to_owned()),
            pinned: true,
            flags,
            trace: None,
        };
        match resolution {
            Resolution::Candidate(number) => {
                let raised = &open.raised;
                let all = raised.candidates.iter().chain(&raised.alternatives);
                let chosen = all.map(Arc::as_ref).nth(usize::from(number));
                let gone = Refusal::CandidateGone { exception: id, candidate: number };
                let chosen = chosen.ok_or(Refusal::NoSuchCandidate { exception: id, candidate: number })?;
                if !self.still_free(chosen) {
                    return Err(gone);
                }
                self.place(&case, person(chosen.clone(), Origin::Ours, Vec::new()), answered);
            }
            Resolution::KeepPlatform if case.is_partly_unknown() => {
                self.keep_after(&case, Kept::Person, Disposition::Unmanaged, answered);
            }
            Resolution::KeepPlatform => {
                let shown = &case.resolved;
                let placing = match self.feasible_as_shown(&case) {
                    Some((assignment, _)) => person(assignment, Origin::Ours, Vec::new()),
                    None => {
                        let shown = platform_assignment(
                            self.rulebook,
                            case.id,
                            &case.snapshot,
                            shown,
                            Origin::Forced,
                        );
                        person(shown, Origin::Forced, Vec::new())
                    }
                };
                self.place(&case, placing, answered);
            }
            Resolution::Decline => {
                if let Some(known) = case.known {
                    self.withdraw_notices(known);
                    self.close_exception(known, answered);
                    let disposition = Disposition::Declined;
                    self.push(Event::DispositionChanged { booking: case.id, disposition });
                    self.tell_cancelled(&case, known);
                }
            }
            Resolution::Done if open.raised.waiting.is_some() => return Err(Refusal::DecisionNeeded(id)),
            Resolution::Done => self.push(Event::ExceptionClosed { exception: id, how: answered }),
        }
        Ok(())
    }

    /// Nobody answered in time.
    pub(super) fn exception_due(&mut self, id: ExceptionId) {
        let Some(open) = self.state.exception(id).filter(|open| !open.escalated) else { return };
        let rules = self.rulebook.exceptions();
        let answer = open.raised.waiting.as_ref().and_then(|_| {
            let case = Case::of(self.rulebook, self.state, open.raised.booking)?;
            let found = match rules.on_deadline {
                OnDeadline::Escalate => None,
                OnDeadline::AssignBest => {
                    let mut candidates = open.raised.candidates.iter().map(Arc::as_ref);
                    candidates
                        .find(|candidate| self.still_free(candidate) && self.is_readable(candidate))
                        .cloned()
                }
                OnDeadline::KeepPlatform => self.feasible_as_shown(&case).map(|(assignment, _)| assignment),
            };
            Some((case, found?))
        });
        match answer {
            Some((case, assignment)) => {
                let placing = Placing {
                    assignment,
                    origin: Origin::Ours,
                    cause: Cause::Deadline,
                    pinned: false,
                    flags: Vec::new(),
                    trace: None,
                };
                self.place(&case, placing, Closed::Deadline);
            }
            None => {
                let owner = rules.escalate_to.clone();
                self.push(Event::ExceptionEscalated { exception: id, owner });
            }
        }
    }
}
