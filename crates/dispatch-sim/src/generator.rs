//! The generator: what people do next, drawn from the mix and from the platform's truth.

mod changes;
mod clients;
mod new_booking;
mod plan;
mod visits;

use std::collections::BTreeMap;

use dispatch_core::{Minute, Timestamp};

use crate::{
    act::{Act, Courier, How, What},
    dice::Dice,
    mix::Mix,
    world::{World, day_of},
};
use plan::{Change, Plan};

/// The people of one life.
#[derive(Debug)]
pub(crate) struct Generator {
    mix: Mix,
    dice: Dice,
    /// Everything that somebody means to do, by its moment.
    agenda: BTreeMap<(Timestamp, u64), Plan>,
    serial: u64,
    /// Bookings still to be made.
    left: u32,
    appointments: u32,
    clients: u32,
    blocks: u32,
}

impl Generator {
    pub(crate) fn new(mix: &Mix, seed: u64, bookings: u32, start: Timestamp) -> Self {
        let mut generator = Self {
            mix: mix.clone(),
            dice: Dice::of(seed, "people"),
            agenda: BTreeMap::new(),
            serial: 0,
            left: bookings,
            appointments: 0,
            clients: 0,
            blocks: 0,
        };
        generator.plan(start, Plan::Booking);
        generator
    }

    /// The moment of the next act, if anybody means to do anything.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.agenda.first_key_value().map(|((at, _), _)| *at)
    }

    /// Carries out the next plan: the acts that come of it.
    pub(crate) fn act(&mut self, world: &World) -> Vec<Act> {
        let Some(((at, _), plan)) = self.agenda.pop_first() else { return Vec::new() };
        let acts = match plan {
            Plan::Booking => self.booking_day(world, at),
            Plan::Change(change) => self.change(world, at, change),
            Plan::Visit(appointment, step) => self.visit(world, at, &appointment, step),
            Plan::Act(what) => vec![what],
        };
        acts.into_iter().map(|what| Act { at, courier: self.courier(), what }).collect()
    }

    /// The appointments made before go-live.
    pub(crate) fn import(&mut self, world: &World, at: Timestamp) -> Vec<Act> {
        let mut acts = Vec::new();
        for _ in 0..self.mix.practice.imported {
            acts.extend(self.imported(world, at));
        }
        acts.into_iter().map(|what| Act { at, courier: Courier::default(), what }).collect()
    }

    /// Somebody sees an exception, and may answer it.
    pub(crate) fn asked(&mut self, appointment: &str, now: Timestamp) {
        let answers = self.mix.answers.clone();
        let how = self.dice.weighted(&[
            (answers.best, Some(How::Best)),
            (answers.alternative, Some(How::Alternative)),
            (answers.decline, Some(How::Decline)),
            (answers.keep, Some(How::Keep)),
            (answers.force, Some(How::Force)),
            (answers.silence, None),
        ]);
        let Some(Some(how)) = how else { return };
        let minutes =
            if self.dice.per_mille(700) { self.dice.between(1, 30) } else { self.dice.between(30, 900) };
        let appointment = appointment.to_owned();
        if self.dice.per_mille(answers.claim) {
            let before = minutes - self.dice.below(minutes.min(8));
            let claim = What::Answer { appointment: appointment.clone(), how: How::Claim };
            self.plan(later(now, before), Plan::Act(claim));
        }
        self.plan(later(now, minutes), Plan::Act(What::Answer { appointment, how }));
    }

    fn plan(&mut self, at: Timestamp, plan: Plan) {
        self.serial += 1;
        self.agenda.insert((at, self.serial), plan);
    }

    fn booking_day(&mut self, world: &World, at: Timestamp) -> Vec<What> {
        if self.left == 0 {
            return Vec::new();
        }
        self.left -= 1;
        let mean = 86_400 / self.mix.practice.bookings_a_day;
        let gap = self.dice.between(1, 2 * mean);
        let next = Timestamp(at.0 + i64::from(gap) * 1000 + i64::from(self.dice.below(1000)));
        if self.left > 0 {
            self.plan(next, Plan::Booking);
        }
        for change in Change::all(&self.mix) {
            let (share, change) = change;
            let times = share / 1000 + u32::from(self.dice.per_mille(share % 1000));
            for _ in 0..times {
                let seconds = self.dice.below(2 * mean);
                self.plan(Timestamp(at.0 + i64::from(seconds) * 1000), Plan::Change(change));
            }
        }
        self.new_booking(world, at)
    }

    /// The way in which word of an act comes.
    fn courier(&mut self) -> Courier {
        let faults = &self.mix.faults;
        let (late, doubled, lost) = (faults.late, faults.doubled, faults.lost);
        Courier {
            late: if self.dice.per_mille(late) { self.lateness() } else { self.dice.below(3) / 2 },
            again: self.dice.per_mille(doubled).then(|| self.lateness()),
            lost: self.dice.per_mille(lost),
        }
    }

    fn lateness(&mut self) -> u32 {
        if self.dice.per_mille(700) { self.dice.between(5, 300) } else { self.dice.between(300, 10_000) }
    }

    /// A standing appointment that is still to come, any of the next days.
    fn some_appointment(&mut self, world: &World, now: Timestamp) -> Option<String> {
        self.some(world, now, |world, id| world.appointments.get(id).is_some_and(|one| one.stands()))
    }

    /// An appointment of the next days of which this is true.
    fn some(&mut self, world: &World, now: Timestamp, fits: impl Fn(&World, &str) -> bool) -> Option<String> {
        let today = day_of(now.minute_floor());
        for _ in 0..8 {
            let day = today + i32::try_from(self.dice.below(self.mix.practice.days_ahead + 1)).unwrap_or(0);
            let Some(on_day) = world.by_day.get(&day) else { continue };
            let at = self.dice.below(u32::try_from(on_day.len()).unwrap_or(0)) as usize;
            let Some(id) = on_day.iter().nth(at) else { continue };
            let is_to_come = world.appointments.get(id).is_some_and(|one| one.start().timestamp() > now);
            if is_to_come && fits(world, id) {
                return Some(id.clone());
            }
        }
        None
    }
}

fn later(at: Timestamp, minutes: u32) -> Timestamp {
    Timestamp(at.0 + i64::from(minutes) * 60_000)
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

/// The same minute, so many minutes on.
fn shifted(at: Minute, minutes: i32) -> Minute {
    Minute(at.0 + minutes)
}
