//! Overrun: cleaning up that may last past closing. No use lies after the end of a lane's hours for the day, but the
//! padding after one may.

use serde::{Deserialize, Serialize};

/// Of which kinds the padding after a use may lie outside the lane's own hours, where these end for the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OverrunDocument {
    /// Of providers.
    pub provider: bool,
    /// Of rooms.
    pub room: bool,
    /// Of devices.
    pub device: bool,
}
