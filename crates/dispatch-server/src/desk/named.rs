//! Ids with the names that the rulebook gives them.

use dispatch_core::{Lane, ReasonCode, Rulebook, Who};
use serde::Serialize;

/// A service, a provider, a room or a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Named {
    /// The rulebook's id or code; the platform's where the rulebook has none.
    pub(crate) id: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

impl Named {
    pub(crate) fn unknown(id: &str) -> Self {
        Self { id: id.to_owned(), name: None }
    }

    pub(crate) fn who(rulebook: &Rulebook, who: &Who) -> Self {
        let name = rulebook.lane_of(who).map(|lane| rulebook.lane_name(lane).to_owned());
        Self { id: who.as_str().to_owned(), name }
    }

    pub(crate) fn lane(rulebook: &Rulebook, lane: Lane) -> Option<Self> {
        rulebook.who(lane).map(|who| Self::who(rulebook, who))
    }

    /// A service by its code or by the platform's id.
    pub(crate) fn service(rulebook: &Rulebook, service: &str) -> Self {
        let Some(index) = rulebook.service(service) else { return Self::unknown(service) };
        let code = rulebook.service_code(index).map_or(service, |code| code.as_str());
        Self { id: code.to_owned(), name: Some(rulebook.service_name(index).to_owned()) }
    }

    /// A provider by its id or by the platform's.
    pub(crate) fn provider(rulebook: &Rulebook, provider: &str) -> Self {
        let known = rulebook.provider(provider).and_then(|lane| Self::lane(rulebook, lane));
        known.unwrap_or_else(|| Self::unknown(provider))
    }

    /// A room or a device by its id or by the platform's.
    pub(crate) fn resource(rulebook: &Rulebook, resource: &str) -> Self {
        let known = rulebook.resource(resource).and_then(|lane| Self::lane(rulebook, lane));
        known.unwrap_or_else(|| Self::unknown(resource))
    }
}

/// A reason of the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Reason {
    slug: &'static str,
    sentence: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    action: &'static str,
}

impl From<ReasonCode> for Reason {
    fn from(reason: ReasonCode) -> Self {
        Self { slug: reason.slug(), sentence: reason.sentence(), action: reason.action() }
    }
}
