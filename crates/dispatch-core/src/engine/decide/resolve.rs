//! A snapshot in the rulebook's terms. What cannot be resolved is a flag, never an error.

use smallvec::SmallVec;

use crate::{
    calendar::{Occupancy, Origin},
    explain::{ReasonCode, Who},
    ids::{BookingId, Lane, LocationIndex, PlatformId, ServiceIndex},
    rulebook::Rulebook,
    time::{Minutes, Span},
};

use super::super::model::{Connection, FieldAuthority, Snapshot, Status};
use super::added::Added;

/// A few rooms and devices.
pub(super) type Lanes = SmallVec<[Lane; 4]>;

/// A snapshot in the rulebook's terms.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub(super) location: Option<LocationIndex>,
    pub(super) items: SmallVec<[ResolvedItem; 2]>,
    /// From the first start to the last end.
    pub(super) visit: Span,
    /// Reasons for a person to look at it before anything is decided.
    pub(super) flags: Vec<ReasonCode>,
}

/// One service of it.
#[derive(Clone, Debug)]
pub(super) struct ResolvedItem {
    pub(super) service: Option<ServiceIndex>,
    pub(super) span: Span,
    pub(super) provider: Option<Lane>,
    /// Rooms and devices that the platform keeps, in lane order.
    pub(super) resources: Lanes,
    /// Its add-ons.
    pub(super) added: Added,
    /// The minutes that the platform gives it beyond the menu, add-ons included: they are taken up like the others.
    pub(super) stretch: Minutes,
}

/// Resolves what the platform keeps; fields that it does not keep are left out.
pub(super) fn resolve(rulebook: &Rulebook, connection: &Connection, snapshot: &Snapshot) -> Resolved {
    let mut flags = Vec::new();
    let location = rulebook.location(snapshot.location.as_str());
    if location.is_none() {
        flags.push(ReasonCode::UnknownLocation);
    }
    let authority = &connection.authority;
    let items: SmallVec<[ResolvedItem; 2]> = snapshot
        .items
        .iter()
        .map(|item| {
            let service = rulebook.service(item.service.as_str());
            if service.is_none() {
                flags.push(ReasonCode::UnknownService);
            }
            let local = authority.provider == FieldAuthority::Local;
            let asked = if local { None } else { item.provider.as_ref() };
            let provider = asked.and_then(|id| rulebook.provider(id.as_str()));
            if asked.is_some() && provider.is_none() {
                flags.push(ReasonCode::UnknownProvider);
            }
            let mut resources = resources(rulebook, connection, &item.resources, &mut flags);
            resources.sort_unstable();
            let span = Span::new(item.start.minute_floor(), item.end.minute_ceil());
            let added = Added::of(rulebook, service, &item.add_ons, &mut flags);
            let menu = service.and_then(|service| rulebook.longest(service, provider));
            let menu = menu.map_or(span.minutes(), |menu| Minutes(menu.0.saturating_add(added.minutes().0)));
            let stretch = Minutes((span.minutes().0 - menu.0).max(0));
            ResolvedItem { service, span, provider, resources, added, stretch }
        })
        .collect();
    let visit = match (
        items.iter().map(|item| item.span.start).min(),
        items.iter().map(|item| item.span.end).max(),
    ) {
        (Some(start), Some(end)) => Span::new(start, end),
        _ => Span::default(),
    };
    if items.is_empty() {
        flags.push(ReasonCode::UnknownService);
    }
    if !one_after_the_other(rulebook, &items) {
        flags.push(ReasonCode::SeveralServices);
    }
    if snapshot.grouped {
        flags.push(ReasonCode::Grouped);
    }
    if matches!(snapshot.status, Status::Other(_)) {
        flags.push(ReasonCode::UnknownStatus);
    }
    flags.sort_unstable();
    flags.dedup();
    Resolved { location, items, visit, flags }
}

/// True if each service follows the one before as the rulebook lets them. Services at once, far apart or in another order
/// than listed are no visit that we could fit together.
fn one_after_the_other(rulebook: &Rulebook, items: &[ResolvedItem]) -> bool {
    items.windows(2).all(|pair| match pair {
        [before, after] => {
            let gap = after.span.start.since(before.span.end);
            (Minutes(0)..=rulebook.most_minutes_between()).contains(&gap)
        }
        _ => true,
    })
}

fn resources(
    rulebook: &Rulebook,
    connection: &Connection,
    raw: &[PlatformId],
    flags: &mut Vec<ReasonCode>,
) -> Lanes {
    let authority = &connection.authority;
    if authority.room == FieldAuthority::Local && authority.device == FieldAuthority::Local {
        return Lanes::new();
    }
    let mut lanes = Lanes::with_capacity(raw.len());
    for id in raw {
        match rulebook.resource(id.as_str()) {
            Some(lane) if field_of(rulebook, connection, lane) == FieldAuthority::Local => {}
            Some(lane) => lanes.push(lane),
            None => flags.push(ReasonCode::UnknownResource),
        }
    }
    lanes
}

/// Who may set the field that a lane is a value of.
pub(super) fn field_of(rulebook: &Rulebook, connection: &Connection, lane: Lane) -> FieldAuthority {
    match rulebook.who(lane) {
        Some(Who::Provider(_)) => connection.authority.provider,
        Some(Who::Room(_)) => connection.authority.room,
        Some(Who::Device(_)) => connection.authority.device,
        Some(Who::Supervisor(_)) | None => FieldAuthority::Local,
    }
}

/// The occupancies of the platform's own picture: its provider and resources, padded as the service asks.
pub(super) fn observed_occupancies(
    rulebook: &Rulebook,
    booking: BookingId,
    resolved: &Resolved,
) -> Vec<Occupancy> {
    let mut occupancies = Vec::new();
    for (item, number) in resolved.items.iter().zip(0u8..) {
        for lane in item.provider.iter().chain(&item.resources) {
            let (before, after) = padding(rulebook, item.service, *lane);
            occupancies.push(Occupancy {
                lane: *lane,
                booking,
                item: number,
                phase: 0,
                service: item.service.map(|service| service.0),
                used: item.span,
                before,
                after,
                origin: Origin::Observed,
            });
        }
    }
    occupancies
}

/// The buffers that a service asks for on lanes of this kind; none if the service is not known.
pub(super) fn padding(rulebook: &Rulebook, service: Option<ServiceIndex>, lane: Lane) -> (Minutes, Minutes) {
    service.map_or((Minutes(0), Minutes(0)), |service| rulebook.buffers(service, lane))
}

/// The platform's id of a lane, as a write names it.
pub(super) fn platform_id(rulebook: &Rulebook, lane: Lane) -> Option<PlatformId> {
    rulebook.alias(lane).map(PlatformId::from)
}
