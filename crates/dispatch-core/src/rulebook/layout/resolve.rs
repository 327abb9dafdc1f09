//! Positions of lanes and locations, resolved from the document's names.

use std::sync::Arc;

use crate::{
    ids::{Lane, LocationIndex},
    rulebook::{DemandKind, ResourceKind, RulebookDocument},
};

/// The position of the location that a lane stands in: the only one if it names none.
pub(in crate::rulebook) fn location_of(
    document: &RulebookDocument,
    named: Option<&str>,
) -> Option<LocationIndex> {
    let at = match named {
        None => (document.locations.len() == 1).then_some(0),
        Some(name) => document.locations.iter().position(|location| location.id.as_str() == name),
    };
    at.and_then(|at| u16::try_from(at).ok()).map(LocationIndex)
}

pub(super) fn lane(position: usize) -> Option<Lane> {
    u16::try_from(position).ok().map(Lane)
}

/// The kind of the lane at a position.
pub(super) fn kind_of(document: &RulebookDocument, lane: usize) -> Option<DemandKind> {
    match lane.checked_sub(document.providers.len()) {
        None => Some(DemandKind::Provider),
        Some(at) => document.resources.get(at).map(|resource| kind_of_resource(resource.kind)),
    }
}

pub(super) const fn kind_of_resource(kind: ResourceKind) -> DemandKind {
    match kind {
        ResourceKind::Room => DemandKind::Room,
        ResourceKind::Device => DemandKind::Device,
    }
}

/// The name for people; the id if there is none.
pub(super) fn named(name: Option<&str>, id: &str) -> Arc<str> {
    name.unwrap_or(id).into()
}
