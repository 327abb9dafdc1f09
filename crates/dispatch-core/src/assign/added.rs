//! What is added to a service: it is longer and dearer whoever treats, and somebody's own length adds up with it.

use crate::{rulebook::Fit, time::Minutes};

use super::judge::ItemCase;

impl ItemCase<'_> {
    /// The menu's length with what is added.
    #[inline]
    pub(crate) fn minutes(&self) -> Minutes {
        Minutes(self.service.minutes.0.saturating_add(self.added.0))
    }

    /// How much longer than the menu says it takes with this provider.
    #[inline]
    pub(crate) fn extra(&self, fit: &Fit) -> Minutes {
        Minutes(fit.extra.0.saturating_add(self.added.0))
    }

    /// Its price with that of what is added.
    pub(super) fn price(&self) -> i64 {
        self.service.price.unwrap_or(0).saturating_add(self.item.added_price)
    }
}
