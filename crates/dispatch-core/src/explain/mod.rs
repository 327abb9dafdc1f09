//! Why: the registry of reasons, the trace as data, and its text.

mod reason;
mod trace;

pub use reason::ReasonCode;
pub use trace::{Blocker, Candidate, Trace, Verdict, Who};
