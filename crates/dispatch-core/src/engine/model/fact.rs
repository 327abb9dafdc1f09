//! Facts: what platforms report, as neutral input lines. A fact keeps the platform's raw ids and words; `decide`
//! resolves them through the rulebook, and what it cannot resolve becomes a flag, never an error.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    assign::Wish,
    ids::{ClientId, ConnectionId, PlatformId},
    time::Timestamp,
};

use super::{CalendarObserved, CalendarOf};

/// One input line: a fact and the moment at which it became known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactLine {
    /// When it became known: the engine's `now`.
    pub at: Timestamp,
    /// What became known.
    #[serde(flatten)]
    pub fact: Fact,
}

/// What became known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A platform account and what it lets us do.
    ConnectionDeclared(Connection),
    /// A complete appointment as the platform has it: new, moved, changed, cancelled or our own echo.
    AppointmentObserved(AppointmentObserved),
    /// A block as the platform has it: a provider's time off, or a room or device out of service.
    BlockObserved(BlockObserved),
    /// Whether somebody's calendar can be read.
    CalendarObserved(CalendarObserved),
    /// Nothing but that time went on.
    Clock {},
}

/// A platform account and what it lets us do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Connection {
    /// Our name of it.
    pub connection: ConnectionId,
    /// Which fields of an appointment it can write, and who owns each.
    pub authority: Authority,
    /// How far the engine may go by itself.
    pub automation: Automation,
    /// Who sends messages to clients.
    #[serde(default)]
    pub sender: Sender,
    /// Appointments created before this moment are adopted as they are; later ones are dispatched.
    #[serde(default)]
    pub go_live: Option<Timestamp>,
}

/// Who may set each field of an appointment on the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(missing_docs, reason = "the fields are the appointment's")]
pub struct Authority {
    pub provider: FieldAuthority,
    pub time: FieldAuthority,
    pub room: FieldAuthority,
    pub device: FieldAuthority,
    pub block: FieldAuthority,
    pub status: FieldAuthority,
}

/// Who may set one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldAuthority {
    /// We decide and write it to the platform.
    Write,
    /// The platform owns it: a wrong value becomes a desk task.
    Platform,
    /// The platform does not know it: it is kept here alone and takes no part in drift comparison.
    Local,
}

/// How far the engine may go by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Automation {
    /// Nothing is decided.
    Off,
    /// Decide and show; write and send nothing.
    #[default]
    Suggest,
    /// Decide, write and send.
    Auto,
}

/// Who sends messages to clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// We do.
    #[default]
    Us,
    /// The platform does; we send nothing.
    Platform,
}

/// An appointment as observed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppointmentObserved {
    /// Where.
    pub connection: ConnectionId,
    /// Our clock before the read was sent; for a webhook its receipt.
    pub observed_at: Timestamp,
    /// The complete appointment.
    pub snapshot: Arc<Snapshot>,
}

/// A complete appointment as a platform has it. Its order is total and means nothing but that of two snapshots with the
/// same `observed_at` everybody keeps the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Snapshot {
    /// The platform's id.
    pub id: PlatformId,
    /// The platform's location id.
    pub location: PlatformId,
    /// Where it stands.
    #[serde(default)]
    pub status: Status,
    /// Who booked it.
    #[serde(default)]
    pub booked_by: BookedBy,
    /// When it was created, where the platform says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// Its services in order; at least one.
    pub items: Vec<ItemSnapshot>,
    /// The client, opaque.
    pub client: ClientId,
    /// What the shell looked up about the client.
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
    /// When the client is to arrive for it.
    pub start: Timestamp,
    /// When it ends.
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
    /// Codes, or the platform's ids, of what is added to it. The end counts them in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_ons: Vec<PlatformId>,
}

/// Who booked an appointment.
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

/// Where an appointment stands on the platform. Values that no version of ours knows survive as they are.
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

/// What the shell looked up about a client: no name, no contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientFacts {
    /// Marked as a VIP.
    #[serde(default)]
    pub vip: bool,
    /// Was never here before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new: bool,
    /// Wants to be called rather than written to.
    #[serde(default)]
    pub prefers_call: bool,
    /// The platform's id of the provider of the last visit, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_provider: Option<PlatformId>,
    /// The platform's ids of providers whom the client does not want to see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<PlatformId>,
    /// The gender of who treats, as the client asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Wish>,
    /// The language of who treats, as the client asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Wish>,
    /// What the client has had that some services ask for; none means that nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clearances: Option<Vec<ClearanceFact>>,
    /// Every service that the client had before or is to have, those called off left out; none means that nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<AttendedFact>>,
    /// Consent to e-mail about appointments; none means unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_consent: Option<bool>,
    /// Consent to SMS about appointments; none means unknown, and unknown means no SMS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_consent: Option<bool>,
}

/// A service that a client had or is to have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AttendedFact {
    /// The platform's id of the appointment, where it has one: this appointment itself may be listed too. Without an id it
    /// is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<PlatformId>,
    /// Service code, or the platform's id of the service.
    pub service: PlatformId,
    /// When it starts.
    pub start: Timestamp,
}

/// Something that a client has had, such as a good-faith exam.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClearanceFact {
    /// The rulebook's id of it, or the platform's.
    pub id: PlatformId,
    /// On which local date.
    pub on: NaiveDate,
}

/// A block as observed: a provider is not there, or a room or device is out of service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlockObserved {
    /// Where.
    pub connection: ConnectionId,
    /// Our clock before the read was sent; for a webhook its receipt.
    pub observed_at: Timestamp,
    /// The platform's id of the block.
    pub id: PlatformId,
    /// Whose calendar it lies in.
    #[serde(flatten)]
    pub of: CalendarOf,
    /// First moment of the block.
    pub start: Timestamp,
    /// First moment after it.
    pub end: Timestamp,
    /// True if it was taken away.
    #[serde(default)]
    pub cancelled: bool,
    /// Why, as an opaque word for the desk such as `repair`: never a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
