//! New bookings: by clients online and by staff, mostly where the platform shows somebody free.

use dispatch_core::{Minute, Minutes, Span, Timestamp, engine::Status};

use crate::{
    act::{Asked, What},
    practice::{Practice, Provider, Service},
    world::{World, day_of, local_minute, weekday},
};

use super::{
    Generator, later,
    plan::{Plan, VisitStep},
    shifted, signed,
};

/// How often each service of the menu is booked.
const MENU: [(u32, &str); 6] =
    [(30, "TOX"), (20, "FILLER"), (18, "LASER"), (20, "FACIAL"), (10, "CONSULT"), (2, "GALA")];

impl Generator {
    pub(super) fn new_booking(&mut self, world: &World, now: Timestamp) -> Vec<What> {
        let shares = self.mix.bookings.clone();
        let (client, mut acts) = self.some_client(world, now);
        let by_staff = self.dice.per_mille(shares.by_staff);
        let today = self.dice.per_mille(shares.same_day);
        let Some((start, items)) = self.somewhere(world, now, today, by_staff) else { return acts };
        let status =
            if self.dice.per_mille(shares.pending) { Status::from("pending") } else { Status::Booked };
        acts.push(self.book(client, start, items, by_staff, status));
        acts
    }

    pub(super) fn imported(&mut self, world: &World, now: Timestamp) -> Vec<What> {
        let (client, mut acts) = self.some_client(world, now);
        let Some((start, items)) = self.somewhere(world, now, false, true) else { return acts };
        let mut made = self.book(client, start, items, true, Status::Booked);
        if let What::Book { imported, .. } = &mut made {
            *imported = true;
        }
        acts.push(made);
        acts
    }

    fn book(
        &mut self,
        client: String,
        start: Minute,
        items: Vec<Asked>,
        by_staff: bool,
        status: Status,
    ) -> What {
        self.appointments += 1;
        let appointment = format!("a{}", self.appointments);
        let before = Timestamp(start.timestamp().0 - 5 * 60_000);
        self.plan(before, Plan::Visit(appointment.clone(), VisitStep::Before));
        let grouped = self.dice.per_mille(self.mix.bookings.grouped);
        What::Book { appointment, client, start, items, by_staff, status, grouped, imported: false }
    }

    /// The same appointment anew, at another start: some platforms move an appointment like this.
    pub(super) fn replacement(&mut self, world: &World, id: &str, start: Minute) -> Option<What> {
        let old = world.appointments.get(id)?;
        let items = old.items.iter().map(|item| Asked {
            service: item.service.to_string(),
            minutes: crate::world::span_of(item).minutes(),
            provider: item.provider.as_ref().map(ToString::to_string),
            requested: item.provider_requested,
        });
        let by_staff = old.booked_by == dispatch_core::engine::BookedBy::Staff;
        Some(self.book(old.client.clone(), start, items.collect(), by_staff, old.status.clone()))
    }

    /// A start and what is to be done then. Some tries are made to find somebody who is free.
    fn somewhere(
        &mut self,
        world: &World,
        now: Timestamp,
        today: bool,
        by_staff: bool,
    ) -> Option<(Minute, Vec<Asked>)> {
        let shares = self.mix.bookings.clone();
        let practice = &world.practice;
        let unknown = self.dice.per_mille(shares.unknown_service);
        let careless = self.dice.per_mille(shares.double_booked);
        let anybody = self.dice.per_mille(shares.wrong_provider);
        for attempt in 0..12 {
            let start = self.some_start(now, today && attempt < 6, by_staff)?;
            let code = self.dice.weighted(&MENU)?;
            let service = practice.service(code)?;
            let able = |provider: &&Provider| anybody || could(practice, provider, service, start);
            let able: Vec<&Provider> = practice.providers.iter().filter(able).collect();
            let Some(provider) = self.dice.pick(&able).map(|provider| provider.id) else { continue };
            let mut minutes = service.minutes;
            if self.dice.per_mille(shares.longer) {
                minutes += 15 * signed(self.dice.between(1, 2));
            }
            let span = Span::from_start(start, Minutes(minutes));
            if !careless && attempt < 11 && !world.is_free(provider, span) {
                continue;
            }
            let is_left_open = self.dice.per_mille(shares.without_provider);
            let first = Asked {
                service: if unknown { "NEW-THING".to_owned() } else { code.to_owned() },
                minutes: Minutes(minutes),
                provider: (!is_left_open).then(|| provider.to_owned()),
                requested: !is_left_open && self.dice.per_mille(shares.requested),
            };
            let second = self.dice.per_mille(shares.two_services).then(|| self.second(practice, code));
            return Some((start, [Some(first), second.flatten()].into_iter().flatten().collect()));
        }
        None
    }

    /// A second service for the same client.
    fn second(&mut self, practice: &Practice, first: &str) -> Option<Asked> {
        let code = self.dice.weighted(&MENU).filter(|code| *code != first)?;
        let minutes = Minutes(practice.service(code)?.minutes);
        Some(Asked { service: code.to_owned(), minutes, provider: None, requested: false })
    }

    /// A start within opening hours, of the next days or of today. Staff enter somebody who has just walked in, too.
    pub(super) fn some_start(&mut self, now: Timestamp, today: bool, by_staff: bool) -> Option<Minute> {
        let this_day = day_of(now.minute_floor());
        for _ in 0..20 {
            let ahead = if today { 0 } else { self.dice.below(self.mix.practice.days_ahead + 1) };
            let day = this_day + signed(ahead);
            if weekday(day) == 6 {
                if today {
                    return None;
                }
                continue;
            }
            let clock =
                9 * 60 + 15 * signed(self.dice.below(35)) + if self.dice.per_mille(60) { 5 } else { 0 };
            let start = local_minute(day, clock);
            let earliest = if by_staff && self.dice.per_mille(30) { -6 } else { 10 };
            if start.timestamp() > Timestamp(now.0 + earliest * 60_000) {
                return Some(start);
            }
            if by_staff && today {
                let walk_in = shifted(now.minute_floor(), -6);
                let is_open = (9 * 60..17 * 60).contains(&(walk_in.since(local_minute(day, 0)).0));
                if is_open && self.dice.per_mille(200) {
                    return Some(walk_in);
                }
            }
        }
        None
    }

    /// The moment five minutes on, give or take.
    pub(super) fn soon(&mut self, now: Timestamp) -> Timestamp {
        later(now, self.dice.between(1, 9))
    }
}

/// True if a provider may treat and works then.
fn could(practice: &Practice, provider: &Provider, service: &Service, start: Minute) -> bool {
    let day = day_of(start);
    let shift = provider.shifts.get(weekday(day)).copied().flatten();
    let end = shifted(start, service.minutes);
    practice.service(service.code).is_some()
        && service.qualification.iter().all(|needed| provider.credentials.contains(needed))
        && shift.is_some_and(|(from, to)| local_minute(day, from) <= start && end <= local_minute(day, to))
}
