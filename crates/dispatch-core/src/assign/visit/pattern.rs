//! A waiting pattern: how long the client waits between the items of a visit.

use crate::{
    rulebook::VisitsDocument,
    time::{Minute, Minutes},
};

/// One pattern in which a combination is looked for.
#[derive(Clone, Debug)]
pub(super) struct WaitingPattern {
    pub(super) start: Minute,
    /// Before each item but the first.
    pub(super) gaps: Vec<Minutes>,
    /// No other provider than the one asked for may be taken.
    pub(super) keep_requested: bool,
    /// The location is open for the menu's lengths: then it must be for each provider's own.
    pub(super) until_closing: bool,
}

impl WaitingPattern {
    /// Every pattern of a visit of so many items, the shortest waiting first: with the providers who were asked for, without
    /// them, or both, as `keep` says.
    pub(super) fn all(
        items: usize,
        rules: VisitsDocument,
        start: Minute,
        until_closing: bool,
        keep: &[bool],
    ) -> impl Iterator<Item = Self> {
        let gaps = gaps(items.saturating_sub(1), rules);
        keep.iter().flat_map(move |keep_requested| {
            let keep_requested = *keep_requested;
            gaps.clone().into_iter().map(move |gaps| Self { start, gaps, keep_requested, until_closing })
        })
    }
}

/// How long the client waits before each item but the first: the least in all first, then in order.
fn gaps(between: usize, rules: VisitsDocument) -> Vec<Vec<Minutes>> {
    let steps = rules.most_minutes_between.0.div_euclid(rules.grid.0.max(1));
    let mut all: Vec<Vec<i32>> = vec![Vec::new()];
    for _ in 0..between {
        let longer = |gaps: &Vec<i32>| {
            let gaps = gaps.clone();
            (0..=steps).map(move |step| [gaps.as_slice(), &[step]].concat())
        };
        all = all.iter().flat_map(longer).collect();
    }
    all.sort_by_key(|gaps| gaps.iter().sum::<i32>());
    all.into_iter().map(|gaps| gaps.into_iter().map(|step| Minutes(step * rules.grid.0)).collect()).collect()
}
