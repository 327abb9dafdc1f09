//! The solver: who, where and with what, at a given time or at the earliest one that works.

mod decision;
mod request;

pub use decision::{AssignedItem, AssignedRole, Assignment, Decision, Flagged, Outcome};
pub use request::{Request, RequestItem, When};

use crate::{calendar::Schedule, explain::Trace, rulebook::Rulebook};

/// Decides one booking, with the full trace. Leaves the schedule as it is: insert the assignment's occupancies to
/// commit it.
#[must_use]
pub fn assign(_rulebook: &Rulebook, _schedule: &Schedule, _request: &Request) -> Decision {
    Decision { outcome: Outcome::ToPerson(Flagged::default()), trace: Trace::default() }
}
