//! Strict stand-ins for booking platforms, for tests and for the demo: they take what the vendor takes, refuse what
//! it refuses, keep records of every call, and misbehave on command.

pub mod boulevard;
