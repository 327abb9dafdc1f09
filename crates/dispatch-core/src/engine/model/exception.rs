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

/// A question to a person, and the choices that they have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExceptionRaised {
    /// Our id of it.
    pub exception: ExceptionId,
    /// Its booking.
    pub booking: BookingId,
    /// Every reason, in the registry's order.
    pub flags: Vec<ReasonCode>,
    /// The person who is told.
    pub owner: String,
    /// The deadline for an answer.
    pub deadline: Timestamp,
    /// The assignments that are possible at the time asked for, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Arc<Assignment>>,
    /// The assignments that are possible at other times, nearest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Arc<Assignment>>,
    /// The time kept while a decision is awaited; none if the booking stays as it is and this is a task beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Waiting>,
}

/// The time kept for a booking that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waiting {
    /// The platform's own choice, and the best candidate if it is held.
    pub occupancies: Vec<Occupancy>,
    /// The bookings that it clashes with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<BookingId>,
}

/// The way in which an exception was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// A person answered.
    Answered {
        /// The answer.
        resolution: Resolution,
        /// The person who answered, opaque.
        by: String,
    },
    /// The question is settled otherwise: the booking changed, was cancelled or went on.
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
    /// The booking is declined.
    Decline,
    /// The platform's picture stays, whatever rule it breaks.
    KeepPlatform,
    /// The matter was dealt with; the booking stays as it is. Not for a booking that waits for a decision.
    Done,
}

/// An open exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The question.
    pub raised: ExceptionRaised,
    /// The person who is to answer now.
    pub owner: String,
    /// True once the deadline passed.
    pub escalated: bool,
}
