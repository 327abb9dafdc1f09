//! Something that may be added to a service, as the solver reads it.

use std::sync::Arc;

use crate::{ids::ServiceIndex, time::Minutes};

use super::Rulebook;

/// Something that may be added to a service: it makes it longer and dearer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddOn {
    pub(crate) code: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) minutes: Minutes,
    pub(crate) price: i64,
    /// Any if empty.
    pub(crate) services: Vec<ServiceIndex>,
}

impl AddOn {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Its name for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How much longer a service is with it.
    #[must_use]
    pub fn minutes(&self) -> Minutes {
        self.minutes
    }

    /// What it costs, in cents.
    #[must_use]
    pub fn price(&self) -> i64 {
        self.price
    }

    /// True if it may be added to that service.
    #[must_use]
    pub fn goes_with(&self, service: ServiceIndex) -> bool {
        self.services.is_empty() || self.services.contains(&service)
    }
}

impl Rulebook {
    /// What a code or alias of an add-on means.
    #[must_use]
    pub fn add_on(&self, name: &str) -> Option<&AddOn> {
        self.add_ons.get(*self.names.add_ons.get(name)?)
    }

    /// Every add-on, in rulebook order.
    pub fn add_ons(&self) -> impl Iterator<Item = &AddOn> {
        self.add_ons.iter()
    }
}
