//! Effects: the things that the shell has to do after an event is durable. In this order: the platform is written
//! to, then the client is told.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    ids::{BookingId, ExceptionId, NoticeId, WriteId},
    time::Timestamp,
};

use super::{Notice, Write};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Set the appointment on the platform to what we decided.
    WriteBack(Arc<Write>),
    /// Tell the client.
    Notify(Notice),
    /// Wake the engine with this timer at `due`.
    SetTimer {
        /// The timer.
        timer: Timer,
        /// The moment.
        due: Timestamp,
    },
    /// This timer is no longer needed.
    CancelTimer {
        /// The timer.
        timer: Timer,
    },
    /// Show this exception to its owner.
    RaiseException {
        /// The exception; its content is in the state.
        exception: ExceptionId,
        /// Its booking.
        booking: BookingId,
        /// The person who is told.
        owner: String,
        /// The deadline for an answer.
        deadline: Timestamp,
    },
    /// This exception is settled: take it from the desk.
    CloseException {
        /// The exception.
        exception: ExceptionId,
    },
}

/// A reason for the engine to wake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// A planned notice is due.
    Notice(NoticeId),
    /// An exception's deadline.
    Exception(ExceptionId),
    /// A write has waited long enough for its acknowledgement.
    Write(WriteId),
    /// A person's claim on an exception ends.
    Claim(ExceptionId),
}
