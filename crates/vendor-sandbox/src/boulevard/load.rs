//! Loading: a scenario's facts become the stand-in's records, as if people had booked there.

use dispatch_core::{
    Minutes, Timestamp,
    engine::{BlockObserved, BookedBy, CalendarOf, Fact, Snapshot, Status},
};

use super::{
    records::{Appointment, Block, Client, Line},
    standin::Boulevard,
};

/// The tag of VIP clients.
pub const TAG_VIP: &str = "urn:blvd:Tag:vip";
/// The tag of clients who prefer a call.
pub const TAG_CALL: &str = "urn:blvd:Tag:call";

impl Boulevard {
    /// Loads a fact, and returns the event and the id for a delivery about it; none for a fact that comes from no platform.
    /// Times are whole minutes. A client's last provider becomes an earlier appointment.
    pub fn load(&mut self, fact: &Fact, location_of_blocks: &str) -> Option<(&'static str, String)> {
        match fact {
            Fact::AppointmentObserved(observed) => {
                let snapshot = &observed.snapshot;
                let event = self.event_of(snapshot);
                self.put(snapshot, observed.observed_at);
                Some((event, snapshot.id.to_string()))
            }
            // This platform has blocks for staff only.
            Fact::BlockObserved(BlockObserved { of: CalendarOf::Resource(_), .. }) => None,
            Fact::BlockObserved(block) => {
                let known = self.blocks.contains_key(block.id.as_str());
                self.put_block(block, location_of_blocks);
                let event = match (block.cancelled, known) {
                    (true, _) => "TIMEBLOCK_CANCELLED",
                    (false, true) => "TIMEBLOCK_RESCHEDULED",
                    (false, false) => "TIMEBLOCK_CREATED",
                };
                Some((event, block.id.to_string()))
            }
            _ => None,
        }
    }

    fn event_of(&self, snapshot: &Snapshot) -> &'static str {
        match (self.appointments.get(snapshot.id.as_str()), &snapshot.status) {
            (_, Status::Cancelled | Status::NoShow) => "APPOINTMENT_CANCELLED",
            (None, _) => "APPOINTMENT_CREATED",
            (_, Status::Arrived) => "APPOINTMENT_ARRIVED",
            (_, Status::InService) => "APPOINTMENT_ACTIVE",
            (_, Status::Completed) => "APPOINTMENT_COMPLETED",
            (_, Status::Confirmed) => "APPOINTMENT_CONFIRMED",
            (Some(_), _) => "APPOINTMENT_UPDATED",
        }
    }

    fn put(&mut self, snapshot: &Snapshot, at: Timestamp) {
        let lines: Vec<Line> = (snapshot.items.iter().enumerate())
            .map(|(position, item)| {
                let start = item.start.minute_floor();
                Line {
                    id: item.id.as_ref().map_or_else(
                        || format!("urn:blvd:AppointmentService:{}-{}", snapshot.id, position + 1),
                        ToString::to_string,
                    ),
                    service: self.service(item.service.as_str()),
                    staff: item.provider.as_ref().map(ToString::to_string),
                    requested: item.provider_requested,
                    start,
                    minutes: item.end.minute_ceil().since(start),
                    resources: item.resources.iter().map(ToString::to_string).collect(),
                }
            })
            .collect();
        let (state, reason) = state(&snapshot.status);
        let appointment = Appointment {
            id: snapshot.id.to_string(),
            location: snapshot.location.to_string(),
            client: snapshot.client.to_string(),
            state: state.to_owned(),
            cancelled: state == "CANCELLED",
            reason: reason.map(str::to_owned),
            booked_by: if snapshot.booked_by == BookedBy::Staff { "STAFF".into() } else { "CLIENT".into() },
            created_at: snapshot.created_at.unwrap_or(at),
            grouped: snapshot.grouped,
            notes: None,
            lines,
        };
        self.put_client(snapshot);
        self.put_last_visit(snapshot, &appointment);
        self.appointments.insert(appointment.id.clone(), appointment);
    }

    /// A code stands for a service that has it as its `externalId`.
    fn service(&mut self, service: &str) -> String {
        if service.starts_with("urn:") {
            return service.to_owned();
        }
        let id = format!("urn:blvd:Service:{service}");
        self.services.insert(id.clone(), service.to_owned());
        id
    }

    fn put_client(&mut self, snapshot: &Snapshot) {
        let about = &snapshot.about_client;
        let mut tags = Vec::new();
        tags.extend(about.vip.then(|| TAG_VIP.to_owned()));
        tags.extend(about.prefers_call.then(|| TAG_CALL.to_owned()));
        let number = self.clients.len() + 1;
        let id = snapshot.client.to_string();
        let known = self.clients.get(&id);
        let email = format!("client-{number:03}@example.com");
        let phone = format!("+1202555{:04}", 100 + number % 100);
        let reminders = match (about.email_consent, about.sms_consent) {
            (None, None) => None,
            (email, sms) => Some((email.unwrap_or(false), sms.unwrap_or(false))),
        };
        let client = Client {
            name: known.map_or_else(|| format!("Client {number}"), |client| client.name.clone()),
            email: known.map_or(Some(email), |client| client.email.clone()),
            phone: known.map_or(Some(phone), |client| client.phone.clone()),
            tags,
            reminders,
        };
        self.clients.insert(id, client);
    }

    fn put_last_visit(&mut self, snapshot: &Snapshot, appointment: &Appointment) {
        let Some(provider) = &snapshot.about_client.last_provider else { return };
        let Some(line) = appointment.lines.first() else { return };
        let id = format!("{}-before", appointment.id);
        let earlier = Line {
            id: format!("{}-before", line.id),
            staff: Some(provider.to_string()),
            start: line.start.minus(Minutes(60 * 24 * 60)),
            resources: Vec::new(),
            ..line.clone()
        };
        let appointment = Appointment {
            id: id.clone(),
            state: "FINAL".into(),
            cancelled: false,
            reason: None,
            lines: vec![earlier],
            ..appointment.clone()
        };
        self.appointments.insert(id, appointment);
    }

    fn put_block(&mut self, block: &BlockObserved, location: &str) {
        let span = dispatch_core::Span::new(block.start.minute_floor(), block.end.minute_ceil());
        let block = Block {
            id: block.id.to_string(),
            location: location.to_owned(),
            staff: block.of.id().to_string(),
            span,
            cancelled: block.cancelled,
        };
        self.blocks.insert(block.id.clone(), block);
    }
}

fn state(status: &Status) -> (&str, Option<&str>) {
    match status {
        Status::Booked => ("BOOKED", None),
        Status::Confirmed => ("CONFIRMED", None),
        Status::Arrived => ("ARRIVED", None),
        Status::InService => ("ACTIVE", None),
        Status::Completed => ("FINAL", None),
        Status::Cancelled => ("CANCELLED", Some("CLIENT_CANCEL")),
        Status::NoShow => ("CANCELLED", Some("NO_SHOW")),
        Status::Other(word) => (word, None),
    }
}
