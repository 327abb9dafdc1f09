//! Who must be at hand while somebody else treats.

use serde::{Deserialize, Serialize};

use crate::{calendar::local::Weekly, ids::CredentialId};

/// Somebody else must be at hand for the whole of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupervisionDocument {
    /// Who may supervise: any of these sets, each held completely.
    pub by: Vec<Vec<CredentialId>>,
    /// How near they must be.
    pub presence: Presence,
    /// Who treats needs nobody if they hold one of these sets completely; everybody needs somebody if empty.
    #[serde(default)]
    pub unless: Vec<Vec<CredentialId>>,
}

/// How near somebody who supervises must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// There with the client, and doing nothing else.
    InRoom,
    /// In their hours at that location; they may treat meanwhile.
    OnSite,
    /// In the hours in which they can be reached, wherever they are.
    Reachable,
}

/// How somebody supervises from outside the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupervisesDocument {
    /// Most bookings at once, on site and reachable taken together.
    #[serde(default = "super::resource::one_booking")]
    pub at_once: u16,
    /// When they can be reached, by the clock of their home location and on its closed dates too; in their shifts, at
    /// whichever location, if absent.
    #[serde(default)]
    pub hours: Option<Weekly>,
}

impl Default for SupervisesDocument {
    fn default() -> Self {
        Self { at_once: 1, hours: None }
    }
}
