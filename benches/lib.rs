//! The shared parts of the benchmarks: the workloads, each with its floor, and the scenario's Friday.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "measurements: what cannot be set up cannot be measured"
)]

pub mod decisions;
pub mod floor;
pub mod instances;
pub mod requests;
#[cfg(feature = "scenario")]
mod scenario;
pub mod standing;
pub mod starts;
pub mod stream;
pub mod vectors;

#[cfg(feature = "scenario")]
pub use scenario::Friday;
