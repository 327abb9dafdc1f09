//! The limits of a provider's day: appointments, breaks that float, and time without a pause.

use std::collections::BTreeSet;

use dispatch_core::{BookingId, Lane, Occupancy};

use super::{case::ReferenceCase, clock::span, hours};

impl ReferenceCase<'_> {
    /// On every local day that it touches there are fewer other bookings than allowed.
    pub(super) fn below_cap(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        let most = self.document.providers[lane.position()].max_appointments_a_day.map(usize::from);
        most.is_none_or(|most| {
            self.days_of(occupancies).iter().all(|day| self.appointments(lane, *day) < most)
        })
    }

    /// Distinct other bookings that a lane has on a local day.
    pub(super) fn appointments(&self, lane: Lane, day: i32) -> usize {
        let day = span((self.clock.midnight(day), self.clock.midnight(day + 1)));
        let of_day = self.others.iter().filter(|other| other.lane == lane && other.padded().overlaps(day));
        of_day.map(|other| other.booking).collect::<BTreeSet<BookingId>>().len()
    }

    /// On every local day that it touches, each floating break that the shift has room for still finds a gap.
    pub(super) fn breaks_kept(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        self.days_of(occupancies).into_iter().all(|day| {
            self.hours.floating(self.document, self.clock, lane, day).into_iter().all(|(minutes, window)| {
                let there = |minute: i32| self.hours.anywhere(self.clock, lane, minute);
                let taken = |minute: i32| {
                    let minute = span((minute, minute + 1));
                    let others = self.others.iter().copied().filter(|other| other.lane == lane);
                    others.chain(occupancies).any(|other| other.padded().overlaps(minute))
                        || self.blocks.iter().any(|block| block.lane == lane && block.span.overlaps(minute))
                };
                !hours::some_gap(window, minutes, there)
                    || hours::some_gap(window, minutes, |minute| there(minute) && !taken(minute))
            })
        })
    }

    /// No run that it is part of is too long: minutes in which they treat, with no pause between.
    pub(super) fn pauses_kept(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        let Some(rule) = self.document.providers[lane.position()].max_in_a_row else { return true };
        let (first, end) = self.clock.horizon();
        let of_lane: Vec<&Occupancy> =
            self.others.iter().copied().filter(|other| other.lane == lane).chain(occupancies).collect();
        let treats = |minute: i32| of_lane.iter().any(|own| own.used.overlaps(span((minute, minute + 1))));
        let treats: Vec<bool> = (first..end).map(treats).collect();
        let near = |minute: i32, step: i32| {
            // The nearest minute in which they treat that is less than a pause away.
            (1..=rule.pause.0).map(|away| minute + step * away).find(|minute| {
                usize::try_from(minute - first).is_ok_and(|at| treats.get(at).copied().unwrap_or(false))
            })
        };
        occupancies.iter().all(|own| {
            let (mut from, mut last) = (own.used.start.0, own.used.end.0 - 1);
            while let Some(earlier) = near(from, -1) {
                from = earlier;
            }
            while let Some(later) = near(last, 1) {
                last = later;
            }
            last + 1 - from <= rule.minutes.0
        })
    }

    fn days_of(&self, occupancies: &[Occupancy]) -> BTreeSet<i32> {
        let minutes = occupancies.iter().flat_map(|own| own.padded().start.0..own.padded().end.0);
        minutes.map(|minute| self.clock.day(minute)).collect()
    }
}
