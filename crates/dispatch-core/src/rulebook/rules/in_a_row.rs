//! Pauses: how long a provider may work without one.

use serde::{Deserialize, Serialize};

use crate::{
    rulebook::{DocumentPath, report::Report},
    time::Minutes,
};

/// How long a provider may work without a pause. Only treating counts: buffers around it are a pause, and so is any
/// other time without a booking, whatever else fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InARowDocument {
    /// Most minutes from the start of the first booking to the end of the last, with no pause between.
    pub minutes: Minutes,
    /// So many minutes without a booking are a pause.
    pub pause: Minutes,
}

pub(in crate::rulebook) fn judge(report: &mut Report, path: &DocumentPath, rule: InARowDocument) {
    report.length(path.field("minutes"), rule.minutes);
    report.length(path.field("pause"), rule.pause);
}
