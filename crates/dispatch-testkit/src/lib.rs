//! Test tools: random practices, and the rules written down a second time, slowly, to compare the solver with.

pub mod commands;
mod practice;
pub mod reference;
pub mod stored;

pub use practice::{Practice, practice};
