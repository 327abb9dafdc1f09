//! Buffers: minutes kept free around a use, and the padding rule of each kind of lane.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Padding,
    rulebook::{
        DocumentPath,
        report::{DAY, Report},
    },
    time::Minutes,
};

use super::overrun::OverrunDocument;

/// Buffers of a service by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BuffersDocument {
    /// Around the provider's use.
    #[serde(default)]
    pub provider: BufferDocument,
    /// Around each room's use.
    #[serde(default)]
    pub room: BufferDocument,
    /// Around each device's use.
    #[serde(default)]
    pub device: BufferDocument,
}

/// Minutes kept free around a use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BufferDocument {
    /// Before the use starts.
    #[serde(default)]
    pub before: Minutes,
    /// After the use ends.
    #[serde(default)]
    pub after: Minutes,
}

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

pub(in crate::rulebook) fn judge(report: &mut Report, path: &DocumentPath, buffers: &BuffersDocument) {
    for (kind, buffer) in [("provider", buffers.provider), ("room", buffers.room), ("device", buffers.device)]
    {
        for (side, Minutes(minutes)) in [("before", buffer.before), ("after", buffer.after)] {
            if !(0..=DAY).contains(&minutes) {
                let path = path.field(kind).field(side);
                let message = format!("`{minutes}` minutes is not a valid buffer");
                report.add(path, "bad_buffer", message, format!("use 0 to {DAY} minutes"));
            }
        }
    }
}
