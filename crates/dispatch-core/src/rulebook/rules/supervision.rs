//! Supervision: a second provider who must be at hand while another treats.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::Weekly,
    ids::CredentialId,
    rulebook::{DocumentPath, ranges, report::Report},
};

/// The role of the supervisor.
pub(in crate::rulebook) const SUPERVISOR: &str = "supervisor";

/// A supervisor must be at hand for the whole of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupervisionDocument {
    /// Qualification to supervise: any of these sets, each held completely.
    pub by: Vec<Vec<CredentialId>>,
    /// How near the supervisor must be.
    pub presence: Presence,
    /// A provider who holds one of these sets completely treats without a supervisor; if empty, every provider needs one.
    #[serde(default)]
    pub unless: Vec<Vec<CredentialId>>,
}

/// How near a supervisor must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// With the client, and doing nothing else.
    InRoom,
    /// In their hours at that location; they may treat meanwhile.
    OnSite,
    /// In the hours in which they can be reached, wherever they are.
    Reachable,
}

/// How a provider supervises from outside the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupervisesDocument {
    /// Most bookings at once, on site and reachable taken together.
    #[serde(default = "one")]
    pub at_once: u16,
    /// When they can be reached, by the clock of their home location and on its closed dates too; in their shifts, at
    /// whichever location, if absent.
    #[serde(default)]
    pub hours: Option<Weekly>,
}

const fn one() -> u16 {
    1
}

impl Default for SupervisesDocument {
    fn default() -> Self {
        Self { at_once: one(), hours: None }
    }
}

pub(in crate::rulebook) fn judge(report: &mut Report, path: &DocumentPath, rule: &SupervisesDocument) {
    if rule.at_once == 0 {
        let help = "use 1 or more, or remove `supervises`";
        report.add(
            path.field("at_once"),
            "bad_limit",
            "with `at_once = 0`, this provider can supervise no booking",
            help,
        );
    }
    if let Some(week) = &rule.hours {
        ranges::weekly(report, &path.field("hours"), week);
    }
}
