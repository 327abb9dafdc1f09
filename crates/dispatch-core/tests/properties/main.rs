//! The solver, the schedule and the checker: cases with a name, and properties on random practices, decided a second time
//! by a slow reference.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets the unexpected should stop")]

mod cases;
mod clinic;
mod random;
