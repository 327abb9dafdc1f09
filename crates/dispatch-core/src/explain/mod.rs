//! Why: the registry of reasons, the trace as data, and its text.

mod reason;
mod text;
mod trace;

pub use reason::ReasonCode;
pub use text::Words;
pub use trace::{Blocker, Candidate, Trace, Verdict, Who};
