//! The service over real HTTP, against the stand-in of a platform.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod fixture;
mod friday;
mod intake;
mod platform;
