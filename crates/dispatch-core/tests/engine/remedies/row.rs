//! A row of the table of remedies.

use dispatch_core::{Cure, ReasonCode};

use super::scene::Scene;

/// One way to settle one reason.
pub(super) struct Row {
    pub(super) reason: ReasonCode,
    pub(super) cure: Cure,
    pub(super) name: &'static str,
    /// Leads to a booking that a person is asked about for this reason, perhaps among others.
    pub(super) scene: fn() -> Scene,
    /// What the person does.
    pub(super) remedy: fn(&mut Scene),
    /// What else is settled by the way, though the page of reasons does not say so of this remedy.
    pub(super) besides: &'static [ReasonCode],
}

impl Row {
    pub(super) const fn new(
        reason: ReasonCode,
        cure: Cure,
        name: &'static str,
        scene: fn() -> Scene,
        remedy: fn(&mut Scene),
    ) -> Self {
        Self { reason, cure, name, scene, remedy, besides: &[] }
    }

    pub(super) const fn besides(self, besides: &'static [ReasonCode]) -> Self {
        Self { besides, ..self }
    }
}
