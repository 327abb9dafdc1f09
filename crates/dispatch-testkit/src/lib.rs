//! Test tools: random practices, and the rules written down a second time, slowly, to compare the solver with.

pub mod commands;
mod random_practice;
pub mod reference;
pub mod stored;

pub use random_practice::{Practice, practice};
