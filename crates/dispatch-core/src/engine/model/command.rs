//! Commands: everything that the engine is asked to take in.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ExceptionId, NoticeId, PlatformId, WriteId},
    time::Timestamp,
};

use super::{Fact, Resolution, Timer};

/// One thing to take in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Decide by the rulebook given with this command from now on.
    AdoptRulebook {},
    /// A platform reported something.
    Fact(Fact),
    /// A timer that was set is due.
    TimerFired {
        /// The timer.
        timer: Timer,
    },
    /// The platform accepted a write.
    WriteAcknowledged {
        /// The write.
        write: WriteId,
        /// The platform's id of the appointment, if the write gave it another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appointment: Option<PlatformId>,
        /// The moment at which it was accepted, by our clock.
        at: Timestamp,
    },
    /// The platform refused a write for good.
    WriteRefused {
        /// The write.
        write: WriteId,
        /// The reason, as an opaque word of the adapter's.
        reason: String,
    },
    /// A notice was handed to a channel.
    MessageSent {
        /// The notice.
        notice: NoticeId,
    },
    /// A notice could not be delivered.
    MessageFailed {
        /// The notice.
        notice: NoticeId,
        /// True if no further attempt is made.
        #[serde(rename = "final")]
        is_final: bool,
    },
    /// A person answered an exception.
    ResolveException {
        /// The exception.
        exception: ExceptionId,
        /// The answer.
        resolution: Resolution,
        /// The person who answered, opaque.
        by: String,
        /// The person's reason, as an opaque word.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// A person takes an exception in hand for five minutes: it is judged and shown meanwhile, but nothing is assigned or
    /// sent. Another person's claim stands until it ends.
    ClaimException {
        /// The exception.
        exception: ExceptionId,
        /// The person, opaque.
        by: String,
    },
    /// A person gives an exception back before the five minutes are over.
    ReleaseException {
        /// The exception.
        exception: ExceptionId,
        /// The person, opaque.
        by: String,
    },
    /// Judge again what waits for something that has changed. Given after any other command for as long as
    /// [`State::has_waking`](super::State::has_waking).
    Wake {},
}
