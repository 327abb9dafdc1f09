//! What must survive a crash: deliveries as they came, the journal of events, what is still to be done outside, timers,
//! and projections for reading. One SQLite file, one writer.
//!
//! Events, traces and payloads are stored as JSON text: the store does not know their shape. A practice's batch is one
//! transaction, [`Store::commit`].

mod error;
mod sqlite;

pub use error::StoreError;
pub use sqlite::{
    Batch, BookingOccupancies, BookingSummary, ClaimedEffect, ContactRow, Delivery, DueTimer, EventRow,
    ExceptionChange, InboxCounts, InboxId, JournalRow, NewEffect, OccupancyRow, OpenException, OutboxCounts,
    OutboxId, OutboxStatus, Pragmas, Received, SavedExchange, Settled, ShownEffect, Store, TimerChange,
    WaitingDelivery,
};
