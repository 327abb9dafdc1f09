//! What keeps somebody from a role, day by day: one credential may run out on the very day on which another begins.

use smallvec::SmallVec;

use crate::{calendar::PageIndex, explain::BarIndex};

/// What is missing, each with the first page of which that is true. From page 0 on, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing(SmallVec<[(PageIndex, Option<BarIndex>); 1]>);

impl Missing {
    pub(crate) fn of(days: impl IntoIterator<Item = (PageIndex, Option<BarIndex>)>) -> Self {
        Self(days.into_iter().collect())
    }

    /// The same on every page.
    pub(crate) fn always(bar: Option<BarIndex>) -> Self {
        Self::of([(PageIndex(0), bar)])
    }

    /// What is missing on a page.
    #[inline]
    pub(crate) fn on(&self, page: PageIndex) -> Option<BarIndex> {
        self.0.iter().take_while(|(first, _)| *first <= page).last().and_then(|(_, bar)| *bar)
    }
}
