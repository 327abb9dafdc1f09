//! Providers: credentials, shifts, rest, limits and lengths of their own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::Weekly,
    ids::{LocationId, ProviderId, ServiceCode},
    rulebook::{BreakDocument, DutyDocument, InARowDocument, SupervisesDocument},
    time::Minutes,
};

use super::{DatedShifts, ElsewhereDocument, HeldCredential};

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
    /// In the words in which clients ask. A client who insists on a gender never gets a provider without one here.
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
