//! Missing qualifications day by day: one credential may run out on the very day on which another begins.

use smallvec::SmallVec;

use crate::{calendar::PageIndex, explain::IneligibilityIndex};

/// What is missing, each with the first page for which it is true. From page 0 on, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing(SmallVec<[(PageIndex, Option<IneligibilityIndex>); 1]>);

impl Missing {
    pub(crate) fn of(days: impl IntoIterator<Item = (PageIndex, Option<IneligibilityIndex>)>) -> Self {
        Self(days.into_iter().collect())
    }

    /// The same on every page.
    pub(crate) fn always(ineligibility: Option<IneligibilityIndex>) -> Self {
        Self::of([(PageIndex(0), ineligibility)])
    }

    /// What is missing on a page.
    #[inline]
    pub(crate) fn on(&self, page: PageIndex) -> Option<IneligibilityIndex> {
        self.0
            .iter()
            .take_while(|(first, _)| *first <= page)
            .last()
            .and_then(|(_, ineligibility)| *ineligibility)
    }
}
