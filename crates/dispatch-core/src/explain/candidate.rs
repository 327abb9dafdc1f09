//! Candidates: one provider, room or device in one role at one start, and its verdict.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Blockers, RoleName, Who};

/// One provider, room or device in one role at one start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// Which service of the booking, from 0.
    pub item: u8,
    /// The role, such as `provider` or `room`.
    pub role: RoleName,
    /// The provider, room or device.
    pub who: Who,
    /// Its verdict.
    pub verdict: Verdict,
}

/// The verdict on a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Taken.
    Chosen,
    /// Could take it, but lost on this criterion.
    Lost {
        /// The criterion's name.
        criterion: Arc<str>,
        /// Its own value; lower is better.
        own: i64,
        /// The best value among those compared.
        best: i64,
    },
    /// Equal to another on every criterion.
    Tied,
    /// A room or device that is free too; another is used first.
    LeftFree,
    /// Free at that time, where nothing was chosen: it does not stand in the way.
    Free,
    /// Cannot take it, for all of these reasons.
    Blocked(Blockers),
}
