//! Why: the registry of reasons, the trace as data, and its text.

mod blockers;
mod note;
mod reason;
mod role;
mod text;
mod told;
mod trace;

pub use blockers::Blockers;
pub use note::Note;
pub use reason::ReasonCode;
pub use role::RoleName;
pub use text::Words;
pub(crate) use told::{BarIndex, Cast, Fate, Found, RoleIndex, Told};
pub use trace::{Blocker, Candidate, Occupant, Trace, Verdict, Who, WishKind};
