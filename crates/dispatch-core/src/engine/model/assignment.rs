//! An assignment as decided: for which booking, by which rulebook, by whom and why.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{assign::Assignment, explain::ReasonCode, ids::BookingId};

/// Where a booking goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    /// Which booking.
    pub booking: BookingId,
    /// Which revision of our decision about it, from 1.
    pub revision: u32,
    /// By which revision of the rulebook.
    pub rulebook: u32,
    /// Who decided.
    pub cause: Cause,
    /// Why this one.
    pub reason: ReasonCode,
    /// Who, where, when, and everything it takes up.
    pub assignment: Arc<Assignment>,
    /// True if it is not to be changed by rule any more.
    #[serde(default)]
    pub pinned: bool,
    /// The bookings that it clashes with: never any if decided by rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// Who decided an assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The rulebook.
    Rule,
    /// The rulebook, because something else came in the way of the assignment before.
    Redispatch,
    /// Somebody, by a change on the platform.
    Override,
    /// This person, by answering the exception.
    Person(String),
    /// The rulebook's answer to a deadline that passed.
    Deadline,
}

/// What would have been decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggested {
    /// For which booking.
    pub booking: BookingId,
    /// By which revision of the rulebook.
    pub rulebook: u32,
    /// Where it would go; none if a person would be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Arc<Assignment>>,
    /// Why a person would be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<ReasonCode>,
}

/// What we decided about a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desired {
    /// Who, where and when.
    pub assignment: Arc<Assignment>,
    /// By which revision of the rulebook.
    pub rulebook: u32,
}
