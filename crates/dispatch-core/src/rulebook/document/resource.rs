//! Rooms and devices.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::Weekly,
    ids::{LocationId, ResourceId},
    rulebook::DutyDocument,
};

use super::{DatedShifts, ElsewhereDocument};

/// Room or device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// Where a client is treated.
    Room,
    /// What a client is treated with.
    Device,
}

/// One room or device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResourceDocument {
    /// Short stable name.
    pub id: ResourceId,
    /// Room or device.
    pub kind: ResourceKind,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' ids of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where it stands; may be left out when there is one location.
    #[serde(default)]
    pub location: Option<LocationId>,
    /// What it can do, such as `consult` or `laser`.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// How many bookings at once, buffers included.
    #[serde(default = "one_booking")]
    pub holds: u16,
    /// For a device: the room it cannot leave. It is then used only together with that room.
    #[serde(default)]
    pub fixed_in: Option<ResourceId>,
    /// Weekly hours; the location's if absent.
    #[serde(default)]
    pub hours: Option<Weekly>,
    /// Dates whose hours differ from the week's; an empty list is a day without.
    #[serde(default)]
    pub dates: Vec<DatedShifts>,
    /// For a device that can be moved: hours at further locations.
    #[serde(default)]
    pub elsewhere: Vec<ElsewhereDocument>,
    /// What comes back at the same time of day, such as a calibration.
    #[serde(default)]
    pub duties: Vec<DutyDocument>,
}

const fn one_booking() -> u16 {
    1
}
