//! Effects: what decisions ask to be done outside, from the batch that stores them to their end.

use dispatch_core::{PracticeId, Timestamp};

use super::ownership::Claim;

/// A stored effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxId(pub i64);

/// A new effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEffect {
    /// Position, among the events of its batch, of the event it came from.
    pub event: usize,
    /// Its kind: a short word, for people and for sorting.
    pub kind: String,
    /// Effects of one practice with the same key are carried out one after the other.
    pub queue_key: String,
    /// The work itself, as JSON.
    pub payload: String,
    /// The earliest moment for it.
    pub due: Timestamp,
}

/// The progress of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutboxStatus {
    /// To be done.
    Pending,
    /// Being done; a later owner may take it up again.
    InFlight,
    /// Inside a call that must not be repeated blindly.
    Sending,
    /// Done.
    Done,
    /// Given up; for a person.
    Dead,
    /// The owner stopped inside the call: it may have been done. For a person.
    Unknown,
}

/// The end of an effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Done, or no longer to be done.
    Done,
    /// Given up, with the reason.
    Dead(String),
    /// May or may not have been done, with the reason.
    Unknown(String),
}

/// An effect to be carried out, claimed by this owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedEffect {
    /// The claim on it.
    pub claim: Claim<OutboxId>,
    /// Its practice.
    pub practice: PracticeId,
    /// Sequence of the event it came from.
    pub sequence: u64,
    /// Its kind.
    pub kind: String,
    /// The decision id.
    pub cause: String,
    /// The work itself, as JSON.
    pub payload: String,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// Its exchange as last saved, if it has one.
    pub exchange: Option<SavedExchange>,
}

/// An effect as shown to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownEffect {
    /// The effect.
    pub id: OutboxId,
    /// Its kind.
    pub kind: String,
    /// Its progress.
    pub status: OutboxStatus,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// The work itself, as JSON.
    pub payload: String,
    /// The last failure.
    pub error: Option<String>,
}

/// An exchange as last saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedExchange {
    /// How many steps it has taken.
    pub step: u32,
    /// The exchange, as JSON.
    pub exchange: String,
}

/// Effects counted by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// To be done, or being done.
    pub open: u64,
    /// Done.
    pub done: u64,
    /// Given up.
    pub dead: u64,
    /// May or may not have been done.
    pub unknown: u64,
}
