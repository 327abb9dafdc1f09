//! A provider who could take the booking, with its place in the ranking.

use crate::{ids::Lane, time::Minutes};

/// The stage at which a provider loses who is not the one asked for.
pub(super) const NOT_REQUESTED: usize = usize::MAX - 1;

/// The stage at which a provider loses to one who treats in the visit already.
pub(super) const NOT_TREATING: usize = usize::MAX - 2;

/// A provider who could take the booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Contender {
    pub(crate) lane: Lane,
    /// How much longer than the menu says the service takes with them.
    pub(super) extra: Minutes,
    /// How it left the ranking; none while it is in it.
    pub(super) lost: Option<Lost>,
    /// By the criterion that was asked last.
    pub(super) score: i64,
}

/// Where and how a provider left the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    /// Position of the criterion in the rulebook; `usize::MAX` for the tie's rotation.
    pub(super) stage: usize,
    pub(super) own: i64,
    pub(super) best: i64,
}

impl Contender {
    /// Not ranked yet.
    pub(super) fn new(lane: Lane, extra: Minutes) -> Self {
        Self { lane, extra, lost: None, score: 0 }
    }

    /// Those left in the ranking first; then the later it was left the better. Of equals the lane decides: rulebook order.
    fn place(&self) -> (u8, usize, i64, Lane) {
        match self.lost {
            None => (0, 0, 0, self.lane),
            Some(lost) if matches!(lost.stage, NOT_REQUESTED | NOT_TREATING) => (2, 0, lost.own, self.lane),
            Some(lost) => (1, usize::MAX - lost.stage, lost.own, self.lane),
        }
    }
}

/// The contenders that are still in the ranking.
pub(crate) fn left(contenders: &[Contender]) -> impl Iterator<Item = &Contender> {
    contenders.iter().filter(|contender| contender.lost.is_none())
}

/// All of them, best first.
pub(crate) fn best_first(contenders: &[Contender]) -> Vec<Contender> {
    let mut contenders = contenders.to_vec();
    contenders.sort_by_key(Contender::place);
    contenders
}

/// The first of those.
pub(crate) fn best(contenders: &[Contender]) -> Option<Contender> {
    contenders.iter().min_by_key(|contender| contender.place()).copied()
}
