//! The independent checker: the rules that a schedule breaks, derived anew. It shares no code with the solver and looks at
//! the schedule's lists, never at its bitmaps, so that a fault of either cannot hide itself here.

mod add_ons;
mod breaks;
mod cap;
mod clash;
mod facts;
mod in_a_row;
mod presence;
mod roles;
mod supervision;
mod together;
mod violation;

pub use violation::{Violation, ViolationKind};

use crate::{calendar::Schedule, ids::BookingId, rulebook::Rulebook};

use facts::Facts;

/// Everything that the schedule breaks, in a fixed order. What the platform reports may break rules; what is ours
/// must not ([`Violation::is_ours`]).
///
/// A schedule holds no clients. What depends on them is not judged: wishes, their other bookings, clearances (a service is
/// complete with and without the phases for some clients only), days between services, lead times.
///
/// ```
/// use dispatch_core::{BookingId, Criteria, Horizon, Origin, Rulebook, Timestamp, ViolationKind, check};
///
/// let text = std::fs::read_to_string("examples/practice.json")?;
/// let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
/// let compiled = Rulebook::compile(&serde_json::from_str(&text)?, horizon, &Criteria::builtin());
/// let rulebook = compiled.unwrap().rulebook;
/// let mut schedule = rulebook.empty_schedule();
/// let two = Timestamp::parse("2026-06-12T14:00:00-04:00")?.minute_floor();
/// let laser = rulebook.service("LAS-HAIR").unwrap();
/// let given = [rulebook.provider("ana").unwrap(), rulebook.resource("room-1").unwrap(), rulebook.resource("laser-1").unwrap()];
/// let placed = rulebook.place(BookingId(1), 0, laser, two, &given, Origin::Observed).unwrap();
/// schedule.load(placed.occupancies);
///
/// let found = check(&rulebook, &schedule);
/// assert_eq!(found[0].kind, ViolationKind::Unqualified);
/// assert!(!found[0].is_ours(), "the platform says so, we do not");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn check(rulebook: &Rulebook, schedule: &Schedule) -> Vec<Violation> {
    judge(rulebook, &Facts::all(schedule))
}

/// Everything that involves this booking.
#[must_use]
pub fn check_booking(rulebook: &Rulebook, schedule: &Schedule, booking: BookingId) -> Vec<Violation> {
    let reach = in_a_row::reach(rulebook);
    let mut violations = judge(rulebook, &Facts::around(rulebook, schedule, booking, reach));
    violations.retain(|violation| violation.bookings.contains(&booking));
    violations
}

fn judge(rulebook: &Rulebook, facts: &Facts) -> Vec<Violation> {
    let mut violations = Vec::new();
    for lane in &facts.lanes {
        clash::check(rulebook, lane, &mut violations);
        presence::check(rulebook, lane, &mut violations);
        breaks::check(rulebook, lane, &mut violations);
        cap::check(rulebook, lane, &mut violations);
        in_a_row::check(rulebook, lane, &mut violations);
        supervision::blocks(rulebook, facts, lane, &mut violations);
    }
    together::check(rulebook, facts, &mut violations);
    violations.sort();
    violations.dedup();
    violations
}
