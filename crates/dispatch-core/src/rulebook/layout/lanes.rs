//! Lanes: the rules of each provider, room and device, and of the second lanes of supervisors.

use std::sync::Arc;

use crate::{
    calendar::LaneCapacity,
    ids::LocationIndex,
    rulebook::{
        About, ElsewhereDocument, LaneRules, ProviderDocument, ResourceDocument, ResourceKind,
        RulebookDocument,
    },
};

use super::{
    resolve::{kind_of_resource, lane, location_of, named},
    supervision,
};

/// The rules of all lanes: providers, rooms and devices, and the second lanes of supervisors.
pub(super) fn lanes(document: &RulebookDocument) -> Vec<LaneRules> {
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
        overruns: kind.may_overrun(document.padding.cleanup_may_overrun_close),
        roams: !resource.elsewhere.is_empty(),
        is_limited: false,
        fixed_in: room.and_then(|room| lane(document.providers.len() + room)),
        person: None,
        about: Box::new(About {
            elsewhere: elsewhere(document, &resource.elsewhere),
            name: named(resource.name.as_deref(), resource.id.as_str()),
            aliases: shared(&resource.aliases),
            ..About::default()
        }),
    }
}

fn elsewhere(document: &RulebookDocument, listed: &[ElsewhereDocument]) -> Box<[LocationIndex]> {
    listed.iter().filter_map(|one| location_of(document, Some(one.location.as_str()))).collect()
}

fn shared(texts: &[String]) -> Vec<Arc<str>> {
    texts.iter().map(|text| text.as_str().into()).collect()
}
