//! The booking platforms: one HTTP client for all, and a connection with its rate budget for each account.

mod budget;
pub(crate) mod connection;
pub(crate) mod executor;
pub(crate) mod fetch;
