//! A practice at work: commands in, durable batches out.

pub(crate) mod projection;
pub(crate) mod worker;
