//! The payload of an effect in the outbox.

use dispatch_core::{
    Timestamp,
    engine::{Notice, Write},
};
use serde::{Deserialize, Serialize};

/// An effect as the outbox holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum OutboxPayload {
    /// Write to the platform.
    Write {
        /// The write.
        write: Write,
    },
    /// Tell the client.
    Notify {
        /// The notice.
        notice: Notice,
        /// When it was decided.
        decided_at: Timestamp,
    },
}

impl OutboxPayload {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Write { .. } => "write",
            Self::Notify { .. } => "notify",
        }
    }

    /// Effects with the same key are carried out in order: a booking's writes, and a booking's messages.
    pub(super) fn queue_key(&self) -> String {
        let booking = match self {
            Self::Write { write } => write.booking,
            Self::Notify { notice, .. } => notice.booking,
        };
        format!("{}/{booking}", self.kind())
    }
}
