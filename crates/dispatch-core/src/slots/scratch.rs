//! Memory that searches for slots reuse.

use crate::{
    assign::Scratch,
    calendar::{PageRange, Row, WORDS},
    time::Minutes,
};

use super::day::Joint;

/// Memory that searches for slots reuse: once warm, [`crate::starts`] allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct SlotScratch {
    pub(super) judging: Scratch,
    pub(super) joint: Joint,
    pub(super) grid: Grid,
}

/// The minutes of a day that lie on a grid.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    step: u32,
    row: Row,
}

impl Default for Grid {
    fn default() -> Self {
        Self { step: 0, row: Row::EMPTY }
    }
}

impl Grid {
    /// Every so many minutes from midnight on.
    pub(super) fn of(&mut self, step: Minutes) -> &Row {
        let step = step.0.max(1).unsigned_abs();
        if self.step != step {
            self.step = step;
            self.row = Row::EMPTY;
            let minutes = (0..WORDS as u32 * u64::BITS).step_by(step as usize);
            minutes.for_each(|at| self.row.set(PageRange { from: at, to: at + 1 }));
        }
        &self.row
    }
}
