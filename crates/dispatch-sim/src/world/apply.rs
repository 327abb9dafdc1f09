//! The effect of an act on the platform's truth. An act about something that is not there, or that makes no sense any more,
//! changes nothing: so a script from which acts were taken out still plays.

use dispatch_core::{
    Assignment, Minute, Minutes, Span, Timestamp, Who,
    engine::{BookedBy, ItemSnapshot, Status, Write},
};

use crate::act::{Asked, What};

use super::{Appointment, Blocked, Client, Thing, World, day_of, platform};

/// Long before go-live.
const BEFORE: i64 = 86_400_000 * 30;

impl World {
    /// Applies an act, and says what changed on the platform.
    pub(crate) fn apply(&mut self, what: &What, now: Timestamp) -> Vec<Thing> {
        let changed = self.change(what, now);
        self.changed.extend(changed.iter().cloned());
        changed
    }

    fn change(&mut self, what: &What, now: Timestamp) -> Vec<Thing> {
        match what {
            What::Book { appointment, .. } if self.appointments.contains_key(appointment) => Vec::new(),
            What::Book { appointment, client, start, items, by_staff, status, grouped, imported } => {
                let made = Appointment {
                    client: client.clone(),
                    status: status.clone(),
                    booked_by: if *by_staff { BookedBy::Staff } else { BookedBy::Client },
                    grouped: *grouped,
                    created_at: Timestamp(now.0 - if *imported { BEFORE } else { 0 }),
                    items: laid_out(items, *start),
                };
                self.by_day.entry(day_of(*start)).or_default().insert(appointment.clone());
                self.client(client, now).appointments.insert(appointment.clone());
                self.appointments.insert(appointment.clone(), made);
                vec![Thing::Appointment(appointment.clone())]
            }
            What::Move { appointment, start } => self.edit(appointment, |known| move_to(known, *start)),
            What::Swap { appointment, provider } => self.edit(appointment, |known| give_to(known, provider)),
            What::Lengthen { appointment, minutes } => self.edit(appointment, |known| {
                if let Some(item) = known.items.last_mut() {
                    item.end = item.start.plus(*minutes);
                }
            }),
            What::Exchange { appointment, service, minutes } => self.edit(appointment, |known| {
                let Some(first) = known.items.first_mut() else { return };
                let longer =
                    minutes.0 - Span::new(first.start.minute_floor(), first.end.minute_ceil()).minutes().0;
                first.service = platform(service);
                first.end = first.start.plus(*minutes);
                for item in known.items.iter_mut().skip(1) {
                    item.start = item.start.plus(Minutes(longer));
                    item.end = item.end.plus(Minutes(longer));
                }
            }),
            What::SetStatus { appointment, status, provider, start } => self.edit(appointment, |known| {
                known.status = status.clone();
                if let Some(provider) = provider {
                    give_to(known, provider);
                }
                if let Some(start) = start {
                    move_to(known, *start);
                }
            }),
            What::HandOver { appointment, client } => {
                let changed = self.edit(appointment, |known| known.client.clone_from(client));
                if !changed.is_empty() {
                    self.client(client, now).appointments.insert(appointment.clone());
                }
                changed
            }
            What::Client { client, now: news } => {
                self.client(client, now).change(news);
                let Some(known) = self.clients.get(client) else { return Vec::new() };
                let theirs = known.appointments.iter().filter(|id| {
                    let booked = self.appointments.get(*id);
                    booked.is_some_and(|booked| {
                        booked.client == *client && booked.stands() && booked.end().timestamp() > now
                    })
                });
                theirs.map(|id| Thing::Appointment(id.clone())).collect()
            }
            What::Block { block, of, start, end } => {
                let blocked = Blocked { of: of.clone(), span: Span::new(*start, *end), cancelled: false };
                self.blocks.insert(block.clone(), blocked);
                vec![Thing::Block(block.clone())]
            }
            What::Unblock { block } => match self.blocks.get_mut(block) {
                Some(known) => {
                    known.cancelled = true;
                    vec![Thing::Block(block.clone())]
                }
                None => Vec::new(),
            },
            What::Calendar { provider, readable } => {
                if *readable {
                    self.unreadable.remove(provider);
                } else {
                    self.unreadable.insert(provider.clone());
                }
                vec![Thing::Calendar(provider.clone())]
            }
            What::Rules { .. } | What::Crash {} | What::Answer { .. } | What::Report { .. } => Vec::new(),
        }
    }

