//! The loops that take up what is due: deliveries, effects and timers.

pub(crate) mod inbox;
mod messages;
pub(crate) mod outbox;
pub(crate) mod timers;
