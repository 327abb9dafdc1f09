//! Inputs of a practice, and its answers to them.

use dispatch_core::engine::{Command, Refusal};
use dispatch_store::{ContactRow, InboxId, OutboxId, Settled};

/// Something to take in, and what it settles once it is durable.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    /// The decision id.
    pub(crate) decision: String,
    pub(crate) commands: Vec<Command>,
    pub(crate) contacts: Vec<ContactRow>,
    pub(crate) delivery: Option<InboxId>,
    pub(crate) settled: Option<(OutboxId, Settled)>,
    /// A timer that fired, as stored.
    pub(crate) fired: Option<String>,
}

/// Why something was not taken in; nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotTaken {
    /// It may be asked again.
    #[error("not now: {0}")]
    Later(String),
    /// Asking again changes nothing.
    #[error("{0}")]
    Never(String),
}

/// The answer to an input: the refusals of its commands.
pub(crate) type Taken = Result<Vec<Refusal>, NotTaken>;