    /// A client. One of whom nothing was said had the exam lately.
    fn client(&mut self, id: &str, now: Timestamp) -> &mut Client {
        let exam = Some(Some(day_of(now.minute_floor()) - 20));
        self.clients.entry(id.to_owned()).or_insert_with(|| Client { exam, ..Client::default() })
    }

    fn edit(&mut self, id: &str, how: impl FnOnce(&mut Appointment)) -> Vec<Thing> {
        let Some(known) = self.appointments.get_mut(id) else { return Vec::new() };
        let before = day_of(known.start());
        how(known);
        let after = day_of(known.start());
        if before != after {
            if let Some(day) = self.by_day.get_mut(&before) {
                day.remove(id);
            }
            self.by_day.entry(after).or_default().insert(id.to_owned());
        }
        vec![Thing::Appointment(id.to_owned())]
    }

    /// A person sets an appointment to what was decided.
    pub(crate) fn set_by_hand(&mut self, id: &str, decided: &Assignment) -> Option<Thing> {
        let known = self.appointments.get(id)?;
        if !known.stands() || known.items.len() != decided.items.len() {
            return None;
        }
        self.edit(id, |known| {
            for (item, decided) in known.items.iter_mut().zip(&decided.items) {
                let length = item.end.0 - item.start.0;
                item.start = decided.span.start.timestamp();
                item.end = Timestamp(item.start.0 + length);
                let provider = decided.roles.iter().find(|role| matches!(role.who, Who::Provider(_)));
                if let Some(provider) = provider {
                    item.provider = Some(platform(provider.who.as_str()));
                }
            }
        });
        let thing = Thing::Appointment(id.to_owned());
        self.changed.insert(thing.clone());
        Some(thing)
    }

    /// Takes in a write of ours. None if the platform refuses it: nothing of ours changes what is over.
    pub(crate) fn write(&mut self, write: &Write) -> Option<Thing> {
        let id = write.appointment.as_str();
        let known = self.appointments.get(id)?;
        if !matches!(known.status, Status::Booked | Status::Confirmed | Status::Other(_)) {
            return None;
        }
        self.edit(id, |known| {
            for (item, wanted) in known.items.iter_mut().zip(&write.items) {
                if let Some(start) = wanted.start {
                    let length = item.end.0 - item.start.0;
                    item.start = start.timestamp();
                    item.end = Timestamp(item.start.0 + length);
                }
                if let Some(provider) = &wanted.provider {
                    item.provider = Some(platform(provider.id.as_str()));
                }
                if let Some(resources) = &wanted.resources {
                    item.resources = resources.iter().map(|named| platform(named.id.as_str())).collect();
                }
            }
        });
        let thing = Thing::Appointment(id.to_owned());
        self.changed.insert(thing.clone());
        Some(thing)
    }
}

fn laid_out(items: &[Asked], start: Minute) -> Vec<ItemSnapshot> {
    let mut next = start;
    let lay = |asked: &Asked| {
        let start = next.timestamp();
        next = next.plus(asked.minutes);
        ItemSnapshot {
            id: None,
            service: platform(&asked.service),
            start,
            end: next.timestamp(),
            provider: asked.provider.as_deref().map(platform),
            provider_requested: asked.requested,
            resources: Vec::new(),
            add_ons: Vec::new(),
        }
    };
    items.iter().map(lay).collect()
}

fn move_to(known: &mut Appointment, start: Minute) {
    let later = start.since(known.start());
    for item in &mut known.items {
        item.start = item.start.plus(later);
        item.end = item.end.plus(later);
    }
}

/// Gives every service to one provider: a person's choice, which the client did not ask for.
fn give_to(known: &mut Appointment, provider: &str) {
    for item in &mut known.items {
        item.provider = Some(platform(provider));
        item.provider_requested = false;
    }
}
