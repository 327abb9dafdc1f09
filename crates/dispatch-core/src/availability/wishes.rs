//! The rule on wishes: a client is not treated by a provider whom they avoid, nor by one who lacks what they insist on.

use std::sync::Arc;

use crate::{
    explain::{Blocker, Found},
    ids::Lane,
};

use super::context::Context;

/// Names a provider whom the client avoids.
pub(super) fn blockers(context: &Context<'_>, lane: Lane, found: &mut Found<'_>) {
    if context.avoided(lane) {
        found.push(Blocker::Avoided);
    }
}

impl Context<'_> {
    /// True if the client does not want to see this provider.
    #[inline]
    pub(crate) fn avoided(&self, lane: Lane) -> bool {
        self.client.avoid.contains(&lane)
    }

    /// True if the client would not be treated by this provider.
    #[inline]
    pub(crate) fn refused(&self, lane: Lane) -> bool {
        let insists = self.client.gender.is_some() || self.client.language.is_some();
        let in_vain = |rules| self.client.insists_in_vain(rules).next().is_some();
        self.avoided(lane) || insists && self.lane(lane).is_some_and(in_vain)
    }

    /// A blocker for each wish that the client insists on and the provider does not meet.
    pub(crate) fn wishes_unmet(&self, lane: Lane) -> impl Iterator<Item = Blocker> {
        let insists = self.client.gender.is_some() || self.client.language.is_some();
        let rules = if insists { self.lane(lane) } else { None };
        let unmet = rules.into_iter().flat_map(|rules| self.client.insists_in_vain(rules));
        unmet.map(|(wish, wanted)| Blocker::WishUnmet { wish, wanted: Arc::from(wanted) })
    }
}
