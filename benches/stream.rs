//! Bookings of many practices as they come in (w4).

use dispatch_bench::{Instance, Practice};
use dispatch_core::{Rulebook, Schedule, Scratch, pick};

use crate::instances::{Random, ready};

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
    /// So many practices like this one, each with its first so many bookings, mixed at random.
    #[must_use]
    pub fn of(instance: &Instance, practices: u32, each: u32) -> Self {
        let practice = ready(instance);
        assert!(practice.bookings.len() >= each as usize);
        let rulebooks = (0..practices).map(|_| practice.rulebook.clone()).collect();
        let mut arrivals: Vec<(u32, u32)> =
            (0..each).flat_map(|booking| (0..practices).map(move |at| (at, booking))).collect();
        let mut random = Random::default();
        for at in (1..arrivals.len()).rev() {
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
        let empty = |rulebook: &Rulebook| Schedule::new(rulebook.pages().clone(), rulebook.shapes());
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
