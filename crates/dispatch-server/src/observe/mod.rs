//! Counters and times, for people who watch the server.

pub(crate) mod metrics;
pub(crate) mod timing;
