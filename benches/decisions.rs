//! One decision at a time on a plan that stands (w1), and a whole day from empty (w2).

use std::{hint::black_box, iter, ops::Range};

use dispatch_bench::{Practice, Stands};
use dispatch_core::{Occupancy, Outcome, Rulebook, Schedule, Scratch, assign, pick};

use crate::requests::Requests;

/// Steps from one booking to the next, so that they lie on other days: a prime that divides no plan's size.
const STRIDE: usize = 1009;

/// Each booking of a full plan in turn: lifted, decided afresh, put back.
#[derive(Debug)]
pub struct Full {
    rulebook: Rulebook,
    schedule: Schedule,
    requests: Requests,
    /// What all bookings take up, and where in it that of each ends.
    occupancies: Vec<Occupancy>,
    ends: Vec<usize>,
    scratch: Scratch,
    at: usize,
}

impl Full {
    /// On all bookings of the plan.
    #[must_use]
    pub fn of(practice: Practice) -> Self {
        let Practice { rulebook, schedule, standing, .. } = practice;
        let occupancies: Vec<_> = standing.iter().flat_map(|stands| stands.occupancies.clone()).collect();
        let end = |end: &mut usize, stands: &Stands| {
            *end += stands.occupancies.len();
            Some(*end)
        };
        let ends = iter::once(0).chain(standing.iter().scan(0, end)).collect();
        let requests = Requests::of(&standing);
        Self { rulebook, schedule, requests, occupancies, ends, scratch: Scratch::default(), at: 0 }
    }

    /// One round over all of them has so many steps.
    #[must_use]
    pub fn round(&self) -> usize {
        self.requests.count()
    }

    /// Lift, decide, put back.
    pub fn pick_commit_undo(&mut self) {
        let taken = self.lift();
        let Self { rulebook, schedule, requests, scratch, .. } = self;
        let choice = pick(rulebook, schedule, requests.take(self.at), scratch);
        assert!(black_box(choice).is_some());
        self.put_back(taken);
    }

    /// The same without the decision.
    pub fn commit_undo(&mut self) {
        let taken = self.lift();
        self.put_back(taken);
    }

    /// Takes the next one out.
    fn lift(&mut self) -> Range<usize> {
        self.at = (self.at + STRIDE) % self.requests.count();
        let taken = self.ends[self.at]..self.ends[self.at + 1];
        for occupancy in &self.occupancies[taken.clone()] {
            assert!(self.schedule.remove(occupancy));
        }
        taken
    }

    fn put_back(&mut self, taken: Range<usize>) {
        for occupancy in &self.occupancies[taken] {
            assert!(self.schedule.insert(*occupancy).is_empty());
        }
    }
}

/// The half of a plan that does not stand: each decided beside the other half, nothing committed.
#[derive(Debug)]
pub struct Half {
    rulebook: Rulebook,
    schedule: Schedule,
    requests: Requests,
    scratch: Scratch,
    at: usize,
}

impl Half {
    /// Of a practice as [`crate::instances::half_full`] makes it.
    #[must_use]
    pub fn of(practice: Practice) -> Self {
        let Practice { rulebook, schedule, standing, .. } = practice;
        let requests = Requests::of(standing.iter().step_by(2));
        Self { rulebook, schedule, requests, scratch: Scratch::default(), at: 0 }
    }

    /// One round over all of them has so many steps.
    #[must_use]
    pub fn round(&self) -> usize {
        self.requests.count()
    }

    /// The half that stands.
    #[must_use]
    pub fn standing(&self) -> Schedule {
        self.schedule.clone()
    }

    /// Decides and commits the others one by one; says how many found a place.
    pub fn fill(&mut self, schedule: &mut Schedule) -> usize {
        (0..self.round()).filter(|_| self.pick_and_commit(schedule)).count()
    }

    fn pick_and_commit(&mut self, schedule: &mut Schedule) -> bool {
        let at = self.next();
        let Some(choice) = pick(&self.rulebook, schedule, self.requests.take(at), &mut self.scratch) else {
            return false;
        };
        choice.occupancies().for_each(|occupancy| assert!(schedule.insert(occupancy).is_empty()));
        true
    }

    fn next(&mut self) -> usize {
        self.at = (self.at + STRIDE) % self.requests.count();
        self.at
    }

    /// Decide.
    pub fn pick(&mut self) {
        let at = self.next();
        let Self { rulebook, schedule, requests, scratch, .. } = self;
        assert!(black_box(pick(rulebook, schedule, requests.take(at), scratch)).is_some());
    }

    /// Decide with every reason.
    pub fn assign(&mut self) {
        let at = self.next();
        let decision = black_box(assign(&self.rulebook, &self.schedule, self.requests.take(at)));
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
        let empty = Schedule::new(practice.rulebook.pages().clone(), practice.rulebook.capacities());
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
