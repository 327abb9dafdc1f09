//! The durable state of a service: deliveries as they came, the journal of events, effects still to be carried out, timers,
//! and projections for reading. One SQLite file, one writer, one owner a practice.
//!
//! Events, traces and payloads are stored as JSON text: the store does not know their shape. A practice's batch is one
//! transaction, [`Store::commit`].

mod error;
mod rows;
mod sqlite;

pub use error::StoreError;
pub use rows::{
    answer::{AnswerKey, AnswerRow},
    batch::{Batch, BookingOccupancies, EventRow, OccupancyRow},
    contact::ContactRow,
    inbox::{ClaimedDelivery, Delivery, InboxCounts, InboxId, Received},
    journal::JournalRow,
    outbox::{
        ClaimedEffect, NewEffect, OutboxCounts, OutboxId, OutboxStatus, SavedExchange, Settled, ShownEffect,
    },
    ownership::{Claim, Epoch, Ownership},
    projection::{BookingSummary, ExceptionChange, KnownException, OpenException},
    timer::{DueTimer, TimerChange},
};
pub use sqlite::{Pragmas, Store};
