//! The rule on readability: nothing is assigned from a calendar that cannot be read.

use crate::{
    explain::{Blocker, Found},
    ids::Lane,
};

use super::{
    context::Context,
    day::{Day, LaneOnDay},
    lane_at_start::LaneAtStart,
};

impl Context<'_> {
    /// True if a lane's calendar can be read. A provider who supervises from outside the room has one calendar for both lanes.
    #[inline]
    pub(crate) fn is_readable(&self, lane: Lane) -> bool {
        self.schedule.unreadable().is_empty() || self.schedule.is_readable(self.person(lane))
    }
}

/// One start: true if the calendar can be read.
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    asked.context.is_readable(asked.lane)
}

/// Names the calendar.
pub(super) fn blockers(context: &Context<'_>, lane: Lane, found: &mut Found<'_>) {
    if !context.is_readable(lane) {
        found.push(Blocker::CalendarUnreadable);
    }
}

/// The whole day: true if the calendar can be read.
pub(super) fn leaves_the_day(day: &Day<'_>, asked: &LaneOnDay<'_>) -> bool {
    day.context.is_readable(asked.lane)
}
