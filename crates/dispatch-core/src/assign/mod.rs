//! The solver: who, where and with what, at a given time or at the earliest one that works. Each file uses only those above it:
//! request, case, judgment, rank, joint choice, occupancies, trace, answer.

mod alternatives;
mod answer;
mod assigned;
mod bounds;
mod case;
mod choice;
mod clearance;
mod contender;
mod decision;
mod flags;
mod joint;
mod judgment;
mod missing_partner;
mod occupancies;
mod pick;
mod rank;
mod request;
mod scratch;
mod spacing;
mod trace;
mod visit;

pub use answer::assign;
pub(crate) use answer::reasons;
pub(crate) use assigned::assigned;
pub(crate) use case::{ItemCase, unjudged};
pub use choice::Choice;
pub(crate) use contender::{Contender, best, best_first};
pub use decision::{AssignedItem, AssignedRole, Assignment, Decision, Flagged, Outcome};
pub(crate) use joint::in_its_room;
pub(crate) use judgment::Judged;
pub use pick::pick;
pub(crate) use rank::values;
pub use request::{Request, RequestItem, When};
pub use scratch::Scratch;
pub(crate) use visit::Visit;
