//! The menu: services, their phases and their needs.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClearanceId, CredentialId, ResourceId, ServiceCode},
    rulebook::{BuffersDocument, SupervisionDocument},
    time::Minutes,
};

use super::ResourceKind;

/// One menu item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDocument {
    /// Its code, such as `INJ-LIP-FILLER`.
    pub code: ServiceCode,
    /// Name for people; the code if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' ids and other codes of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Menu category, such as `injectables`.
    #[serde(default)]
    pub category: Option<String>,
    /// Length of a service with a single phase; instead of `phases`.
    #[serde(default)]
    pub minutes: Option<Minutes>,
    /// The parts of a service with several; instead of `minutes`.
    #[serde(default)]
    pub phases: Vec<PhaseDocument>,
    /// Who may deliver it: any of these sets, each held completely. One set is written `[["rn", "filler"]]`.
    #[serde(default)]
    pub qualification: Vec<Vec<CredentialId>>,
    /// The supervisor who must be at hand while it is delivered; none if absent.
    #[serde(default)]
    pub supervision: Option<SupervisionDocument>,
    /// What it needs besides the provider who treats.
    #[serde(default)]
    pub needs: Vec<NeedDocument>,
    /// Minutes kept free before and after, for provider, room and device each.
    #[serde(default)]
    pub buffers: BuffersDocument,
    /// Price in minor units (cents); the same for all providers if absent.
    #[serde(default)]
    pub price: Option<i64>,
    /// Least minutes between the asking and the start; any start to come if absent.
    #[serde(default)]
    pub lead_minutes: Option<Minutes>,
    /// Days from today to the last date that can be booked; any date if absent, today alone if 0.
    #[serde(default)]
    pub furthest_days: Option<u16>,
    /// What the client must have had, all of it.
    #[serde(default)]
    pub clearance: Vec<ClearanceId>,
}

/// One part of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PhaseDocument {
    /// Name for people, such as `numbing`.
    pub name: String,
    /// Length.
    pub minutes: Minutes,
    /// The roles it needs: `provider`, and the roles of `needs` (a need without a role is called after its kind).
    pub uses: Vec<String>,
    /// The clients for whom it takes place; all if absent.
    #[serde(default)]
    pub only: Option<Only>,
}

/// The clients for whom a phase takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// For a client who was never here before.
    NewClient,
    /// For a client who lacks a clearance that the service asks for: it takes place in this phase.
    ClearanceMissing,
}

/// What a need asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// A further provider, such as an assistant: always another person than the one who treats.
    Provider,
    /// A room.
    Room,
    /// A device.
    Device,
}

impl NeedKind {
    /// The kind of room or device; none for a provider.
    #[must_use]
    pub const fn resource(self) -> Option<ResourceKind> {
        match self {
            Self::Provider => None,
            Self::Room => Some(ResourceKind::Room),
            Self::Device => Some(ResourceKind::Device),
        }
    }
}

/// A further provider, a room or a device that a service needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NeedDocument {
    /// A further provider, a room or a device.
    pub kind: NeedKind,
    /// What phases call it; its kind if absent. A further provider must have a role of their own.
    #[serde(default)]
    pub role: Option<String>,
    /// How many of it, each of them another.
    #[serde(default = "one")]
    pub count: u8,
    /// For a further provider: the qualification, as for the service; any provider if empty.
    #[serde(default)]
    pub qualification: Vec<Vec<CredentialId>>,
    /// What a room or device must be able to do, all of it.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// Only these rooms or devices; any of the kind if empty.
    #[serde(default)]
    pub any_of: Vec<ResourceId>,
}

impl NeedDocument {
    /// The name that phases and traces use for it.
    pub(crate) fn role_name(&self) -> &str {
        self.role.as_deref().unwrap_or(match self.kind {
            NeedKind::Provider => "provider",
            NeedKind::Room => "room",
            NeedKind::Device => "device",
        })
    }
}

const fn one() -> u8 {
    1
}
