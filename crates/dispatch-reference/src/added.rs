//! Add-ons of a service: a menu of its own, with the minutes in the last phase with the provider.

use dispatch_core::{Lane, Minutes, Only, PhaseDocument, RequestItem, ServiceDocument};

use super::{
    case::ReferenceCase,
    menu::{self, Whom},
};

/// The service as it is with what is added to it.
pub(super) fn service(service: &ServiceDocument, item: &RequestItem, whom: Whom) -> ServiceDocument {
    let added = item.added_minutes.0.max(0);
    let mut longer = service.clone();
    longer.price = Some(longer.price.unwrap_or(0) + item.added_price);
    longer.minutes = longer.minutes.map(|minutes| Minutes(minutes.0 + added));
    let takes_place = |phase: &&mut PhaseDocument| match phase.only {
        Some(Only::NewClient) => whom.new,
        Some(Only::ClearanceMissing) => whom.uncleared,
        None => true,
    };
    let mut phases = longer.phases.iter_mut().filter(takes_place);
    if let Some(last) = phases.rfind(|phase| phase.uses.iter().any(|used| used == "provider")) {
        last.minutes.0 += added;
    }
    longer
}

impl ReferenceCase<'_> {
    /// A provider's own length, with what is added.
    pub(super) fn own_minutes(&self, lane: Lane) -> Option<i32> {
        let own = menu::own_minutes(self.document, self.service, lane)?;
        Some(own + self.item.added_minutes.0.max(0))
    }
}
