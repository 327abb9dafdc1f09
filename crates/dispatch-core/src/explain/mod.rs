//! Explanations: the registry of reasons, the trace as data, and its text.

mod blocker;
mod candidate;
mod cure;
mod note;
mod packed;
mod reason;
mod text;
mod trace;
mod who;

pub use blocker::{Blocker, Blockers, Occupant, WishKind};
pub use candidate::{Candidate, Verdict};
pub use cure::Cure;
pub use note::{Note, SameDay};
pub(crate) use packed::{Found, IneligibilityIndex, PackedTrace, PackedVerdict, RoleIndex, TraceNames};
pub use reason::ReasonCode;
pub use text::Words;
pub use trace::Trace;
pub use who::{RoleName, Who};
