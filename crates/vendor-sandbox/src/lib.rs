//! Strict stand-ins for booking platforms, for tests and for the demo: they accept what the vendor accepts, refuse what it
//! refuses, keep a record of every call, and fail on command.

pub mod boulevard;
