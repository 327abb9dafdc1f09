//! The layout of a document without faults over a horizon. What cannot be resolved is left out, so that nothing here can
//! panic.

mod days;
mod fit;
mod hours;
mod lanes;
mod names;
mod overrun;
mod resolve;
mod roles;
mod services;
mod supervision;
mod trace_names;
mod validity;

use std::sync::Arc;

use super::{AddOn, AddOnDocument, Criteria, Horizon, Location, RankedCriterion, Rulebook, RulebookDocument};

pub(super) use fit::{fits, lacks};
pub(super) use hours::{Calendar, Place, longest_run, places, zones};
pub(super) use resolve::location_of;
pub(super) use roles::{Role, roles};
pub(super) use supervision::{from_outside, presence_hours};
pub(super) use validity::{Validity, validity};

/// The compiled rulebook of a document without faults.
pub(super) fn rulebook(document: &RulebookDocument, horizon: Horizon, criteria: &Criteria) -> Rulebook {
    let zones = zones(document);
    let table = horizon.pages(zones.first().copied());
    let names = names::names(document);
    let calendar = Calendar { document, horizon, zones: &zones, table: &table };
    let locations: Vec<_> = document
        .locations
        .iter()
        .zip(&zones)
        .map(|(location, zone)| Location {
            id: location.id.clone(),
            name: resolve::named(location.name.as_deref(), location.id.as_str()),
            zone: *zone,
            opening: calendar.opening(location, *zone),
        })
        .collect();
    let lanes = lanes::lanes(document);
    let criteria = RankedCriterion::all(&document.ranking, criteria);
    let mut trace_names = trace_names::trace_names(document, &criteria);
    let services = services::services(document, horizon, &names, &mut trace_names);
    let (days, day_of_page) = days::days(&calendar, &locations, lanes.len());
    let add_on = |one: &AddOnDocument| AddOn::of(one, |code| names.services.get(code).copied());
    Rulebook {
        practice: document.practice.clone(),
        revision: document.revision,
        locations,
        services,
        add_ons: document.add_ons.iter().map(add_on).collect(),
        days,
        day_of_page,
        criteria,
        trace_names: Arc::new(trace_names),
        clearances: document.clearances.iter().map(Into::into).collect(),
        unknown_clearance: document.unknown_clearance,
        spacings: document.spacings.iter().map(Into::into).collect(),
        unknown_history: document.unknown_history,
        ties: document.ranking.ties,
        visits: document.visits,
        vip: document.vip,
        exceptions: document.exceptions.clone(),
        cadence: document.cadence.clone(),
        lanes,
        names,
        table,
        first_date: horizon.first,
    }
}

#[cfg(test)]
mod tests;
