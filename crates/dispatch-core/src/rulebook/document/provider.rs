//! Who treats: what they hold, when they work and rest, how long they take.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    calendar::local::{LocalRange, Weekly},
    ids::{CredentialId, LocationId, ProviderId, ServiceCode},
    time::Minutes,
};

use super::{DutyDocument, ElsewhereDocument, InARowDocument, SupervisesDocument};

/// One credential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CredentialDocument {
    /// Short stable name.
    pub id: CredentialId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderDocument {
    /// Short stable name.
    pub id: ProviderId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' ids of this person.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where they work; may be left out when there is one location.
    #[serde(default)]
    pub location: Option<LocationId>,
    /// In the words in which clients ask; nobody who insists on a gender gets somebody of whom it is not said.
    #[serde(default)]
    pub gender: Option<String>,
    /// Languages spoken with clients, in the words in which they ask.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Seniority: a higher number is more senior.
    #[serde(default)]
    pub grade: i32,
    /// What they hold.
    #[serde(default)]
    pub credentials: Vec<HeldCredential>,
    /// Weekly shifts; the location's hours if absent.
    #[serde(default)]
    pub shifts: Option<Weekly>,
    /// Dates whose shifts differ from the week's; an empty list is a day off.
    #[serde(default)]
    pub dates: Vec<DatedShifts>,
    /// Hours at further locations.
    #[serde(default)]
    pub elsewhere: Vec<ElsewhereDocument>,
    /// Breaks of every working day.
    #[serde(default)]
    pub breaks: Vec<BreakDocument>,
    /// Duties that come back at the same time of day, such as opening up.
    #[serde(default)]
    pub duties: Vec<DutyDocument>,
    /// Most appointments in a day.
    #[serde(default)]
    pub max_appointments_a_day: Option<u16>,
    /// How long they may work without a pause.
    #[serde(default)]
    pub max_in_a_row: Option<InARowDocument>,
    /// How they supervise from outside the room, where their credentials let them; one booking at once, in their
    /// shifts, if absent.
    #[serde(default)]
    pub supervises: Option<SupervisesDocument>,
    /// Own length of a service with a single phase, where it differs from the menu's.
    #[serde(default)]
    pub minutes: BTreeMap<ServiceCode, Minutes>,
}

/// A credential as held by a provider. Both dates are included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldCredential {
    /// Which one.
    pub id: CredentialId,
    /// First valid date; always valid before `until` if absent.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last valid date; valid for ever if absent.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// Shifts of one date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DatedShifts {
    /// The local date.
    pub date: NaiveDate,
    /// The shifts of that date; empty means off.
    #[serde(default)]
    pub shifts: Vec<LocalRange>,
}

/// A break: fixed at a time of day, or floating, that is so many minutes free somewhere in a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum BreakDocument {
    /// `{ minutes = 30, within = "11:00-14:00" }`
    Floating(FloatingBreak),
    /// `{ at = "12:00-12:30" }`
    Fixed(FixedBreak),
}

/// By hand, so that a fault inside a break is reported where it stands.
impl<'de> Deserialize<'de> for BreakDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Break {
            minutes: Option<Minutes>,
            within: Option<LocalRange>,
            at: Option<LocalRange>,
        }
        match Break::deserialize(deserializer)? {
            Break { minutes: None, within: None, at: Some(at) } => Ok(Self::Fixed(FixedBreak { at })),
            Break { minutes: Some(minutes), within: Some(within), at: None } => {
                Ok(Self::Floating(FloatingBreak { minutes, within }))
            }
            _ => Err(de::Error::custom(
                "this break is neither fixed nor floating; write `at = \"12:00-12:30\"`, or `minutes = 30` and `within = \"11:00-14:00\"`",
            )),
        }
    }
}

/// So many minutes that must stay free somewhere in a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FloatingBreak {
    /// Length.
    pub minutes: Minutes,
    /// Where it must fit.
    pub within: LocalRange,
}

/// A break at a fixed time of day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FixedBreak {
    /// When.
    pub at: LocalRange,
}
