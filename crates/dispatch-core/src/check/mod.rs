//! The independent checker: what a schedule breaks of a rulebook, derived anew. It shares no code with the solver and
//! looks at the schedule's lists, never at its bitmaps.

mod clash;
mod facts;
mod presence;
mod together;
mod violation;

pub use violation::{Violation, ViolationKind};

use crate::{
    calendar::{Origin, Schedule},
    ids::BookingId,
    rulebook::Rulebook,
    time::Minutes,
};

use facts::Facts;

/// Everything that the schedule breaks, in a fixed order. What the platform reports may break rules; what is ours
/// must not ([`Violation::is_ours`]).
#[must_use]
pub fn check(rulebook: &Rulebook, schedule: &Schedule) -> Vec<Violation> {
    judge(rulebook, &Facts::all(schedule))
}

/// Everything that involves this booking.
#[must_use]
pub fn check_booking(rulebook: &Rulebook, schedule: &Schedule, booking: BookingId) -> Vec<Violation> {
    // A run is followed for no longer than one is allowed: further on it is too long in any case.
    let in_a_row = rulebook.lanes.iter().filter_map(|lane| lane.max_in_a_row);
    let reach = in_a_row.map(|rule| Minutes(rule.minutes.0 + rule.pause.0)).max().unwrap_or_default();
    let mut violations = judge(rulebook, &Facts::around(schedule, booking, reach));
    violations.retain(|violation| violation.bookings.contains(&booking));
    violations
}

fn judge(rulebook: &Rulebook, facts: &Facts) -> Vec<Violation> {
    let mut violations = Vec::new();
    for lane in &facts.lanes {
        clash::check(rulebook, lane, &mut violations);
        presence::check(rulebook, lane, &mut violations);
    }
    together::check(rulebook, facts, &mut violations);
    violations.sort();
    violations.dedup();
    violations
}

/// Whether an occupancy says that somebody is assigned. The others only keep time: they may overlap nothing, but need
/// be neither complete nor qualified.
const fn assigns(origin: Origin) -> bool {
    matches!(origin, Origin::Ours | Origin::Observed | Origin::Forced)
}
