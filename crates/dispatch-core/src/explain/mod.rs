//! Why: the registry of reasons, the trace as data, and its text.

mod blocker;
mod note;
mod packed;
mod reason;
mod text;
mod trace;
mod who;

pub use blocker::Blockers;
pub use note::{Note, SameDay};
pub(crate) use packed::{Found, IneligibilityIndex, PackedTrace, PackedVerdict, RoleIndex, TraceNames};
pub use reason::ReasonCode;
pub use text::Words;
pub use trace::{Blocker, Candidate, Occupant, Trace, Verdict, Who, WishKind};
pub use who::RoleName;
