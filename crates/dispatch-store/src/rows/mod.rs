//! Rows as plain data, without SQL: what callers hand to a store and what it gives back.

pub(crate) mod answer;
pub(crate) mod batch;
pub(crate) mod contact;
pub(crate) mod inbox;
pub(crate) mod journal;
pub(crate) mod outbox;
pub(crate) mod ownership;
pub(crate) mod projection;
pub(crate) mod timer;
