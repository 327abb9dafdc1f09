//! The floor: what a bare loop over the same bitmap words costs, without rules, names, ranking or reasons.

use std::hint::black_box;

use dispatch_bench::{Booking, Instance, Query, Wanted};

/// Ten words hold the opening hours of every instance here; the rest of a day would only cost.
const WORDS: usize = 10;

/// One bit a minute of one day, from the word on in which it opens: taken, or closed.
type Row = [u64; WORDS];

/// Every second booking of a plan stands; the others ask, and take the first of each list that is free.
#[derive(Debug)]
pub struct BareDecisions {
    rows: Rows,
    asked: Vec<BareBooking>,
    at: usize,
}

/// Rows of all days, lane by lane.
#[derive(Debug)]
struct Rows {
    rows: Vec<Row>,
    lanes: usize,
    /// The minute of the first bit.
    first: u16,
}

/// What is asked for on one day.
#[derive(Debug)]
pub(crate) struct BareBooking {
    pub(crate) day: usize,
    pub(crate) roles: Vec<BareRole>,
}

/// One of these lanes, from and to a minute, padding included.
#[derive(Debug)]
pub(crate) struct BareRole {
    pub(crate) lanes: Vec<usize>,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Rows {
    /// Closed hours and breaks alone.
    fn of(instance: &Instance) -> Self {
        let lanes = instance.providers.len() + instance.rooms.len() + instance.devices.len();
        let first = first_minute(instance);
        let bit = |minute: u16| usize::from(minute - first);
        let mut closed = [u64::MAX; WORDS];
        set(&mut closed, bit(instance.open), bit(instance.close), false);
        let mut rows = Self { rows: vec![closed; lanes * usize::from(instance.days)], lanes, first };
        for day in 0..usize::from(instance.days) {
            for (lane, provider) in instance.providers.iter().enumerate() {
                for [from, to] in &provider.breaks {
                    set(rows.row_mut(day, lane), bit(*from), bit(*to), true);
                }
            }
        }
        rows
    }

    fn row(&self, day: usize, lane: usize) -> &Row {
        &self.rows[day * self.lanes + lane]
    }

    fn row_mut(&mut self, day: usize, lane: usize) -> &mut Row {
        &mut self.rows[day * self.lanes + lane]
    }

    fn lay(&mut self, booking: &BareBooking, given: &[usize]) {
        for (role, lane) in booking.roles.iter().zip(given) {
            set(self.row_mut(booking.day, *lane), role.from, role.to, true);
        }
    }
}

fn first_minute(instance: &Instance) -> u16 {
    let first = instance.open / 64 * 64;
    assert!(usize::from(instance.close - first) <= 64 * WORDS);
    first
}

/// Lanes are counted as everywhere: providers, rooms, devices.
fn names(instance: &Instance, given: [Option<&String>; 3]) -> Vec<usize> {
    let all = || {
        let rooms = instance.rooms.iter().map(|one| (1, &one.id));
        let devices = instance.devices.iter().map(|one| (2, &one.id));
        instance.providers.iter().map(|one| (0, &one.id)).chain(rooms).chain(devices)
    };
    let lane = |(kind, id): (usize, &String)| all().position(|one| one == (kind, id)).unwrap();
    given.into_iter().enumerate().filter_map(|(kind, id)| Some((kind, id?))).map(lane).collect()
}

/// The bookings of a plan, each with the lanes that it has there; minutes are counted from `first`.
pub(crate) fn standing_of(
    instance: &Instance,
    first: u16,
) -> impl Iterator<Item = (BareBooking, Vec<usize>)> {
    instance.standing.iter().map(move |standing| {
        let booking = instance.bookings.iter().find(|booking| booking.id == standing.id).unwrap();
        let given = [Some(&standing.provider), standing.room.as_ref(), standing.device.as_ref()];
        let roles = roles(instance, booking, standing.start - first);
        (BareBooking { day: standing.day.into(), roles }, names(instance, given))
    })
}

/// Where `start` is counted from, all is.
fn roles(instance: &Instance, booking: &Booking, start: u16) -> Vec<BareRole> {
    let Booking { minutes, provider, room, device, .. } = booking;
    let provider = Wanted { any_of: provider.any_of.clone(), before: provider.before, after: provider.after };
    let wanted = [(0, Some(&provider)), (1, room.as_ref()), (2, device.as_ref())];
    let role = |(kind, wanted): (usize, Option<&Wanted>)| {
        let wanted = wanted?;
        let lane = |id| {
            let mut given = [None; 3];
            given[kind] = Some(id);
            names(instance, given)[0]
        };
        let (from, to) = (start - wanted.before, start + minutes + wanted.after);
        Some(BareRole { lanes: wanted.any_of.iter().map(lane).collect(), from: from.into(), to: to.into() })
    };
    wanted.into_iter().filter_map(role).collect()
}

impl BareDecisions {
    /// Of an instance whose starts are given.
    #[must_use]
    pub fn of(instance: &Instance) -> Self {
        let mut rows = Rows::of(instance);
        let mut asked = Vec::new();
        for (at, (booking, given)) in standing_of(instance, rows.first).enumerate() {
            if at % 2 == 0 {
                asked.push(booking);
            } else {
                rows.lay(&booking, &given);
            }
        }
        Self { rows, asked, at: 0 }
    }

