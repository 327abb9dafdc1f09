//! The simulator against the engine, and its planted bugs.

#![expect(clippy::unwrap_used, reason = "helpers of a test binary: a failure is the test's")]

mod lives;
mod planted;
