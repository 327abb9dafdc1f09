//! The simulator against the engine, and its planted bugs.

mod lives;
mod planted;
