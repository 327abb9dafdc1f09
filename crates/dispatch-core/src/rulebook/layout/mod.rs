//! Lays a document out over a horizon. It is only asked for documents without faults; what it cannot resolve it
//! leaves out, so that it never panics.

mod add_ons;
mod days;
mod demand;
mod hours;
mod names;
mod overrun;
mod supervision;
mod trace_names;
mod validity;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::{
    calendar::{
        LaneCapacity, PageTable,
        local::{Edge, LocalTime, Zone},
    },
    ids::{Lane, LocationIndex},
};

use super::{
    About, Clearance, ClearanceDocument, Criteria, DemandKind, ElsewhereDocument, Horizon, LaneRules,
    Location, ProviderDocument, RankedCriterion, ResourceDocument, ResourceKind, Rulebook, RulebookDocument,
    Spacing, SpacingDocument,
};

pub(super) use demand::{Role, fits, lacks, roles};
pub(super) use hours::{Calendar, Place, longest_run, places};
pub(super) use supervision::{ROLE as SUPERVISOR, from_outside, presence_hours};
pub(super) use validity::{Validity, validity};

/// The compiled rulebook of a document without faults.
pub(super) fn rulebook(document: &RulebookDocument, horizon: Horizon, criteria: &Criteria) -> Rulebook {
    let zones = zones(document);
    let table = page_table(zones.first().copied(), horizon);
    let names = names::names(document);
    let calendar = hours::Calendar { document, horizon, zones: &zones, table: &table };
    let locations: Vec<_> = document
        .locations
        .iter()
        .zip(&zones)
        .map(|(location, zone)| Location {
            id: location.id.clone(),
            name: named(location.name.as_deref(), location.id.as_str()),
            zone: *zone,
            opening: calendar.opening(location, *zone),
        })
        .collect();
    let lanes = lanes(document);
    let criteria = ranked(document, criteria);
    let mut trace_names = trace_names::trace_names(document, &criteria);
    let services = demand::services(document, horizon, &names, &mut trace_names);
    let (days, day_of_page) = days::days(&calendar, &locations, lanes.len());
    Rulebook {
        practice: document.practice.clone(),
        revision: document.revision,
        locations,
        services,
        add_ons: add_ons::add_ons(document, &names),
        days,
        day_of_page,
        criteria,
        trace_names: Arc::new(trace_names),
        clearances: clearances(document),
        unknown_clearance: document.unknown_clearance,
        spacings: document.spacings.iter().map(spacing).collect(),
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

/// The business days of a horizon in a zone. Shorter than the horizon if the zone has a day that fits no page.
pub(super) fn page_table(zone: Option<Zone>, horizon: Horizon) -> PageTable {
    let midnight = |zone: Zone, date: NaiveDate| zone.utc(date, LocalTime(0), Edge::Start);
    PageTable::new(zone.map_or_else(Vec::new, |zone| {
        (0..=i32::from(horizon.days)).map_while(|day| Some(midnight(zone, horizon.date(day)?))).collect()
    }))
}

/// The position of the location that a lane stands in: the only one if it names none.
pub(super) fn location_of(document: &RulebookDocument, named: Option<&str>) -> Option<LocationIndex> {
    let at = match named {
        None => (document.locations.len() == 1).then_some(0),
        Some(name) => document.locations.iter().position(|location| location.id.as_str() == name),
    };
    at.and_then(|at| u16::try_from(at).ok()).map(LocationIndex)
}

/// The zones of all locations; fewer if one is not known.
pub(super) fn zones(document: &RulebookDocument) -> Vec<Zone> {
    document.locations.iter().filter_map(|location| Zone::named(&location.time_zone)).collect()
}

fn ranked(document: &RulebookDocument, criteria: &Criteria) -> Vec<RankedCriterion> {
    let rank = |by: &str, tolerance| {
        let criterion = criteria.get(by)?;
        Some(RankedCriterion { name: by.into(), criterion, tolerance })
    };
    document
        .ranking
        .criteria
        .iter()
        .filter_map(|criterion| rank(&criterion.by, criterion.tolerance))
        .collect()
}

fn spacing(written: &SpacingDocument) -> Spacing {
    Spacing {
        after: written.after.as_str().into(),
        then: written.then.as_str().into(),
        at_least: written.at_least_days.unwrap_or(0),
        at_most: written.at_most_days,
        same_day: written.same_day(),
    }
}

fn clearances(document: &RulebookDocument) -> Vec<Clearance> {
    let clearance = |one: &ClearanceDocument| Clearance {
        id: one.id.clone(),
        name: named(one.name.as_deref(), one.id.as_str()),
        valid_days: one.valid_days,
    };
    document.clearances.iter().map(clearance).collect()
}

fn lanes(document: &RulebookDocument) -> Vec<LaneRules> {
    let providers = document.providers.iter().map(|provider| provider_lane(document, provider));
    let resources = document.resources.iter().map(|resource| resource_lane(document, resource));
    let mut lanes: Vec<LaneRules> = providers.chain(resources).collect();
    let second: Vec<LaneRules> = supervision::lanes(document, &lanes).collect();
    lanes.extend(second);
    lanes
}

fn provider_lane(document: &RulebookDocument, provider: &ProviderDocument) -> LaneRules {
    LaneRules {
        location: location_of(document, provider.location.as_ref().map(|id| id.as_str())).unwrap_or_default(),
        holds: 1,
        padding: document.padding.provider,
        overruns: document.padding.cleanup_may_overrun_close.provider,
        roams: !provider.elsewhere.is_empty(),
        is_limited: provider.max_appointments_a_day.is_some() || provider.max_in_a_row.is_some(),
        fixed_in: None,
        person: None,
        about: Box::new(About {
            elsewhere: elsewhere(document, &provider.elsewhere),
            grade: provider.grade,
            max_appointments_a_day: provider.max_appointments_a_day,
            max_in_a_row: provider.max_in_a_row,
            name: named(provider.name.as_deref(), provider.id.as_str()),
            aliases: shared(&provider.aliases),
            gender: provider.gender.as_deref().map(Into::into),
            languages: shared(&provider.languages),
        }),
    }
}

fn resource_lane(document: &RulebookDocument, resource: &ResourceDocument) -> LaneRules {
    let kind = kind_of_resource(resource.kind);
    let padding = match resource.kind {
        ResourceKind::Room => document.padding.room,
        ResourceKind::Device => document.padding.device,
    };
    let room =
        resource.fixed_in.as_ref().and_then(|room| document.resources.iter().position(|r| r.id == *room));
    LaneRules {
        location: location_of(document, resource.location.as_ref().map(|id| id.as_str())).unwrap_or_default(),
        holds: resource.holds.max(1),
        padding: LaneCapacity::new(padding, resource.holds).padding(),
        overruns: document.padding.cleanup_may_overrun_close.of(kind),
        roams: !resource.elsewhere.is_empty(),
        is_limited: false,
        fixed_in: room.and_then(|room| lane(document.providers.len() + room)),
        person: None,
        about: Box::new(About {
            elsewhere: elsewhere(document, &resource.elsewhere),
            grade: 0,
            max_appointments_a_day: None,
            max_in_a_row: None,
            name: named(resource.name.as_deref(), resource.id.as_str()),
            aliases: shared(&resource.aliases),
            gender: None,
            languages: Vec::new(),
        }),
    }
}

const fn kind_of_resource(kind: ResourceKind) -> DemandKind {
    match kind {
        ResourceKind::Room => DemandKind::Room,
        ResourceKind::Device => DemandKind::Device,
    }
}

/// What kind the lane at a position is.
fn kind_of(document: &RulebookDocument, lane: usize) -> Option<DemandKind> {
    match lane.checked_sub(document.providers.len()) {
        None => Some(DemandKind::Provider),
        Some(at) => document.resources.get(at).map(|resource| kind_of_resource(resource.kind)),
    }
}

fn elsewhere(document: &RulebookDocument, listed: &[ElsewhereDocument]) -> Box<[LocationIndex]> {
    listed.iter().filter_map(|one| location_of(document, Some(one.location.as_str()))).collect()
}

fn lane(position: usize) -> Option<Lane> {
    u16::try_from(position).ok().map(Lane)
}

fn named(name: Option<&str>, id: &str) -> Arc<str> {
    name.unwrap_or(id).into()
}

fn shared(texts: &[String]) -> Vec<Arc<str>> {
    texts.iter().map(|text| text.as_str().into()).collect()
}

#[cfg(test)]
mod tests;
