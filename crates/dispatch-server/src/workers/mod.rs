//! The loops that take up what is due (deliveries, effects, timers) and forget what is old.

mod finish;
pub(crate) mod inbox;
mod messages;
pub(crate) mod outbox;
pub(crate) mod retention;
pub(crate) mod timers;
