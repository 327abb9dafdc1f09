//! What must survive a crash: deliveries as they came, the journal of events, what is still to be done outside, timers,
//! and projections for reading. One SQLite file, one writer.
//!
//! Events, traces and payloads are stored as JSON text: the store does not know their shape. A practice's batch is one
//! transaction, [`Store::commit`].

mod batch;
mod contacts;
mod error;
mod inbox;
mod journal;
mod outbox;
mod projection;
mod store;
mod timers;

pub use batch::{
    Batch, BookingOccupancies, BookingSummary, EventRow, ExceptionChange, NewEffect, OccupancyRow, Settled,
    TimerChange,
};
pub use contacts::ContactRow;
pub use error::StoreError;
pub use inbox::{Delivery, InboxCounts, InboxId, Received, WaitingDelivery};
pub use journal::JournalRow;
pub use outbox::{ClaimedEffect, OutboxCounts, OutboxId, OutboxStatus, SavedExchange, ShownEffect};
pub use projection::OpenException;
pub use store::{Pragmas, Store};
pub use timers::DueTimer;
