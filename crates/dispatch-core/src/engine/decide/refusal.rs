//! The refusal of a command that makes no sense: broken use, never "cannot be booked".

use serde::{Deserialize, Serialize};

use crate::{
    explain::ReasonCode,
    ids::{ConnectionId, ExceptionId, NoticeId, PracticeId, WriteId},
};

/// The reason for which a command was not taken in. The state is as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refusal {
    /// The journal has not been opened yet.
    #[error("no rulebook has been adopted yet")]
    NoRulebook,
    /// Decisions must be made by the adopted rulebook.
    #[error(
        "the adopted rulebook is `{practice}` revision {adopted}, not revision {given} or not for the same days"
    )]
    OtherRulebook {
        /// The practice.
        practice: PracticeId,
        /// The revision that was adopted.
        adopted: u32,
        /// The revision that was given.
        given: u32,
    },
    /// A rulebook of another practice, or an older one, or another one under the same revision.
    #[error("revision {given} cannot follow revision {adopted} of `{practice}`")]
    NoSuccessor {
        /// The practice.
        practice: PracticeId,
        /// The revision that was adopted.
        adopted: u32,
        /// The revision that was given.
        given: u32,
    },
    /// A fact names a connection that was not declared.
    #[error("connection `{0}` has not been declared")]
    UnknownConnection(ConnectionId),
    /// No such write.
    #[error("there is no write `{0}`")]
    UnknownWrite(WriteId),
    /// No such notice.
    #[error("there is no notice `{0}`")]
    UnknownNotice(NoticeId),
    /// The exception was closed, or never was.
    #[error("exception `{0}` is not open")]
    NotOpen(ExceptionId),
    /// The exception has no such candidate.
    #[error("exception `{exception}` has no candidate {candidate}")]
    NoSuchCandidate {
        /// The exception.
        exception: ExceptionId,
        /// The number that was given, from 0.
        candidate: u16,
    },
    /// The time was taken in between.
    #[error("candidate {candidate} of exception `{exception}` is no longer free")]
    CandidateGone {
        /// The exception.
        exception: ExceptionId,
        /// The number that was given, from 0.
        candidate: u16,
    },
    /// Another person has it in hand.
    #[error("exception `{exception}` is in the hands of `{by}`")]
    InHand {
        /// The exception.
        exception: ExceptionId,
        /// That person, opaque.
        by: String,
    },
    /// A hard rule stands against what was chosen, or something chosen is not known.
    #[error("what was chosen for exception `{exception}` cannot be had: {}", list(.reasons))]
    ChoiceRefused {
        /// The exception.
        exception: ExceptionId,
        /// Every reason, in the registry's order.
        reasons: Vec<ReasonCode>,
    },
    /// The visit is under way, over or called off, so it can only be ticked off.
    #[error("exception `{0}` can only be dealt with: its booking is under way, over or called off")]
    NothingToDecide(ExceptionId),
    /// The booking waits for a decision, so it cannot merely be ticked off.
    #[error("exception `{0}` asks for a decision")]
    DecisionNeeded(ExceptionId),
}

fn list(reasons: &[ReasonCode]) -> String {
    let slugs: Vec<&str> = reasons.iter().map(|reason| reason.slug()).collect();
    slugs.join(", ")
}
