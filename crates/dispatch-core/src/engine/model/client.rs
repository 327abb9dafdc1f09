//! The facts of a client that the shell looked up: no name, no contact.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{availability::Wish, ids::PlatformId, time::Timestamp};

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
