//! An assignment as decided: its booking, its rulebook, its decider and its reason.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{assign::Assignment, explain::ReasonCode, ids::BookingId};

/// The place of a booking, as decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    /// The booking.
    pub booking: BookingId,
    /// The revision of our decision about it, from 1.
    pub revision: u32,
    /// The revision of the rulebook that decided.
    pub rulebook: u32,
    /// The decider.
    pub cause: Cause,
    /// The reason for this assignment.
    pub reason: ReasonCode,
    /// The providers, rooms, devices and times, and everything that they take up.
    pub assignment: Arc<Assignment>,
    /// True if it is not to be changed by rule any more.
    #[serde(default)]
    pub pinned: bool,
    /// The reasons that a person has decided upon.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<ReasonCode>,
    /// The bookings that it clashes with: never any if decided by rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// The decider of an assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The rulebook.
    Rule,
    /// The rulebook, because something else came in the way of the assignment before.
    Redispatch,
    /// A person, by a change on the platform.
    Override,
    /// This person, by answering the exception.
    Person(String),
    /// The rulebook's answer to a deadline that passed.
    Deadline,
}

/// A decision that was not carried out, since automation only suggests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggested {
    /// The booking.
    pub booking: BookingId,
    /// The revision of the rulebook that decided.
    pub rulebook: u32,
    /// The assignment; none if a person would be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Arc<Assignment>>,
    /// The reasons for which a person would be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<ReasonCode>,
}

/// Our decision about a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desired {
    /// The providers, rooms, devices and times.
    pub assignment: Arc<Assignment>,
    /// The revision of the rulebook that decided.
    pub rulebook: u32,
}
