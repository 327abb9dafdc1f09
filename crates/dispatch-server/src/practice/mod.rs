//! A practice at work: inputs in, durable batches out.

mod asked;
pub(crate) mod command;
pub(crate) mod handle;
pub(crate) mod input;
mod judged;
pub(crate) mod payload;
mod projection;
pub(crate) mod replay;
pub(crate) mod worker;
