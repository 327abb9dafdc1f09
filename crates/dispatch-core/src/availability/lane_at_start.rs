//! One lane asked for one demand at one start: the question that each rule answers.

use crate::{ids::Lane, rulebook::LaneRules};

use super::{
    context::{Context, Moment},
    demand_at_start::DemandAtStart,
};

/// A lane, what is wanted of it, and when.
#[derive(Clone, Copy)]
pub(super) struct LaneAtStart<'q> {
    pub(super) context: &'q Context<'q>,
    pub(super) wanted: &'q DemandAtStart<'q>,
    pub(super) lane: Lane,
    pub(super) rules: &'q LaneRules,
    pub(super) moment: &'q Moment<'q>,
}
