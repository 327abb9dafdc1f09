//! Starts that can be had (w3).

use dispatch_bench::{Asked, Practice};
use dispatch_core::{Minute, Minutes, Request, SlotScratch, Span, When, starts};

/// One question for starts over many days.
#[derive(Debug)]
pub struct Starts {
    practice: Practice,
    request: Request,
    scratch: SlotScratch,
}

impl Starts {
    /// What is asked, over the first so many days of the practice as one window, on a grid of five minutes.
    #[must_use]
    pub fn of(practice: Practice, asked: &Asked, days: u16) -> Self {
        let window = Span::new(Minute(0), Minute(i32::from(days) * 1440));
        let mut request = asked.requests[0].clone();
        request.booking.0 = u64::MAX;
        request.when = When::Within { window, grid: Minutes(5) };
        Self { practice, request, scratch: SlotScratch::default() }
    }

    /// The first so many; says how many there are.
    pub fn first(&mut self, most: usize) -> usize {
        let Practice { rulebook, schedule, .. } = &self.practice;
        starts(rulebook, schedule, &self.request, &mut self.scratch).take(most).count()
    }
}
