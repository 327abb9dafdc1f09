//! The booking platforms: one HTTP client, and a connection with its rate budget for each account.

pub(crate) mod executor;
