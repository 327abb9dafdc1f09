//! Which credentials somebody lacks, day by day: one may run out on the very day on which another begins.

use std::sync::Arc;

use crate::{calendar::PageIndex, ids::CredentialId};

/// What is missing, each with the first page of which that is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing(Arc<[(PageIndex, Sets)]>);

/// For each set that would do, what is missing of it.
pub(crate) type Sets = Arc<[Vec<CredentialId>]>;

impl Missing {
    /// From page 0 on, in order; what is the same as before is left out.
    pub(crate) fn of(mut days: Vec<(PageIndex, Sets)>) -> Self {
        days.dedup_by(|later, earlier| later.1 == earlier.1);
        Self(days.into())
    }

    /// The same as one of those known, if one is: many lack the same, and a trace names it for each of them.
    pub(crate) fn shared(self, known: &mut Vec<Self>) -> Self {
        if let Some(same) = known.iter().find(|same| **same == self) {
            return same.clone();
        }
        known.push(self.clone());
        self
    }

    /// What is missing on a page.
    pub(crate) fn on(&self, page: PageIndex) -> Sets {
        let after = self.0.partition_point(|(first, _)| *first <= page);
        let known = after.checked_sub(1).and_then(|at| self.0.get(at));
        known.map_or_else(|| Arc::from(Vec::new()), |(_, missing)| missing.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_is_shared_and_what_differs_is_not() {
        let lacks = |id: &str| Missing::of(vec![(PageIndex(0), [vec![id.into()]].into())]);
        let mut known = Vec::new();
        for id in ["rn", "md", "rn", "md"] {
            assert_eq!(lacks(id).shared(&mut known), lacks(id));
        }
        assert_eq!(known, [lacks("rn"), lacks("md")]);
        let again = lacks("md").shared(&mut known);
        assert!(Arc::ptr_eq(&again.0, &known[1].0));
    }
}
