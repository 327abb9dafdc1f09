//! Overrun: cleaning up that may last past closing. No use lies after the end of a lane's hours for the day, but the
//! padding after one may.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{PageRange, Row},
    ids::Lane,
    rulebook::{DayRules, DemandKind},
};

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

impl OverrunDocument {
    /// True if cleaning up may overrun on lanes of a kind.
    pub(crate) const fn of(self, kind: DemandKind) -> bool {
        match kind {
            DemandKind::Provider | DemandKind::Supervisor(_) => self.provider,
            DemandKind::Room => self.room,
            DemandKind::Device => self.device,
        }
    }
}

impl DayRules {
    /// The minutes after the last of a lane's hours of the day; none if no lane of its kind may overrun.
    pub(crate) fn after_close(&self, lane: Lane) -> Option<&Row> {
        self.after_close.get(lane.position())
    }

    /// The minutes that are open to a use whose padding after it is `tail`.
    pub(crate) fn with_cleanup(&self, lane: Lane, open: &Row, tail: PageRange) -> Row {
        let mut row = *open;
        let Some(after) = self.after_close(lane) else { return row };
        for (word, mask) in tail.words() {
            if let (Some(bits), Some(more)) = (row.0.get_mut(word), after.0.get(word)) {
                *bits |= more & mask;
            }
        }
        row
    }
}
