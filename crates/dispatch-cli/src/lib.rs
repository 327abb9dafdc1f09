//! The parts of the `dispatch` command that its tests and its demo share.

pub mod scenario;
