//! Variants of a service: some of its phases take place for some clients only.

use super::{Only, PhaseDocument};

/// The facts of a client that decide which phases take place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Variant {
    /// Was never here before.
    pub(crate) new_client: bool,
    /// Lacks a clearance that the service asks for.
    pub(crate) clearance_missing: bool,
}

impl Variant {
    /// The client for whom every phase takes place.
    pub(crate) const EVERYTHING: Self = Self { new_client: true, clearance_missing: true };

    /// All clients, those with the fewest phases first.
    pub(crate) const ALL: [Self; 4] = [
        Self { new_client: false, clearance_missing: false },
        Self { new_client: true, clearance_missing: false },
        Self { new_client: false, clearance_missing: true },
        Self::EVERYTHING,
    ];

    /// True if it differs from the others only in facts that some phase looks at.
    fn matters(self, looks_at: Self) -> bool {
        (looks_at.new_client || !self.new_client) && (looks_at.clearance_missing || !self.clearance_missing)
    }

    /// The variants of a service with these phases, each once.
    pub(super) fn of(phases: &[PhaseDocument]) -> impl Iterator<Item = Self> {
        let looks = |only| phases.iter().any(|phase| phase.only == Some(only));
        let looks_at =
            Self { new_client: looks(Only::NewClient), clearance_missing: looks(Only::ClearanceMissing) };
        Self::ALL.into_iter().filter(move |variant| variant.matters(looks_at))
    }
}

impl PhaseDocument {
    /// True if it takes place for a client.
    pub(crate) fn applies(&self, variant: Variant) -> bool {
        match self.only {
            None => true,
            Some(Only::NewClient) => variant.new_client,
            Some(Only::ClearanceMissing) => variant.clearance_missing,
        }
    }
}
