//! Events as they are read back.

use dispatch_core::Timestamp;

/// One stored event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalRow {
    /// Its place in the practice's journal, from 1.
    pub sequence: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// The decision id, which names the delivery, timer or person that it came from.
    pub cause: String,
    /// The event, as JSON.
    pub event: String,
}
