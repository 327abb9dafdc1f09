//! One decision at a time on a plan that stands (w1), and a whole day from empty (w2).

use std::hint::black_box;

use dispatch_bench::Practice;
use dispatch_core::{Outcome, Request, Schedule, Scratch, assign, pick};

/// Steps from one booking to the next, so that they lie on other days: a prime that divides no plan's size.
const STRIDE: usize = 1009;

/// Each booking of a full plan in turn: lifted, decided afresh, put back.
#[derive(Debug)]
pub struct Full {
    practice: Practice,
    scratch: Scratch,
    at: usize,
    first: usize,
}

impl Full {
    /// On all bookings of the plan.
    #[must_use]
    pub fn of(practice: Practice) -> Self {
        let first = practice.standing.len();
        Self { practice, scratch: Scratch::default(), at: 0, first }
    }

    /// On the first so many bookings of the plan alone, the rest standing by.
    #[must_use]
    pub fn of_first(practice: Practice, first: usize) -> Self {
        Self { first, ..Self::of(practice) }
    }

    /// One round over all of them has so many steps.
    #[must_use]
    pub fn round(&self) -> usize {
        self.first
    }

    /// Lift, decide, put back.
    pub fn pick_commit_undo(&mut self) {
        self.at = (self.at + STRIDE) % self.first;
        let Practice { rulebook, schedule, standing, .. } = &mut self.practice;
        let stands = &standing[self.at];
        for occupancy in &stands.occupancies {
            assert!(schedule.remove(occupancy));
        }
        let choice = pick(rulebook, schedule, &stands.asked.requests[0], &mut self.scratch);
        assert!(black_box(choice).is_some());
        for occupancy in &stands.occupancies {
            assert!(schedule.insert(*occupancy).is_empty());
        }
    }

    /// The same without the decision.
    pub fn commit_undo(&mut self) {
        self.at = (self.at + STRIDE) % self.first;
        let Practice { schedule, standing, .. } = &mut self.practice;
        for occupancy in &standing[self.at].occupancies {
            assert!(schedule.remove(occupancy));
        }
        for occupancy in &standing[self.at].occupancies {
            assert!(schedule.insert(*occupancy).is_empty());
        }
    }
}

/// The half of a plan that does not stand: each decided beside the other half, nothing committed.
#[derive(Debug)]
pub struct Half {
    practice: Practice,
    requests: Vec<Request>,
    scratch: Scratch,
    at: usize,
}

impl Half {
    /// Of a practice as [`crate::instances::half_full`] makes it.
    #[must_use]
    pub fn of(practice: Practice) -> Self {
        let requests = practice.standing.iter().step_by(2).map(|stands| stands.asked.requests[0].clone());
        Self { requests: requests.collect(), practice, scratch: Scratch::default(), at: 0 }
    }

    /// One round over all of them has so many steps.
    #[must_use]
    pub fn round(&self) -> usize {
        self.requests.len()
    }

    /// The half that stands.
    #[must_use]
    pub fn standing(&self) -> Schedule {
        self.practice.schedule.clone()
    }

    /// Decides and commits the others one by one; says how many found a place.
    pub fn fill(&mut self, schedule: &mut Schedule) -> usize {
        (0..self.requests.len()).filter(|_| self.pick_and_commit(schedule)).count()
    }

    fn pick_and_commit(&mut self, schedule: &mut Schedule) -> bool {
        let at = self.next();
        let Some(choice) = pick(&self.practice.rulebook, schedule, &self.requests[at], &mut self.scratch)
        else {
            return false;
        };
        choice.occupancies().for_each(|occupancy| assert!(schedule.insert(occupancy).is_empty()));
        true
    }

    fn next(&mut self) -> usize {
        self.at = (self.at + STRIDE) % self.requests.len();
        self.at
    }

    /// Decide.
    pub fn pick(&mut self) {
        let at = self.next();
        let Practice { rulebook, schedule, .. } = &self.practice;
        assert!(black_box(pick(rulebook, schedule, &self.requests[at], &mut self.scratch)).is_some());
    }

    /// Decide with every reason.
    pub fn assign(&mut self) {
        let at = self.next();
        let Practice { rulebook, schedule, .. } = &self.practice;
        let decision = black_box(assign(rulebook, schedule, &self.requests[at]));
        assert!(matches!(decision.outcome, Outcome::Assigned(_)));
    }
}

/// A whole day from empty, in the order in which the bookings are listed.
#[derive(Debug)]
pub struct Day {
    practice: Practice,
    empty: Schedule,
    scratch: Scratch,
}

impl Day {
    /// Of an instance whose starts are given.
    #[must_use]
    pub fn of(practice: Practice) -> Self {
        let empty = Schedule::new(practice.rulebook.pages().clone(), practice.rulebook.shapes());
        Self { practice, empty, scratch: Scratch::default() }
    }

    /// A schedule to fill.
    #[must_use]
    pub fn empty(&self) -> Schedule {
        self.empty.clone()
    }

    /// Decides and commits every booking; says how many found a place.
    pub fn fill(&mut self, schedule: &mut Schedule) -> usize {
        let Practice { rulebook, bookings, .. } = &self.practice;
        let mut placed = 0;
        for booking in bookings {
            let Some(choice) = pick(rulebook, schedule, &booking.requests[0], &mut self.scratch) else {
                continue;
            };
            for occupancy in choice.occupancies() {
                assert!(schedule.insert(occupancy).is_empty());
            }
            placed += 1;
        }
        placed
    }
}
