//! A peer without rules: what is taken lies in one sorted vector for each lane and day. It takes the first of each list
//! that is free, like [the floor](crate::floor), and has no names, ranking, wishes or reasons either.

use std::hint::black_box;

use dispatch_bench::Instance;

use crate::floor::{BareBooking, standing_of};

/// Each booking of a full plan in turn: lifted, decided afresh, put back.
#[derive(Debug)]
pub struct SortedVectors {
    /// From and to, in order; by day and lane.
    taken: Vec<Vec<(usize, usize)>>,
    lanes: usize,
    standing: Vec<(BareBooking, Vec<usize>)>,
    at: usize,
}

impl SortedVectors {
    /// Of an instance whose starts are given.
    #[must_use]
    pub fn of(instance: &Instance) -> Self {
        let lanes = instance.providers.len() + instance.rooms.len() + instance.devices.len();
        let mut taken = vec![Vec::new(); lanes * usize::from(instance.days)];
        for day in 0..usize::from(instance.days) {
            for (lane, provider) in instance.providers.iter().enumerate() {
                let breaks = provider.breaks.iter();
                let breaks = breaks.map(|[from, to]| (usize::from(*from), usize::from(*to)));
                taken[day * lanes + lane].extend(breaks);
            }
        }
        let standing: Vec<_> = standing_of(instance, 0).collect();
        let mut vectors = Self { taken, lanes, standing: Vec::new(), at: 0 };
        for (booking, given) in &standing {
            for (role, lane) in booking.roles.iter().zip(given) {
                vectors.put(booking.day, *lane, (role.from, role.to));
            }
        }
        Self { standing, ..vectors }
    }

    fn put(&mut self, day: usize, lane: usize, range: (usize, usize)) {
        let taken = &mut self.taken[day * self.lanes + lane];
        let at = taken.partition_point(|other| *other < range);
        taken.insert(at, range);
    }

    /// Lift, decide, put back.
    pub fn pick_commit_undo(&mut self) {
        self.at = (self.at + 1009) % self.standing.len();
        let Self { taken, lanes, standing, .. } = self;
        let (booking, given) = &standing[self.at];
        let of_day = booking.day * *lanes;
        for (role, lane) in booking.roles.iter().zip(given) {
            let taken = &mut taken[of_day + lane];
            let at = taken.partition_point(|other| *other < (role.from, role.to));
            taken.remove(at);
        }
        for role in &booking.roles {
            let free = |lane: &&usize| {
                let taken = &taken[of_day + **lane];
                let after = taken.partition_point(|(_, to)| *to <= role.from);
                taken.get(after).is_none_or(|(from, _)| role.to <= *from)
            };
            black_box(role.lanes.iter().find(free).unwrap());
        }
        for (role, lane) in booking.roles.iter().zip(given) {
            let taken = &mut taken[of_day + lane];
            let at = taken.partition_point(|other| *other < (role.from, role.to));
            taken.insert(at, (role.from, role.to));
        }
    }
}
