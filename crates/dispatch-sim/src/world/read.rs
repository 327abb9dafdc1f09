//! Readings: the platform's truth of one thing as a fact, as an adapter would report it.

use std::sync::Arc;

use dispatch_core::{
    Timestamp,
    engine::{
        AppointmentObserved, BlockObserved, CalendarObserved, CalendarOf, ClearanceFact, ClientFacts, Fact,
        Snapshot,
    },
};

use super::{Appointment, Client, Thing, World, local::date, platform};

/// The one platform account.
pub(crate) const CONNECTION: &str = "desk";

impl World {
    /// The picture of a thing as it is now; none if there is no such thing.
    pub(crate) fn read(&self, thing: &Thing, now: Timestamp) -> Option<Fact> {
        match thing {
            Thing::Appointment(id) => {
                let snapshot = Arc::new(self.snapshot(id, self.appointments.get(id)?));
                let (connection, observed_at) = (CONNECTION.into(), now);
                Some(Fact::AppointmentObserved(AppointmentObserved { connection, observed_at, snapshot }))
            }
            Thing::Block(id) => {
                let block = self.blocks.get(id)?;
                Some(Fact::BlockObserved(BlockObserved {
                    connection: CONNECTION.into(),
                    observed_at: now,
                    id: platform(id),
                    of: self.calendar_of(&block.of),
                    start: block.span.start.timestamp(),
                    end: block.span.end.timestamp(),
                    cancelled: block.cancelled,
                    reason: None,
                }))
            }
            Thing::Calendar(provider) => Some(Fact::CalendarObserved(CalendarObserved {
                connection: CONNECTION.into(),
                observed_at: now,
                of: self.calendar_of(provider),
                readable: !self.unreadable.contains(provider),
            })),
        }
    }

    fn calendar_of(&self, id: &str) -> CalendarOf {
        if self.practice.thing(id).is_some() {
            CalendarOf::Resource(platform(id))
        } else {
            CalendarOf::Provider(platform(id))
        }
    }

    fn snapshot(&self, id: &str, appointment: &Appointment) -> Snapshot {
        Snapshot {
            id: platform(id),
            location: platform("main"),
            status: appointment.status.clone(),
            booked_by: appointment.booked_by,
            created_at: Some(appointment.created_at),
            items: appointment.items.clone(),
            client: appointment.client.as_str().into(),
            about_client: self.clients.get(&appointment.client).map(Client::facts).unwrap_or_default(),
            grouped: appointment.grouped,
        }
    }
}

impl Client {
    fn facts(&self) -> ClientFacts {
        let exam = |day: Option<i32>| {
            let fact = |day| ClearanceFact { id: platform("exam"), on: date(day) };
            day.map(fact).into_iter().collect()
        };
        ClientFacts {
            vip: self.vip,
            prefers_call: self.prefers_call,
            avoid: self.avoids.iter().map(|provider| platform(provider)).collect(),
            clearances: self.exam.map(exam),
            email_consent: Some(!self.no_email),
            sms_consent: Some(self.sms),
            ..ClientFacts::default()
        }
    }
}
