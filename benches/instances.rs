//! The instances as data, and larger ones made of them.

use std::{fs, path::Path};

use dispatch_bench::{Instance, Practice, Standing};
use dispatch_core::{Minute, Minutes, Scratch, When, pick};

/// An instance of this folder.
#[must_use]
pub fn read(name: &str) -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances").join(name).with_extension("json");
    Instance::read(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Made ready.
#[must_use]
pub fn ready(instance: &Instance) -> Practice {
    Practice::of(instance).unwrap_or_else(|fault| panic!("{}: {fault}", instance.name))
}

/// All its days so many times one after another, everything on them included.
#[must_use]
pub fn repeated(instance: &Instance, times: u16) -> Instance {
    let mut long = Instance { days: instance.days * times, ..instance.clone() };
    let most = instance.bookings.iter().map(|booking| booking.id + 1).max().unwrap_or(0);
    for time in 1..times {
        let (days, ids) = (instance.days * time, most * u64::from(time));
        let bookings = instance.bookings.iter().cloned().map(|mut booking| {
            booking.id += ids;
            booking.day = booking.day.map(|day| day + days);
            booking
        });
        long.bookings.extend(bookings);
        let standing = instance.standing.iter().cloned();
        long.standing.extend(standing.map(|it| Standing { id: it.id + ids, day: it.day + days, ..it }));
    }
    long
}

/// Every second booking of its plan taken out: the rest stand, those are to be placed.
#[must_use]
pub fn half_full(instance: &Instance) -> Practice {
    let mut practice = ready(instance);
    for stands in practice.standing.iter().step_by(2) {
        for occupancy in &stands.occupancies {
            assert!(practice.schedule.remove(occupancy));
        }
    }
    practice
}

/// Its first day laid out over so many, each filled at random (the same on every run) with bookings of its shapes
/// until its rooms are taken for so many of a hundred minutes of their opening time, padding included.
#[must_use]
pub fn loaded(instance: &Instance, days: u16, of_a_hundred: i32) -> Practice {
    let mut practice = ready(&Instance { days, standing: Vec::new(), ..instance.clone() });
    let open = i32::from(instance.close - instance.open) * i32::try_from(instance.rooms.len()).unwrap();
    let mut random = Random::default();
    let mut scratch = Scratch::default();
    let mut next = practice.bookings.iter().map(|booking| booking.id + 1).max().unwrap_or(0);
    for day in 0..i32::from(days) {
        let mut taken = 0;
        for _ in 0..20_000 {
            if taken * 100 >= open * of_a_hundred {
                break;
            }
            let booking = usize::try_from(random.below(practice.bookings.len() as u64)).unwrap();
            let mut request = practice.bookings[booking].requests[0].clone();
            let at = i32::from(instance.open) + 5 * i32::try_from(random.below(108)).unwrap();
            request.when = When::At(Minute(day * 1440 + at));
            request.booking.0 = next;
            let Some(choice) = pick(&practice.rulebook, &practice.schedule, &request, &mut scratch) else {
                continue;
            };
            for (role, occupancy) in choice.occupancies().enumerate() {
                assert!(practice.schedule.insert(occupancy).is_empty());
                let Minutes(minutes) = occupancy.padded().minutes();
                taken += if role == 1 { minutes } else { 0 };
            }
            next += 1;
        }
        assert!(taken * 100 >= open * of_a_hundred, "day {day} took {taken} of {open} minutes");
    }
    practice
}

/// Numbers that look random and are the same on every run.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Default for Random {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Random {
    /// The next one below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
