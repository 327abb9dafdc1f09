//! A connection: one platform account with its adapter and its rate budget.

use adapter_kit::Adapter;

use super::budget::Budget;
use crate::setup::ConnectionSetup;

/// One platform account with its budget.
pub(crate) struct PlatformConnection {
    pub(crate) setup: ConnectionSetup,
    pub(super) budget: Option<Budget>,
}

impl PlatformConnection {
    pub(crate) fn new(setup: ConnectionSetup) -> Self {
        let budget = setup.adapter.capabilities().rate.map(Budget::new);
        Self { setup, budget }
    }

    pub(crate) fn adapter(&self) -> &dyn Adapter {
        &*self.setup.adapter
    }
}