    /// One round over all of them has so many steps.
    #[must_use]
    pub fn round(&self) -> usize {
        self.asked.len()
    }

    /// The first free one of each list.
    pub fn pick(&mut self) {
        self.at = (self.at + 1009) % self.asked.len();
        let asked = &self.asked[self.at];
        let mut chosen = [usize::MAX; 3];
        for (slot, role) in chosen.iter_mut().zip(&asked.roles) {
            let free = |lane: &&usize| !any(self.rows.row(asked.day, **lane), role.from, role.to);
            *slot = *role.lanes.iter().find(free).unwrap();
        }
        black_box(chosen);
    }
}

/// The starts of one query: rows worn away to starts, and joined.
#[derive(Debug)]
pub struct BareStarts {
    rows: Rows,
    days: Vec<usize>,
    /// Lanes, minutes kept free before, and minutes taken in all.
    roles: Vec<(Vec<usize>, usize, usize)>,
    grid: Row,
}

impl BareStarts {
    /// Beside the whole plan of an instance; no device may stand in a room.
    #[must_use]
    pub fn of(instance: &Instance, query: &Query) -> Self {
        assert!(instance.devices.iter().all(|device| device.fixed_in.is_none()));
        let mut rows = Rows::of(instance);
        for (booking, given) in standing_of(instance, rows.first) {
            rows.lay(&booking, &given);
        }
        let booking = Booking {
            id: u64::MAX,
            minutes: query.minutes,
            day: None,
            start: None,
            days: None,
            window: None,
            provider: query.provider.clone(),
            room: query.room.clone(),
            device: query.device.clone(),
        };
        let noon = 720;
        let roles = roles(instance, &booking, 720).into_iter();
        let roles = roles.map(|role| (role.lanes, noon - role.from, role.to - role.from)).collect();
        let mut grid = [0; WORDS];
        for at in (instance.open..instance.close).filter(|at| at % instance.grid == 0) {
            let bit = usize::from(at - rows.first);
            set(&mut grid, bit, bit + 1, true);
        }
        Self { rows, days: query.days.iter().copied().map(usize::from).collect(), roles, grid }
    }

    /// How many starts there are in all.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.days.iter().map(|day| self.on(*day)).sum()
    }

    fn on(&self, day: usize) -> u32 {
        let mut starts = self.grid;
        for (lanes, before, minutes) in &self.roles {
            let mut some = [0; WORDS];
            for lane in lanes {
                let free = worn(self.rows.row(day, *lane), *minutes);
                some.iter_mut().zip(free).for_each(|(some, free)| *some |= free);
            }
            let some = moved_up(&some, *before);
            starts.iter_mut().zip(some).for_each(|(starts, some)| *starts &= some);
        }
        starts.iter().map(|word| word.count_ones()).sum()
    }
}

/// Minutes from which so many in a row are free, by doubling.
fn worn(taken: &Row, minutes: usize) -> Row {
    let mut free = taken.map(|word| !word);
    let mut length = 1;
    while length < minutes {
        let step = length.min(minutes - length);
        let later = moved_down(&free, step);
        free.iter_mut().zip(later).for_each(|(free, later)| *free &= later);
        length += step;
    }
    free
}

fn moved_down(row: &Row, by: usize) -> Row {
    let (words, bits) = (by / 64, by % 64);
    let word = |at: usize| row.get(at).copied().unwrap_or(0);
    std::array::from_fn(|at| {
        let low = word(at + words) >> bits;
        if bits == 0 { low } else { low | word(at + words + 1) << (64 - bits) }
    })
}

/// Less than 64.
fn moved_up(row: &Row, by: usize) -> Row {
    assert!(by < 64);
    std::array::from_fn(|at| {
        let below = if at == 0 || by == 0 { 0 } else { row[at - 1] >> (64 - by) };
        row[at] << by | below
    })
}

fn any(row: &Row, from: usize, to: usize) -> bool {
    let (first, last) = (from / 64, (to - 1) / 64);
    (first..=last).any(|word| row[word] & mask(word, from, to) != 0)
}

fn set(row: &mut Row, from: usize, to: usize, taken: bool) {
    let touched = from / 64..(to - 1) / 64 + 1;
    for (bits, word) in row[touched.clone()].iter_mut().zip(touched) {
        let mask = mask(word, from, to);
        if taken { *bits |= mask } else { *bits &= !mask }
    }
}

fn mask(word: usize, from: usize, to: usize) -> u64 {
    let low = if word == from / 64 { u64::MAX << (from % 64) } else { u64::MAX };
    let high = if word == (to - 1) / 64 { u64::MAX >> (63 - (to - 1) % 64) } else { u64::MAX };
    low & high
}
