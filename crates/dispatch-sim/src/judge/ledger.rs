//! The ledger: who and what is in use when, as plain lists by lane and day.

use std::collections::BTreeMap;

use dispatch_core::{BookingId, Lane, Occupancy, Span};

const DAY: i32 = 1440;

/// Every occupancy, by lane and UTC day of its start.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    days: BTreeMap<(Lane, i32), Vec<Occupancy>>,
    held: BTreeMap<BookingId, Vec<Occupancy>>,
}

impl Ledger {
    /// A booking takes up this, and nothing else.
    pub(super) fn set(&mut self, booking: BookingId, occupancies: &[Occupancy]) {
        let before = self.held.insert(booking, occupancies.to_vec()).unwrap_or_default();
        if before == occupancies {
            return;
        }
        for gone in before {
            if let Some(day) = self.days.get_mut(&key(&gone)) {
                day.retain(|one| one.booking != booking);
            }
        }
        for one in occupancies {
            self.days.entry(key(one)).or_default().push(*one);
        }
    }

    /// What others take up of a lane in a span, their buffers included.
    pub(super) fn others(
        &self,
        lane: Lane,
        span: Span,
        but: BookingId,
    ) -> impl Iterator<Item = &Occupancy> + '_ {
        let first = span.start.0.div_euclid(DAY) - 1;
        let last = span.end.0.div_euclid(DAY) + 1;
        let on_days = (first..=last).filter_map(move |day| self.days.get(&(lane, day))).flatten();
        on_days.filter(move |one| one.booking != but && one.padded().overlaps(span))
    }

    /// True if nobody else takes up anything of a lane in a span.
    pub(super) fn is_free(&self, lane: Lane, span: Span, but: BookingId) -> bool {
        self.others(lane, span, but).next().is_none()
    }
}

fn key(one: &Occupancy) -> (Lane, i32) {
    (one.lane, one.used.start.0.div_euclid(DAY))
}
