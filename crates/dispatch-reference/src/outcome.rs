//! The answer of the reference.

use std::collections::BTreeSet;

use dispatch_core::{Lane, Minute, Occupancy, ReasonCode};

/// What the reference decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceOutcome {
    /// The start that was judged; none if the request cannot be judged at all.
    pub start: Option<Minute>,
    /// Why a person decides, in the registry's order; empty if it is assigned.
    pub flags: Vec<ReasonCode>,
    /// Everybody who could take it at that start, in rulebook order.
    pub able: Vec<ReferenceCandidate>,
    /// Who takes it, if no flag is raised.
    pub winner: Option<Lane>,
    /// For a request for several services: who could take each of them, with everybody chosen for those before.
    pub able_for_items: Vec<Vec<Lane>>,
}

/// A provider who could take the booking, with the rooms and devices that would go with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceCandidate {
    /// The provider.
    pub provider: Lane,
    /// The provider, then rooms, then devices, in the order of the service's needs.
    pub lanes: Vec<Lane>,
    /// All that they would take up.
    pub occupancies: Vec<Occupancy>,
}

/// In the registry's order.
pub(super) fn in_order(flags: &BTreeSet<ReasonCode>) -> Vec<ReasonCode> {
    ReasonCode::ALL.iter().copied().filter(|reason| flags.contains(reason)).collect()
}
