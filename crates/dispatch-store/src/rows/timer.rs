//! Timers: set and removed by batches, read when they are due.

use dispatch_core::{PracticeId, Timestamp};

/// A timer set or removed. `timer` is its JSON, which is its identity too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimerChange {
    /// Set, or moved.
    Set {
        /// The timer.
        timer: String,
        /// Its moment.
        due: Timestamp,
        /// The decision id of the batch that set it.
        cause: String,
    },
    /// Cancelled or fired.
    Remove {
        /// The timer.
        timer: String,
    },
}

/// A timer whose moment has come. It needs no claim: nothing is done outside before the batch that removes it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueTimer {
    /// Its practice.
    pub practice: PracticeId,
    /// The timer, as JSON.
    pub timer: String,
    /// Its moment.
    pub due: Timestamp,
    /// The decision id of the batch that set it.
    pub cause: String,
}
