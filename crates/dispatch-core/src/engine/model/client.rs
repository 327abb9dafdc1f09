//! The facts of a client that the shell looked up: no name, no contact.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{availability::Wish, ids::PlatformId, time::Timestamp};

/// The facts that the shell looked up about a client: no name, no contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientFacts {
    /// True for a VIP.
    #[serde(default)]
    pub vip: bool,
    /// True if the client was never here before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub new: bool,
    /// True if the client wants to be called rather than written to.
    #[serde(default)]
    pub prefers_call: bool,
    /// The platform's id of the provider of the last visit, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_provider: Option<PlatformId>,
    /// The platform's ids of the providers that the client does not want to see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub avoid: Vec<PlatformId>,
    /// The gender that the client asks for in the provider who treats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Wish>,
    /// The language that the client asks for in the provider who treats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Wish>,
    /// The clearances that the client has; none if the platform does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clearances: Option<Vec<ClearanceFact>>,
    /// Every service that the client had or is to have, cancelled ones left out; none if the platform does not say.
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
    /// Its start.
    pub start: Timestamp,
}

/// A clearance that a client has, such as a good-faith exam.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClearanceFact {
    /// The rulebook's id of it, or the platform's.
    pub id: PlatformId,
    /// The local date on which the client got it.
    pub on: NaiveDate,
}
