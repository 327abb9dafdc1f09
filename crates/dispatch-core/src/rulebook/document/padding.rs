//! Whether the buffers of neighbours may overlap, kind by kind.

use serde::{Deserialize, Serialize};

use crate::calendar::Padding;

use super::OverrunDocument;

/// The padding rule of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaddingDocument {
    /// Of providers.
    #[serde(default)]
    pub provider: Padding,
    /// Of rooms.
    #[serde(default)]
    pub room: Padding,
    /// Of devices.
    #[serde(default)]
    pub device: Padding,
    /// Whether the padding after a use may lie outside the hours, where these end for the day.
    #[serde(default)]
    pub cleanup_may_overrun_close: OverrunDocument,
}
