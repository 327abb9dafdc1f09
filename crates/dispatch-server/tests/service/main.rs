//! The service over real HTTP, against the stand-in of a platform.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod configuration;
mod crash;
mod desk;
mod desk_client;
mod desk_lists;
mod fixture;
mod friday;
mod intake;
mod mail_sink;
mod ownership;
mod platform;
