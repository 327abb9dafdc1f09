//! A snapshot: an appointment as a platform has it, in the platform's own ids and words.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    ids::{ClientId, ConnectionId, PlatformId},
    time::Timestamp,
};

use super::ClientFacts;

/// An appointment as observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppointmentObserved {
    /// The connection.
    pub connection: ConnectionId,
    /// Our clock before the read was sent; for a webhook its receipt.
    pub observed_at: Timestamp,
    /// The complete appointment.
    pub snapshot: Arc<Snapshot>,
}

/// A complete appointment as a platform has it. The order of snapshots is total and has one use: of two with the same
/// `observed_at` the same one is kept, whichever comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// The platform's id.
    pub id: PlatformId,
    /// The platform's location id.
    pub location: PlatformId,
    /// Its status.
    #[serde(default)]
    pub status: Status,
    /// The side that booked it.
    #[serde(default)]
    pub booked_by: BookedBy,
    /// The moment at which it was created, where the platform says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Its services in order; at least one.
    pub items: Vec<ItemSnapshot>,
    /// The client, opaque.
    pub client: ClientId,
    /// The facts that the shell looked up about the client.
    #[serde(default)]
    pub about_client: ClientFacts,
    /// A group or couple booking: always for a person.
    #[serde(default)]
    pub grouped: bool,
}

/// One service of an appointment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemSnapshot {
    /// The platform's id of the line, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PlatformId>,
    /// Service code, or the platform's id of the service.
    pub service: PlatformId,
    /// The moment at which the client is to arrive for it.
    pub start: Timestamp,
    /// Its end.
    pub end: Timestamp,
    /// The platform's id of the provider, if one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<PlatformId>,
    /// True if the client asked for this provider.
    #[serde(default)]
    pub provider_requested: bool,
    /// The platform's ids of rooms and devices, if any are set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<PlatformId>,
    /// Codes, or the platform's ids, of its add-ons. The end counts them in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<PlatformId>,
}

/// The side that booked an appointment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookedBy {
    /// The client, online.
    #[default]
    Client,
    /// Staff: their choice of provider is kept.
    Staff,
}

/// The status of an appointment on the platform. Words that this version does not know are kept as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words are the field's")]
pub enum Status {
    #[default]
    Booked,
    Confirmed,
    Arrived,
    InService,
    Completed,
    NoShow,
    Cancelled,
    Other(String),
}

impl Status {
    /// The word as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Booked => "booked",
            Self::Confirmed => "confirmed",
            Self::Arrived => "arrived",
            Self::InService => "in_service",
            Self::Completed => "completed",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::Other(word) => word,
        }
    }
}

impl From<&str> for Status {
    fn from(word: &str) -> Self {
        match word {
            "booked" => Self::Booked,
            "confirmed" => Self::Confirmed,
            "arrived" => Self::Arrived,
            "in_service" => Self::InService,
            "completed" => Self::Completed,
            "no_show" => Self::NoShow,
            "cancelled" => Self::Cancelled,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|word| word.as_str().into())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Status {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Status".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "examples": ["booked", "confirmed", "arrived", "in_service", "completed", "no_show", "cancelled"]
        })
    }
}
