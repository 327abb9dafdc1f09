//! Minutes after the end of a lane's hours for the day: no use lies there, but the padding after one may.

use crate::{
    calendar::{PageRange, Row},
    ids::Lane,
};

use super::{DayRules, DemandKind, OverrunDocument};

impl OverrunDocument {
    /// What is said of a kind.
    pub(crate) const fn of(self, kind: DemandKind) -> bool {
        match kind {
            DemandKind::Provider | DemandKind::Supervisor(_) => self.provider,
            DemandKind::Room => self.room,
            DemandKind::Device => self.device,
        }
    }
}

impl DayRules {
    /// Where a lane is closed after the last of its day's hours; none if nothing of its kind may last into that.
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
