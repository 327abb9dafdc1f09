//! Add-ons to a service, as the platform shows them, in the rulebook's terms.

use crate::{
    assign::RequestItem,
    explain::ReasonCode,
    ids::{PlatformId, ServiceIndex},
    rulebook::{AddOn, Rulebook},
    time::Minutes,
};

/// The add-ons of one service: the minutes and the price that they add.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Added {
    minutes: Minutes,
    price: i64,
}

impl Added {
    /// Adds them up. An add-on that is not known, or may not go with the service, is a flag; its minutes count where
    /// they are known.
    pub(super) fn of(
        rulebook: &Rulebook,
        service: Option<ServiceIndex>,
        add_ons: &[PlatformId],
        flags: &mut Vec<ReasonCode>,
    ) -> Self {
        let mut added = Self::default();
        for raw in add_ons {
            let Some(add_on) = rulebook.add_on(raw.as_str()) else {
                flags.push(ReasonCode::UnknownAddOn);
                continue;
            };
            if service.is_some_and(|service| !add_on.goes_with(service)) {
                flags.push(ReasonCode::AddOnNotAllowed);
            }
            added = added.and(add_on);
        }
        added
    }

    pub(super) const fn minutes(self) -> Minutes {
        self.minutes
    }

    fn and(self, add_on: &AddOn) -> Self {
        let minutes = Minutes(self.minutes.0.saturating_add(add_on.minutes().0));
        Self { minutes, price: self.price.saturating_add(add_on.price()) }
    }

    /// An item of a request with its add-ons, and with what the platform gives it beyond them.
    pub(super) fn to(self, item: RequestItem, stretch: Minutes) -> RequestItem {
        let added_minutes = Minutes(self.minutes.0.saturating_add(stretch.0));
        RequestItem { added_minutes, added_price: self.price, ..item }
    }
}
