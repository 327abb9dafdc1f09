//! Ranking: criteria filter one after the other.

use dispatch_core::{Lane, TiePolicy, Wish};

use super::case::ReferenceCase;

impl ReferenceCase<'_> {
    /// Those left at the end. Each criterion keeps those within its tolerance of the best value.
    pub(super) fn best(&self, mut left: Vec<Lane>, start: i32) -> Vec<Lane> {
        for criterion in &self.document.ranking.criteria {
            keep(&mut left, criterion.tolerance, |lane| self.value(&criterion.by, lane, start));
        }
        if self.document.ranking.ties == TiePolicy::Rotate {
            let day = self.clock.day(start);
            let minutes = self.clock.midnight(day)..self.clock.midnight(day + 1);
            keep(&mut left, 0, |lane| {
                let booked = i64::try_from(self.appointments(lane, day)).unwrap_or(i64::MAX);
                self.pro_rata(lane, booked, minutes.clone())
            });
            left.truncate(1);
        }
        left
    }

    /// Lower is better.
    fn value(&self, criterion: &str, lane: Lane, start: i32) -> i64 {
        let provider = &self.document.providers[lane.position()];
        let day = self.clock.day(start);
        let (midnight, next) = (self.clock.midnight(day), self.clock.midnight(day + 1));
        let noon = self.clock.begin(day, self.document.ranking.half_day_split);
        let half = if start < noon { midnight..noon } else { noon..next };
        match criterion {
            "requested" => i64::from(self.item.requested.or(self.item.preferred) != Some(lane)),
            "continuity" => i64::from(self.request.client.last_provider != Some(lane)),
            "wishes" => {
                let unmet = self.unmet(lane, |wish| matches!(wish, Wish::Prefer(_)));
                i64::try_from(unmet).unwrap_or(i64::MAX)
            }
            "lighter_half_day" => self.load(lane, half),
            "lighter_day" => self.load(lane, midnight..next),
            "seniority" => -i64::from(provider.grade),
            "juniority" => i64::from(provider.grade),
            _ => i64::from(lane.0),
        }
    }

    /// Minutes in which a lane is used, however many bookings use it, paddings left out.
    fn load(&self, lane: Lane, minutes: std::ops::Range<i32>) -> i64 {
        let of_lane: Vec<_> = self.others.iter().filter(|other| other.lane == lane).collect();
        let used = |minute: &i32| {
            of_lane.iter().any(|other| (other.used.start.0..other.used.end.0).contains(minute))
        };
        let booked = i64::try_from(minutes.clone().filter(used).count()).unwrap_or(i64::MAX);
        self.pro_rata(lane, booked, minutes)
    }

    /// As much for each minute of the shift, if the shift were as long as the location is open.
    fn pro_rata(&self, lane: Lane, booked: i64, minutes: std::ops::Range<i32>) -> i64 {
        match self.hours.shift_and_opening(self.clock, lane, self.request.location, minutes) {
            (0, _) | (_, 0) => booked,
            (on_shift, open) => booked * open / on_shift,
        }
    }
}

fn keep(left: &mut Vec<Lane>, tolerance: i64, value: impl Fn(Lane) -> i64) {
    let best = left.iter().map(|lane| value(*lane)).min().unwrap_or(0);
    left.retain(|lane| value(*lane) <= best.saturating_add(tolerance));
}
