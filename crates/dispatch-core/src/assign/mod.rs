//! The solver: who, where and with what, at a given time or at the earliest one that works.

mod added;
mod blockers;
mod bounds;
mod clearance;
mod client;
mod decide;
mod decision;
mod fast_path;
mod free;
mod in_a_row;
mod judge;
mod pick;
mod place;
mod rank;
mod request;
mod resources;
mod spacing;
mod supervision;
mod trace;
mod unreadable;
mod visit;

pub use clearance::Cleared;
pub use client::{Client, Wish};
pub use decide::assign;
pub(crate) use decide::{assigned, best, best_first};
pub use decision::{AssignedItem, AssignedRole, Assignment, Decision, Flagged, Outcome};
pub(crate) use free::{Context, uses};
pub use judge::Scratch;
pub(crate) use judge::{ItemCase, Judged, unjudged};
pub use pick::{Choice, pick};
pub(crate) use rank::{Contender, values};
pub use request::{Request, RequestItem, When};
pub(crate) use resources::{in_its_room, others, ranked};
pub use spacing::{Attended, History};
pub(crate) use supervision::presence;
pub(crate) use visit::Visit;
