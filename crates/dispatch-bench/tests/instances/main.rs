//! Instances: answered a second time by brute force, and what is said of a faulty one.

#![expect(clippy::unwrap_used, reason = "helpers of a test binary: a failure is the test's")]

mod brute_force;
mod faults;
