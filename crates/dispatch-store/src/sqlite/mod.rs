//! The store in one SQLite file: all SQL is here.

mod commit;
mod contacts;
mod inbox;
mod journal;
mod outbox;
mod projection;
mod store;
mod timers;

pub use commit::{
    Batch, BookingOccupancies, BookingSummary, EventRow, ExceptionChange, NewEffect, OccupancyRow, Settled,
    TimerChange,
};
pub use contacts::ContactRow;
pub use inbox::{Delivery, InboxCounts, InboxId, Received, WaitingDelivery};
pub use journal::JournalRow;
pub use outbox::{ClaimedEffect, OutboxCounts, OutboxId, OutboxStatus, SavedExchange, ShownEffect};
pub use projection::OpenException;
pub use store::{Pragmas, Store};
pub use timers::DueTimer;
