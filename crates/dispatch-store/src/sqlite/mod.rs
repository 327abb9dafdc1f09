//! The store in one SQLite file: all SQL stands here, and nothing else.

mod answers;
mod commit;
mod contacts;
mod idle;
mod inbox;
mod journal;
mod migrations;
mod outbox;
mod ownership;
mod projection;
mod store;
mod timers;

pub use store::{Pragmas, Store};
