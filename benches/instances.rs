//! The instances as data, and larger ones made of them.

use std::{fs, path::Path};

use dispatch_bench::{Asked, Instance, Practice, Standing};

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

/// Its day so many times one after another, every fourth booking taken out: each day at 75 % of a full one.
#[must_use]
pub fn three_quarters_full(instance: &Instance, days: u16) -> Practice {
    let mut practice = ready(&repeated(instance, days));
    for stands in practice.standing.iter().step_by(4) {
        for occupancy in &stands.occupancies {
            assert!(practice.schedule.remove(occupancy));
        }
    }
    practice
}

/// The longest service of its bookings, in our Fridays the lip filler.
#[must_use]
pub fn longest(practice: &Practice) -> &Asked {
    let minutes = |asked: &&Asked| practice.rulebook.service_minutes(asked.requests[0].items[0].service);
    practice.bookings.iter().max_by_key(minutes).unwrap()
}
