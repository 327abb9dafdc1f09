//! The answer to "why": verdicts on one provider, room or device, and the moves that would change them.

use serde::{Deserialize, Serialize};

use crate::{
    explain::{Candidate, Note, ReasonCode, Who},
    ids::{BookingId, ServiceCode},
    time::{Minute, Minutes},
};

/// One provider, room or device at one start: its verdicts, and what would change them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// The provider, room or device.
    pub who: Who,
    /// The start that was looked at.
    pub start: Minute,
    /// The services asked for in order, each with the start that it would have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceAt>,
    /// The reasons for which the booking would go to a person at that start, whichever provider takes it; empty if it would
    /// go ahead by rule.
    pub flags: Vec<ReasonCode>,
    /// Notes on the client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// One for each role that it could come into question for; empty if the services need nothing of its kind.
    pub answers: Vec<Answer>,
    /// The next start within a week, to the minute, at which it could be had together with all else, of several services
    /// in any of them; none if there is none.
    pub next: Option<Minute>,
}

/// A service of the booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServiceAt {
    /// Which.
    pub service: ServiceCode,
    /// When it would begin.
    pub start: Minute,
}

/// Its verdict in one role of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The verdict, with everything that stands in the way.
    pub candidate: Candidate,
    /// Bookings in the way that could make room: the least move of each that breaks no rule, all else staying where it is.
    pub moves: Vec<Move>,
    /// Of several services, the start of this one if the client asked for the provider in it: the client may have to wait
    /// for them, or another provider to treat before. None if they could not be had even so, or can be anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_asked: Option<Minute>,
}

/// A booking that starts earlier or later, with all lanes that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Move {
    /// Which booking.
    pub booking: BookingId,
    /// How much later; below 0, how much earlier.
    pub by: Minutes,
}
