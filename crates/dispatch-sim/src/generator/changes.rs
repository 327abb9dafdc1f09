//! Changes: everything that people alter about appointments, clients, calendars and rules.

use dispatch_core::{Minute, Minutes, Timestamp, engine::Status};

use crate::{
    act::{Changed, What},
    practice::RuleChange,
    world::{World, day_of, local_minute, span_of, weekday},
};

use super::{
    Generator, later,
    plan::{Change, Plan},
    shifted, signed,
};

impl Generator {
    /// The acts of a change; none where nothing is there to be changed.
    pub(super) fn change(&mut self, world: &World, now: Timestamp, change: Change) -> Vec<What> {
        self.changed(world, now, change).unwrap_or_default()
    }

    fn changed(&mut self, world: &World, now: Timestamp, change: Change) -> Option<Vec<What>> {
        let set = |appointment: String, status: Status| What::SetStatus {
            appointment,
            status,
            provider: None,
            start: None,
        };
        let act = match change {
            Change::Moved => return self.moved(world, now),
            Change::Cancelled => set(self.some_appointment(world, now)?, Status::Cancelled),
            Change::Reinstated => set(self.some(world, now, is(&Status::Cancelled))?, Status::Booked),
            Change::Swapped => {
                let appointment = self.some_appointment(world, now)?;
                What::Swap { appointment, provider: self.some_provider(world)? }
            }
            Change::Length => {
                let appointment = self.some_appointment(world, now)?;
                let last = world.appointments.get(&appointment)?.items.last()?;
                let menu =
                    world.practice.service(last.service.as_str()).map_or(30, |service| service.minutes);
                let is_longer = span_of(last).minutes().0 != menu;
                let minutes = if is_longer { menu } else { menu + 15 * signed(self.dice.between(1, 2)) };
                What::Lengthen { appointment, minutes: Minutes(minutes) }
            }
            Change::Service => {
                let appointment = self.some_appointment(world, now)?;
                let service = self.dice.pick(&world.practice.services)?;
                let minutes = Minutes(service.minutes);
                What::Exchange { appointment, service: service.code.to_owned(), minutes }
            }
            Change::HandedOver => {
                let appointment = self.some_appointment(world, now)?;
                let (client, mut acts) = self.some_client(world, now);
                acts.push(What::HandOver { appointment, client });
                return Some(acts);
            }
            Change::Accepted => set(self.some(world, now, is(&Status::from("pending")))?, Status::Booked),
            Change::ExamEntered => {
                let is_unexamined = |world: &World, id: &str| {
                    let client = client_of(world, id);
                    client
                        .and_then(|client| world.clients.get(client))
                        .is_some_and(|known| known.exam.flatten().is_none())
                };
                let id = self.some(world, now, is_unexamined)?;
                let on = day_of(now.minute_floor()) - signed(self.dice.below(5));
                What::Client { client: client_of(world, &id)?.to_owned(), now: Changed::Examined(on) }
            }
            Change::ExamStruck => {
                let id = self.some_appointment(world, now)?;
                let news = if self.dice.per_mille(700) { Changed::Unexamined } else { Changed::ExamUnknown };
                What::Client { client: client_of(world, &id)?.to_owned(), now: news }
            }
            Change::Vip => {
                let id = self.some_appointment(world, now)?;
                let client = client_of(world, &id)?;
                let vip = world.clients.get(client).is_some_and(|known| known.vip);
                What::Client { client: client.to_owned(), now: Changed::Vip(!vip) }
            }
            Change::Avoid => {
                let id = self.some_appointment(world, now)?;
                let client = client_of(world, &id)?;
                let avoids = world.clients.get(client).is_some_and(|known| known.avoids.is_some());
                let news =
                    if avoids { Changed::AvoidsNobody } else { Changed::Avoids(self.some_provider(world)?) };
                What::Client { client: client.to_owned(), now: news }
            }
            Change::TimeOff => {
                let of = self.some_provider(world)?;
                let day =
                    day_of(now.minute_floor()) + signed(self.dice.between(1, self.mix.practice.days_ahead));
                let whole = self.dice.per_mille(500);
                let from = if whole { 0 } else { 9 * 60 + 30 * signed(self.dice.below(16)) };
                let to = if whole { 24 * 60 } else { from + 60 * signed(self.dice.between(1, 3)) };
                self.block(of, local_minute(day, from), local_minute(day, to))
            }
            Change::Sick => {
                let of = self.some_provider(world)?;
                let today = day_of(now.minute_floor());
                self.block(of, now.minute_floor(), local_minute(today, 24 * 60))
            }
            Change::Broken => {
                let of = self.dice.pick(&world.practice.things)?.id.to_owned();
                let from = later(now, self.dice.below(2000)).minute_floor();
                let hours = signed(self.dice.between(2, 24));
                self.block(of, from, shifted(from, 60 * hours))
            }
            Change::BlockShortened => {
                let (block, known) = self.some_block(world, now)?;
                let half = known.span.minutes().0 / 2;
                let (start, end) = (known.span.start, shifted(known.span.start, half));
                What::Block { block, of: known.of, start, end }
            }
            Change::BlockLifted => What::Unblock { block: self.some_block(world, now)?.0 },
            Change::Unreadable => {
                let provider = self.some_provider(world)?;
                let back = later(now, self.dice.between(5, 180));
                let readable = What::Calendar { provider: provider.clone(), readable: true };
                self.plan(back, Plan::Act(readable));
                What::Calendar { provider, readable: false }
            }
            Change::Rules => What::Rules { change: *self.dice.pick(&RuleChange::ALL)? },
            Change::Crash => What::Crash {},
        };
        Some(vec![act])
    }

