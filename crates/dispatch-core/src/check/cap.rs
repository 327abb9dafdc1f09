//! The cap on appointments of a day.

use std::collections::BTreeSet;

use crate::{
    calendar::{Occupancy, Origin, PageIndex},
    ids::BookingId,
    rulebook::Rulebook,
};

use super::{
    facts::LaneFacts,
    violation::{Violation, ViolationKind},
};

pub(super) fn check(rulebook: &Rulebook, facts: &LaneFacts, violations: &mut Vec<Violation>) {
    let rules = rulebook.lanes.get(facts.lane.position());
    let Some(most) = rules.and_then(|rules| rules.about.max_appointments_a_day) else { return };
    for page in facts.pages(rulebook) {
        cap(rulebook, facts, page, most, violations);
    }
}

/// Distinct bookings of one local day.
fn cap(rulebook: &Rulebook, facts: &LaneFacts, page: PageIndex, most: u16, violations: &mut Vec<Violation>) {
    let day = rulebook.table.span(page);
    let of_day: Vec<&Occupancy> = facts
        .occupancies
        .iter()
        .filter(|occupancy| occupancy.origin != Origin::Vacating && occupancy.padded().overlaps(day))
        .collect();
    let bookings: BTreeSet<BookingId> = of_day.iter().map(|occupancy| occupancy.booking).collect();
    if bookings.len() > usize::from(most) {
        let violation = Violation::of(ViolationKind::DayFull, &of_day, day);
        violations.push(Violation { most: Some(most), ..violation });
    }
}
