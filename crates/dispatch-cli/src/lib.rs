//! What the `dispatch` command is made of, as far as its tests and its demo share it.

pub mod scenario;
