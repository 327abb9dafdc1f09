//! Test tools: random practices, commands and stored forms. The slow reference is a crate of its own.

pub mod commands;
mod random_practice;
pub mod stored;

pub use random_practice::{Practice, practice};
