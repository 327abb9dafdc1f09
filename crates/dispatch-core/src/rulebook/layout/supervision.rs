//! Supervisors: their second lanes, the hours in which they are at hand, and what a service demands of them.

use smallvec::smallvec;

use crate::{
    calendar::{LaneCapacity, Padding},
    explain::Blocker,
    ids::{CredentialId, Lane, LocationIndex},
    rulebook::{
        About, Demand, DemandKind, Horizon, LaneRules, LengthRule, Listed, Presence, ProviderDocument,
        RulebookDocument, ServiceDocument, Use, ValidPages, Variant, rules::supervision::SUPERVISOR,
    },
    time::{Minutes, Span},
};

use super::{
    fit::Menu,
    hours::{Calendar, Place, joined, places},
    resolve::lane,
    validity::{Validity, validity},
};

/// Positions of the providers who may supervise some service from outside the room, dates left aside: each has a
/// second lane.
pub(in crate::rulebook) fn from_outside(document: &RulebookDocument) -> Vec<usize> {
    let rules = || document.services.iter().filter_map(|service| service.supervision.as_ref());
    let sets = || rules().filter(|rule| rule.presence != Presence::InRoom).flat_map(|rule| &rule.by);
    let holds = |provider: &ProviderDocument, id: &CredentialId| {
        provider.credentials.iter().any(|held| held.id == *id)
    };
    let may = |provider: &ProviderDocument| sets().any(|set| set.iter().all(|id| holds(provider, id)));
    let providers = document.providers.iter().enumerate();
    providers.filter(|(_, provider)| may(provider)).map(|(at, _)| at).collect()
}

/// Each second lane with its provider's.
fn second_lanes(document: &RulebookDocument) -> impl Iterator<Item = (Lane, usize)> {
    let first = document.providers.len() + document.resources.len();
    let numbered = from_outside(document).into_iter().enumerate();
    numbered.filter_map(move |(at, person)| Some((lane(first + at)?, person)))
}

/// The second lane of a provider, if they have one.
pub(super) fn second_lane(document: &RulebookDocument, person: Lane) -> Option<Lane> {
    second_lanes(document).find(|(_, other)| *other == person.position()).map(|(second, _)| second)
}

/// The rules of all second lanes, in order.
pub(super) fn lanes(document: &RulebookDocument, own: &[LaneRules]) -> impl Iterator<Item = LaneRules> {
    second_lanes(document).filter_map(|(_, at)| {
        let (provider, own) = document.providers.get(at).zip(own.get(at))?;
        let at_once = provider.supervises.as_ref().map_or(1, |rule| rule.at_once).max(1);
        Some(LaneRules {
            padding: LaneCapacity::new(Padding::Exclusive, at_once).padding(),
            holds: at_once,
            is_limited: false,
            person: lane(at),
            // No limit, grade or wish: what they supervise from outside the room counts towards none.
            about: Box::new(About {
                elsewhere: own.about.elsewhere.clone(),
                name: own.about.name.clone(),
                aliases: own.about.aliases.clone(),
                ..About::default()
            }),
            ..own.clone()
        })
    })
}

/// The spans in which a provider is at hand, over the whole horizon.
pub(super) struct Supervisor {
    /// Their second lane.
    pub(super) lane: Lane,
    /// None for the hours in which they can be reached.
    pub(super) location: Option<LocationIndex>,
    pub(super) spans: Vec<Span>,
}

/// Ordered by lane. A supervisor stays at hand during breaks and duties.
pub(super) fn at_hand(calendar: &Calendar<'_>) -> Vec<Supervisor> {
    let document = calendar.document;
    let mut found = Vec::new();
    for (lane, person) in second_lanes(document) {
        let places = places(document, person).unwrap_or_default();
        let on_site: Vec<(&Place<'_>, Vec<Span>)> =
            places.iter().map(|place| (place, calendar.at_place(place))).collect();
        let hours =
            document.providers.get(person).and_then(|provider| provider.supervises.as_ref()?.hours.as_ref());
        let spans = match (hours, places.first()) {
            (Some(week), Some(home)) => calendar.every_week(home.location, week),
            _ => joined(on_site.iter().flat_map(|(_, spans)| spans.iter().copied()).collect()),
        };
        found.push(Supervisor { lane, location: None, spans });
        found.extend(on_site.into_iter().map(|(place, spans)| {
            let location = u16::try_from(place.location).ok().map(LocationIndex);
            Supervisor { lane, location, spans }
        }));
    }
    found
}

/// The weeks and dates in which a provider is near enough to supervise: those in which they can be reached, or their
/// shifts.
pub(in crate::rulebook) fn presence_hours(
    document: &RulebookDocument,
    provider: usize,
    presence: Presence,
) -> Option<Vec<Place<'_>>> {
    let places = places(document, provider)?;
    let hours = document.providers.get(provider)?.supervises.as_ref().and_then(|rule| rule.hours.as_ref());
    match (hours, places.first()) {
        (Some(week), Some(home)) if presence == Presence::Reachable => {
            Some(vec![Place { location: home.location, week: Some(week), dates: &[] }])
        }
        _ => Some(places),
    }
}

/// A demand for a supervisor, from the start of the service to its end, as this client gets it.
pub(super) fn demand(
    menu: &mut Menu<'_>,
    service: &ServiceDocument,
    client: Variant,
    minutes: Minutes,
) -> Option<Demand> {
    let rule = service.supervision.as_ref()?;
    let first = (0..).zip(&service.phases).find(|(_, phase)| phase.applies(client));
    let phase = first.map_or(0, |(at, _): (u8, _)| at);
    let buffer =
        if rule.presence == Presence::InRoom { service.buffers.provider } else { Default::default() };
    let may_not = |missing| Blocker::MayNotSupervise { missing };
    let (fit, unfit) = match rule.presence {
        Presence::InRoom => menu.providers(&rule.by, None, may_not),
        Presence::OnSite | Presence::Reachable => {
            let document = menu.document;
            let person = |(lane, at): (Lane, usize)| Some((lane, document.providers.get(at)?, Minutes(0)));
            menu.people(second_lanes(document).filter_map(person), &rule.by, may_not)
        }
    };
    Some(Demand {
        role: menu.trace_names.role(SUPERVISOR),
        kind: DemandKind::Supervisor(rule.presence),
        interchangeable: false,
        uses: smallvec![Use { offset: Minutes(0), minutes, phase, stretch: LengthRule::Grows }],
        before: buffer.before,
        after: buffer.after,
        listed: Listed::in_rulebook_order(&fit, &unfit),
        fit,
        unfit,
    })
}

/// The providers who treat without a supervisor, and the days on which they do; none if the service asks for no
/// supervision.
pub(super) fn unsupervised(
    document: &RulebookDocument,
    horizon: Horizon,
    service: &ServiceDocument,
) -> Option<Vec<(Lane, ValidPages)>> {
    let unless = &service.supervision.as_ref()?.unless;
    let exempt = |(at, provider): (usize, &ProviderDocument)| {
        let pages = match validity(provider, unless, horizon) {
            Validity::Always => ValidPages::Always,
            Validity::Sometimes(pages, _) => pages,
            Validity::Never(_) => return None,
        };
        Some((lane(at)?, pages))
    };
    // Without any set every provider would count as one who holds a set.
    if unless.is_empty() {
        return Some(Vec::new());
    }
    Some(document.providers.iter().enumerate().filter_map(exempt).collect())
}
