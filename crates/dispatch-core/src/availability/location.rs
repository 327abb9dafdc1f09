//! The rule on locations: a lane serves only where it has hours.

use crate::{
    explain::{Blocker, Found},
    rulebook::LaneRules,
};

use super::{
    context::Context,
    day::{Day, LaneOnDay},
    lane_at_start::LaneAtStart,
};

/// One start: true if the lane ever works at the booking's location.
pub(super) fn holds(asked: &LaneAtStart<'_>) -> bool {
    asked.rules.works_at(asked.context.location)
}

/// Names the location as the lane's fault.
pub(super) fn blockers(context: &Context<'_>, rules: &LaneRules, found: &mut Found<'_>) {
    if !rules.works_at(context.location) {
        found.push(Blocker::OtherLocation);
    }
}

/// The whole day: true if the lane ever works at the booking's location.
pub(super) fn leaves_the_day(day: &Day<'_>, asked: &LaneOnDay<'_>) -> bool {
    asked.rules.works_at(day.context.location)
}
