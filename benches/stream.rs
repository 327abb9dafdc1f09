//! Bookings of many practices as they come in (w4).

use dispatch_bench::{Instance, Practice};
use dispatch_core::{Rulebook, Schedule, Scratch, pick};

use crate::instances::ready;

/// Many practices, each with rules and a schedule of its own, and their bookings in the order of arrival.
#[derive(Debug)]
pub struct Stream {
    practice: Practice,
    rulebooks: Vec<Rulebook>,
    /// Practice and position of the booking.
    arrivals: Vec<(u32, u32)>,
    scratch: Scratch,
}

impl Stream {
    /// So many practices like this one, each with its first so many bookings: mixed at random, or practice after
    /// practice.
    #[must_use]
    pub fn of(instance: &Instance, practices: u32, each: u32, mixed: bool) -> Self {
        let practice = ready(instance);
        assert!(practice.bookings.len() >= each as usize);
        let rulebooks = (0..practices).map(|_| practice.rulebook.clone()).collect();
        let mut arrivals: Vec<(u32, u32)> =
            (0..practices).flat_map(|at| (0..each).map(move |booking| (at, booking))).collect();
        let mut random = Random::default();
        for at in (1..arrivals.len()).rev().filter(|_| mixed) {
            arrivals.swap(at, usize::try_from(random.below(at as u64 + 1)).unwrap());
        }
        Self { practice, rulebooks, arrivals, scratch: Scratch::default() }
    }

    /// How many bookings there are in all.
    #[must_use]
    pub fn count(&self) -> usize {
        self.arrivals.len()
    }

    /// An empty schedule for each practice.
    #[must_use]
    pub fn empty(&self) -> Vec<Schedule> {
        let empty = |rulebook: &Rulebook| Schedule::new(rulebook.pages().clone(), rulebook.capacities());
        self.rulebooks.iter().map(empty).collect()
    }

    /// Decides and commits every booking; says how many found a place.
    pub fn run(&mut self, schedules: &mut [Schedule]) -> usize {
        let mut placed = 0;
        for (practice, booking) in &self.arrivals {
            let (rulebook, schedule) =
                (&self.rulebooks[*practice as usize], &mut schedules[*practice as usize]);
            let request = &self.practice.bookings[*booking as usize].requests[0];
            let Some(choice) = pick(rulebook, schedule, request, &mut self.scratch) else { continue };
            for occupancy in choice.occupancies() {
                assert!(schedule.insert(occupancy).is_empty());
            }
            placed += 1;
        }
        placed
    }
}

/// Numbers that look random and are the same on every run.
#[derive(Clone, Debug)]
struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Random {
    /// The next one below a limit.
    fn below(&mut self, limit: u64) -> u64 {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
