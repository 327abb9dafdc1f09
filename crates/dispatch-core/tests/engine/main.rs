//! The engine, case by case: commands in, events and effects out, as text.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets the unexpected should stop")]

mod booking;
mod client;
mod desk;
mod exception;
mod journal;
mod platform;
mod property;
mod remedies;
mod render;
