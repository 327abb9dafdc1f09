//! An exception: a question to a person, the answers to choose from, and how it was settled.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    assign::Assignment,
    calendar::Occupancy,
    explain::ReasonCode,
    ids::{BookingId, ExceptionId},
    time::Timestamp,
};

/// Why a person is asked, and what they can choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExceptionRaised {
    /// This exception.
    pub exception: ExceptionId,
    /// Its booking.
    pub booking: BookingId,
    /// Every reason, in the registry's order.
    pub flags: Vec<ReasonCode>,
    /// Who is told.
    pub owner: String,
    /// Until when it must be answered.
    pub deadline: Timestamp,
    /// What can be had at the time asked for, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Arc<Assignment>>,
    /// Other starts that can be had, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Arc<Assignment>>,
    /// What is kept while a decision is awaited; none if the booking stays as it is and this is a task beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// What is kept for a booking that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// The platform's own choice, and the best candidate if it is held.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// Why an exception is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// A person answered.
    Answered {
        /// What.
        resolution: Resolution,
        /// Who, opaque.
        by: String,
    },
    /// What was asked is settled otherwise: the booking changed, was cancelled or went on.
    Moot,
    /// Another exception of the same booking takes its place.
    Superseded,
    /// The rulebook's answer to the deadline.
    Deadline,
}

/// A person's answer to an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Take this one: candidates count from 0, and the alternatives follow them.
    Candidate(u16),
    /// The booking cannot be had.
    Decline,
    /// What the platform shows stays, whatever rule it breaks.
    KeepPlatform,
    /// It was dealt with; the booking stays as it is. Not for a booking that waits for a decision.
    Done,
}

/// An open exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// What was asked.
    pub raised: ExceptionRaised,
    /// Who is to answer now.
    pub owner: String,
    /// True once the deadline passed.
    pub escalated: bool,
}