    /// A move: of the appointment itself, or as some platforms do it, by a new one and a cancellation.
    fn moved(&mut self, world: &World, now: Timestamp) -> Option<Vec<What>> {
        let appointment = self.some_appointment(world, now)?;
        let known = world.appointments.get(&appointment)?;
        let nearby = shifted(known.start(), 15 * (signed(self.dice.below(9)) - 4));
        let near = self.dice.per_mille(400) && weekday(day_of(nearby)) < 6;
        let start = if near { nearby } else { self.some_start(now, false, true)? };
        if start.timestamp() <= now {
            return None;
        }
        if !self.dice.per_mille(self.mix.bookings.by_replacement) {
            return Some(vec![What::Move { appointment, start }]);
        }
        let new = self.replacement(world, &appointment, start)?;
        let gone = What::SetStatus { appointment, status: Status::Cancelled, provider: None, start: None };
        let (first, second) = if self.dice.per_mille(500) { (new, gone) } else { (gone, new) };
        let second_later = Timestamp(now.0 + 1000 + i64::from(self.dice.below(3000)));
        self.plan(second_later, Plan::Act(second));
        Some(vec![first])
    }

    fn block(&mut self, of: String, start: Minute, end: Minute) -> What {
        self.blocks += 1;
        What::Block { block: format!("k{}", self.blocks), of, start, end }
    }

    /// A block that is not over.
    fn some_block(&mut self, world: &World, now: Timestamp) -> Option<(String, crate::world::Blocked)> {
        let stand = world.blocks.iter();
        let stand: Vec<_> = stand
            .filter(|(_, block)| !block.cancelled && block.span.end.timestamp() > now)
            .map(|(id, block)| (id.clone(), block.clone()))
            .collect();
        self.dice.pick(&stand).cloned()
    }
}

/// Tells whether an appointment has a status.
fn is(status: &Status) -> impl Fn(&World, &str) -> bool {
    move |world, id| world.appointments.get(id).is_some_and(|known| known.status == *status)
}

fn client_of<'w>(world: &'w World, id: &str) -> Option<&'w str> {
    world.appointments.get(id).map(|known| known.client.as_str())
}
