//! Availability: may one lane (a provider, a room, a device) serve one demand, and when?
//!
//! Each rule is one file with three faces: `holds` answers for one start from bitmaps, `blockers` names whatever stands in the
//! way, and the face for a whole day rules out starts at once. Three files put the rules together: [`one_start`],
//! [`all_blockers`] and [`all_starts`]; the rules that count are listed in [`counting`]; [`fast_path`] answers the usual case
//! of `one_start` from a few words. A test holds the three faces of every rule, and the three ways to put them together,
//! against each other on random days.

mod all_blockers;
mod all_starts;
mod cap;
mod client;
mod context;
mod counting;
mod day;
mod demand_at_start;
mod fast_path;
mod floating_break;
mod hours;
mod inspection;
mod lane_at_start;
mod location;
mod neighbours;
mod one_start;
mod pauses;
mod readability;
mod start_set;
mod supervision;
#[cfg(test)]
mod tests;
mod wishes;

pub use client::{Attended, Cleared, Client, History, Wish};
pub(crate) use context::{Context, Moment};
pub(crate) use day::{Day, range, reach};
pub(crate) use demand_at_start::{DemandAtStart, used_span, uses};
pub(crate) use inspection::{CandidateRef, Inspection};
pub(crate) use start_set::{StartSet, Words};
