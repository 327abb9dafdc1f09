//! An exception: a question to a person, the answers to choose from, and how it was settled.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    assign::Assignment,
    calendar::Occupancy,
    explain::ReasonCode,
    ids::{BookingId, ExceptionId, Lane, ProviderId, ResourceId},
    time::{Minute, Timestamp},
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
    pub waiting: Option<Taken>,
    /// The providers, rooms and devices whose time it waits for, in lane order: it is judged again when one of them
    /// becomes free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watches: Vec<Lane>,
    /// The reasons that a person has decided upon before, and that still hold for this client, service and time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<ReasonCode>,
    /// True if a person chose the platform's provider, room and time: they are not to be changed by rule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pinned: bool,
}

/// The time that a booking takes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Taken {
    /// The uses, paddings included.
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
        /// The person's reason, as an opaque word.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// The question is settled otherwise: the booking changed, was cancelled or went on.
    Moot,
    /// Another exception of the same booking takes its place.
    ///
    /// Journals of earlier versions have it: an exception keeps its id by now.
    Superseded,
    /// The rulebook's answer to the deadline.
    Deadline,
}

/// A person's answer to an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// Take this one: candidates count from 0, and the alternatives follow them. For a person who chooses from a list that
    /// may be judged again meanwhile, [`Resolution::Take`] names what is meant.
    Candidate(u16),
    /// Take these providers, rooms and devices at this time, if no hard rule stands against them now.
    Take(Chosen),
    /// Take them whatever rule they break.
    Override(Chosen),
    /// The booking is declined.
    Decline,
    /// The platform's picture stays, whatever rule it breaks.
    KeepPlatform,
    /// The matter was dealt with; the booking stays as it is. Not for a booking that waits for a decision.
    Done,
}

/// The place that a person chooses for a booking, by names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chosen {
    /// The client's arrival.
    pub start: Minute,
    /// What each service gets, in order.
    pub items: Vec<ChosenItem>,
}

/// What a person chooses for one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChosenItem {
    /// The provider who treats.
    pub provider: ProviderId,
    /// The rooms and devices that it must be; of a kind that is not named, any that fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceId>,
}

/// A person at work on an exception: meanwhile nothing is assigned or sent under their hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The person, opaque.
    pub by: String,
    /// The moment at which it ends by itself.
    pub until: Timestamp,
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
    /// The person at work on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The number of the journal line that last changed it: an answer given to an older picture can be told.
    #[serde(default)]
    pub version: u64,
}
