//! Why: the registry of reasons, the trace as data, and its text.

mod blockers;
mod note;
mod packed;
mod reason;
mod role;
mod text;
mod trace;

pub use blockers::Blockers;
pub use note::{Note, SameDay};
pub(crate) use packed::{Found, IneligibilityIndex, PackedTrace, PackedVerdict, RoleIndex, TraceNames};
pub use reason::ReasonCode;
pub use role::RoleName;
pub use text::Words;
pub use trace::{Blocker, Candidate, Occupant, Trace, Verdict, Who, WishKind};
