//! The vendor's objects as our documents ask for them, and the facts made of them. Enumerations stay text, so that
//! values that no version of ours knows survive.

use adapter_kit::{Contact, Unreadable, e164, instant_of};
use dispatch_core::{
    ClientId, Minutes, PlatformId, Timestamp,
    calendar::local::Zone,
    engine::{
        AppointmentObserved, BlockObserved, BookedBy, CalendarOf, ClientFacts, ItemSnapshot, Snapshot, Status,
    },
};
use serde::Deserialize;

use crate::settings::Settings;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Appointment {
    pub(crate) id: String,
    pub(crate) start_at: String,
    state: String,
    pub(crate) cancelled: bool,
    cancellation: Option<Cancellation>,
    booked_by_type: String,
    created_at: String,
    is_grouped_appointment: bool,
    pub(crate) location_id: String,
    pub(crate) location: Location,
    pub(crate) client_id: String,
    client: Client,
    appointment_services: Vec<Line>,
    appointment_service_resources: Vec<LineResource>,
    #[serde(default)]
    pub(crate) notes: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Cancellation {
    reason: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Location {
    pub(crate) tz: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    name: Option<String>,
    email: Option<String>,
    mobile_phone: Option<String>,
    tags: Vec<Tag>,
    reminder_settings: Vec<ReminderSetting>,
}

#[derive(Debug, Deserialize)]
struct Tag {
    id: String,
}

#[derive(Debug, Deserialize)]
struct ReminderSetting {
    #[serde(rename = "type")]
    kind: String,
    email: Option<bool>,
    sms: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: String,
    service_id: String,
    service: Option<Service>,
    staff_id: Option<String>,
    staff_requested: bool,
    start_at: String,
    end_at: String,
    total_duration: i32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Service {
    external_id: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LineResource {
    appointment_service_id: String,
    resource_id: String,
}

/// A block, as a node or on a page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Timeblock {
    id: String,
    start_at: String,
    end_at: String,
    staff_id: String,
    cancelled: Option<bool>,
    location: Location,
}

impl Location {
    pub(crate) fn zone(&self) -> Result<Zone, Unreadable> {
        Zone::named(&self.tz).ok_or_else(|| Unreadable::new(format!("unknown time zone `{}`", self.tz)))
    }
}

impl Appointment {
    /// The appointment as a fact, and its client's contact data.
    pub(crate) fn observed(
        &self,
        settings: &Settings,
        observed_at: Timestamp,
        last_provider: Option<PlatformId>,
    ) -> Result<(AppointmentObserved, Contact), Unreadable> {
        let zone = self.location.zone()?;
        let status = self.status();
        let items = self.items(zone)?;
        if items.is_empty() && status != Status::Cancelled {
            return Err(Unreadable::new("an appointment without services"));
        }
        let client = ClientId::from(self.client_id.as_str());
        let snapshot = Snapshot {
            id: self.id.as_str().into(),
            location: self.location_id.as_str().into(),
            status,
            // Anything but the client's own booking is a person's choice, and kept.
            booked_by: if self.booked_by_type == "CLIENT" { BookedBy::Client } else { BookedBy::Staff },
            created_at: Some(instant_of(zone, &self.created_at)?),
            items,
            client: client.clone(),
            about_client: self.client.facts(settings, last_provider),
            grouped: self.is_grouped_appointment,
        };
        let contact = self.client.contact(client, &settings.calling_code);
        Ok((
            AppointmentObserved {
                connection: settings.connection.clone(),
                observed_at,
                snapshot: snapshot.into(),
            },
            contact,
        ))
    }

    /// The status. The platform has no state for a no-show: it is a cancellation with that reason.
    pub(crate) fn status(&self) -> Status {
        if self.cancelled || self.state == "CANCELLED" {
            let reason = self.cancellation.as_ref().map(|cancellation| cancellation.reason.as_str());
            return if reason == Some("NO_SHOW") { Status::NoShow } else { Status::Cancelled };
        }
        match self.state.as_str() {
            "BOOKED" => Status::Booked,
            "CONFIRMED" => Status::Confirmed,
            "ARRIVED" => Status::Arrived,
            "ACTIVE" => Status::InService,
            "FINAL" => Status::Completed,
            other => Status::Other(other.to_owned()),
        }
    }

    /// The services sorted by start: the platform gives them in no order.
    fn items(&self, zone: Zone) -> Result<Vec<ItemSnapshot>, Unreadable> {
        let items = self.appointment_services.iter().map(|line| {
            let code = line.service.as_ref().and_then(|service| service.external_id.as_deref());
            let code = code.filter(|code| !code.is_empty()).unwrap_or(&line.service_id);
            Ok(ItemSnapshot {
                id: Some(line.id.as_str().into()),
                service: code.into(),
                start: instant_of(zone, &line.start_at)?,
                end: instant_of(zone, &line.end_at)?,
                provider: line.staff_id.as_deref().map(PlatformId::from),
                provider_requested: line.staff_requested,
                resources: self.resources_of(&line.id),
                add_ons: Vec::new(),
            })
        });
        let mut items = items.collect::<Result<Vec<_>, Unreadable>>()?;
        items.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        Ok(items)
    }

    fn resources_of(&self, line: &str) -> Vec<PlatformId> {
        let of_line =
            self.appointment_service_resources.iter().filter(|of| of.appointment_service_id == line);
        let mut resources: Vec<PlatformId> = of_line.map(|of| of.resource_id.as_str().into()).collect();
        resources.sort();
        resources.dedup();
        resources
    }

    /// The time for which a line keeps its provider, transition included.
    pub(crate) fn total_duration(&self, line: &PlatformId) -> Minutes {
        let found = self.appointment_services.iter().find(|of| of.id == line.as_str());
        Minutes(found.map_or(0, |line| line.total_duration))
    }
}

impl Client {
    fn facts(&self, settings: &Settings, last_provider: Option<PlatformId>) -> ClientFacts {
        let tagged =
            |ids: &std::collections::BTreeSet<String>| self.tags.iter().any(|tag| ids.contains(&tag.id));
        let reminders = self.reminder_settings.iter().find(|setting| setting.kind == "APPOINTMENT_REMINDER");
        ClientFacts {
            vip: tagged(&settings.vip_tags),
            prefers_call: tagged(&settings.call_tags),
            new: tagged(&settings.new_client_tags),
            last_provider,
            email_consent: reminders.and_then(|setting| setting.email),
            sms_consent: reminders.and_then(|setting| setting.sms),
            ..ClientFacts::default()
        }
    }

    fn contact(&self, client: ClientId, calling_code: &str) -> Contact {
        let text = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let phone = self.mobile_phone.as_deref().and_then(|phone| e164(phone, calling_code));
        Contact { client, name: text(&self.name), email: text(&self.email), phone }
    }
}

impl Timeblock {
    pub(crate) fn observed(
        &self,
        settings: &Settings,
        observed_at: Timestamp,
    ) -> Result<BlockObserved, Unreadable> {
        let zone = self.location.zone()?;
        Ok(BlockObserved {
            connection: settings.connection.clone(),
            observed_at,
            id: self.id.as_str().into(),
            of: CalendarOf::Provider(self.staff_id.as_str().into()),
            start: instant_of(zone, &self.start_at)?,
            end: instant_of(zone, &self.end_at)?,
            cancelled: self.cancelled.unwrap_or(false),
            reason: None,
        })
    }
}
