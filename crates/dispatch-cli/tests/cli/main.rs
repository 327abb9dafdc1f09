//! The `dispatch` command, run as people run it, and the scenario that it plays.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of a test binary: a failure is the test's")]

mod commands;
mod desk;
mod explain;
mod friday;
mod life;
mod messages;
mod program;
mod readme;
mod table;
