//! The rulebook as written: plain serde data, not yet validated. [`super::Rulebook::compile`] judges it.

mod credential;
mod hours;
mod location;
mod provider;
mod resource;
mod service;

pub use credential::{CredentialDocument, HeldCredential};
pub use hours::{DatedShifts, ElsewhereDocument};
pub use location::LocationDocument;
pub use provider::ProviderDocument;
pub use resource::{ResourceDocument, ResourceKind};
pub use service::{NeedDocument, NeedKind, Only, PhaseDocument, ServiceDocument};

use serde::{Deserialize, Serialize};

use crate::{ids::PracticeId, time::Minutes};

use super::{
    AddOnDocument, CadenceDocument, ClearanceDocument, ExceptionsDocument, PaddingDocument, RankingDocument,
    SpacingDocument, UnknownClearance, UnknownHistory, VipPolicy, VisitsDocument,
};

/// A practice's rules as written. Unknown fields are refused, so that a typing error is never silently ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RulebookDocument {
    /// Short stable name of the practice.
    pub practice: PracticeId,
    /// Raised by the practice with every change; journals name it.
    #[serde(default = "first_revision")]
    pub revision: u32,
    /// Sites, at least one.
    #[serde(default, rename = "location")]
    pub locations: Vec<LocationDocument>,
    /// Credentials that providers may hold.
    #[serde(default, rename = "credential")]
    pub credentials: Vec<CredentialDocument>,
    /// What clients must have had before some services.
    #[serde(default, rename = "clearance")]
    pub clearances: Vec<ClearanceDocument>,
    /// Staff who treat.
    #[serde(default, rename = "provider")]
    pub providers: Vec<ProviderDocument>,
    /// Rooms and devices.
    #[serde(default, rename = "resource")]
    pub resources: Vec<ResourceDocument>,
    /// The menu.
    #[serde(default, rename = "service")]
    pub services: Vec<ServiceDocument>,
    /// What lies between the services of one client.
    #[serde(default, rename = "spacing")]
    pub spacings: Vec<SpacingDocument>,
    /// What may be added to services.
    #[serde(default, rename = "add_on")]
    pub add_ons: Vec<AddOnDocument>,
    /// Least time between the hours of a provider or device at one location and those at another.
    #[serde(default)]
    pub travel_minutes: Minutes,
    /// The padding rule of each kind.
    #[serde(default)]
    pub padding: PaddingDocument,
    /// How one of several possible providers is chosen.
    #[serde(default)]
    pub ranking: RankingDocument,
    /// How several services of one client follow each other.
    #[serde(default)]
    pub visits: VisitsDocument,
    /// Treatment of a client of whom it is not known whether they have a clearance.
    #[serde(default)]
    pub unknown_clearance: UnknownClearance,
    /// Treatment of a history that is not known to be complete.
    #[serde(default)]
    pub unknown_history: UnknownHistory,
    /// The VIPs' bookings that go to a person.
    #[serde(default)]
    pub vip: VipPolicy,
    /// The people who get exceptions, and how soon they must answer.
    #[serde(default)]
    pub exceptions: ExceptionsDocument,
    /// Confirmations and reminders.
    #[serde(default)]
    pub cadence: CadenceDocument,
}

const fn first_revision() -> u32 {
    1
}
