//! The adapter against a strict stand-in: every document, every step, every misbehaviour.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod conformance;
mod documents;
mod fixture;
mod hydrate;
mod over_http;
mod platform;
mod stored_exchanges;
mod write_back;
