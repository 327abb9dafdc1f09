//! One item of a visit, placed.

use crate::{
    ids::Lane,
    rulebook::DemandKind,
    time::{Minute, Minutes},
};

/// One item of a visit: where it lies, and the lanes that serve it.
#[derive(Clone, Debug)]
pub(super) struct PlacedItem {
    pub(super) start: Minute,
    pub(super) end: Minute,
    pub(super) extra: Minutes,
    /// In the order of the service's demands.
    pub(super) lanes: Vec<Lane>,
}

/// True if two items of a visit may follow each other on one lane with nothing between them: a provider who goes on,
/// a room that the client stays in. A device keeps its padding: it may have to cool down. A provider who supervises from outside
/// the room is asked for the services alone.
pub(super) fn joins(kind: DemandKind) -> bool {
    kind == DemandKind::Room || kind.takes_a_provider()
}
