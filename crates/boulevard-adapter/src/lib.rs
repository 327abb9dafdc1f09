//! Boulevard: webhooks verified and decoded, appointments and blocks read back through the Admin API, and decisions
//! written back through booking drafts. Pure: the program that uses it owns the socket and the clock.

mod adapter;
mod call;
mod connection;
pub mod documents;
mod phase;
mod platform;
mod read;
mod settings;
mod webhook;
mod wire;
mod write;

pub use connection::Boulevard;
pub use platform::PLATFORM;
pub use settings::{CatalogueKind, Credentials, Rate, SelfOverlap, Settings, WriteMode};
