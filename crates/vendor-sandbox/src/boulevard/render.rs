//! Records as the vendor's JSON.

use dispatch_core::{Minute, calendar::local::Zone};
use serde_json::{Value, json};

use super::{
    records::{Block, Line},
    standin::Boulevard,
};

impl Boulevard {
    pub(super) fn appointment(&self, id: &str) -> Value {
        let Some(appointment) = self.appointments.get(id) else { return Value::Null };
        let Some(zone) = self.zone_of(&appointment.location) else { return Value::Null };
        let start = appointment.lines.iter().map(|line| line.start).min().unwrap_or_default();
        let end = appointment.lines.iter().map(|line| line.span().end).max().unwrap_or_default();
        let cancellation = appointment.cancelled.then(|| {
            json!({
                "reason": appointment.reason.as_deref().unwrap_or("STAFF_CANCEL"),
                "cancelledAt": appointment.created_at.to_string(), "notes": null,
            })
        });
        json!({
            "__typename": "Appointment", "id": id,
            "startAt": offset(zone, start), "endAt": offset(zone, end), "duration": end.since(start).0,
            "state": if appointment.cancelled { "CANCELLED" } else { &appointment.state },
            "cancelled": appointment.cancelled, "cancellation": cancellation,
            "bookedByType": appointment.booked_by, "createdAt": appointment.created_at.to_string(),
            "isGroupedAppointment": appointment.grouped, "notes": appointment.notes,
            "locationId": appointment.location,
            "location": location(&appointment.location, zone),
            "clientId": appointment.client, "client": self.client(&appointment.client),
            "appointmentServices": appointment.lines.iter().map(|line| self.line(line, start, zone)).collect::<Value>(),
            "appointmentServiceResources": appointment.lines.iter().flat_map(line_resources).collect::<Value>(),
        })
    }

    fn line(&self, line: &Line, first: Minute, zone: Zone) -> Value {
        let code = self.services.get(&line.service);
        json!({
            "__typename": "AppointmentService", "id": line.id, "serviceId": line.service,
            "service": { "__typename": "Service", "id": line.service, "name": code.unwrap_or(&line.service), "externalId": code },
            "staffId": line.staff,
            "staff": { "__typename": "Staff", "id": line.staff, "firstName": "Staff", "lastName": null, "externalId": null },
            "staffRequested": line.requested,
            "startAt": offset(zone, line.start), "endAt": offset(zone, line.span().end),
            "startTimeOffset": line.start.since(first).0,
            "duration": line.minutes.0, "totalDuration": line.minutes.0,
            "postClientDuration": 0, "finishDuration": 0, "postStaffDuration": 0,
        })
    }

    fn client(&self, id: &str) -> Value {
        let client = self.clients.get(id).cloned().unwrap_or_default();
        let tags = client.tags.iter().map(|tag| json!({ "__typename": "Tag", "id": tag, "name": tag }));
        let reminders = client.reminders.iter().map(|(email, sms)| {
            json!({ "type": "APPOINTMENT_REMINDER", "email": email, "sms": sms, "push": false })
        });
        json!({
            "__typename": "Client", "id": id, "name": client.name, "email": client.email,
            "mobilePhone": client.phone, "externalId": null,
            "tags": tags.collect::<Value>(), "reminderSettings": reminders.collect::<Value>(),
        })
    }

    pub(super) fn block_json(&self, block: &Block) -> Value {
        let Some(zone) = self.zone_of(&block.location) else { return Value::Null };
        json!({
            "__typename": "Timeblock", "id": block.id, "staffId": block.staff, "cancelled": block.cancelled,
            "startAt": offset(zone, block.span.start), "endAt": offset(zone, block.span.end),
            "duration": block.span.minutes().0,
            "location": location(&block.location, zone),
        })
    }
}

fn location(id: &str, zone: Zone) -> Value {
    json!({ "__typename": "Location", "id": id, "name": "Main", "tz": zone.name(), "externalId": null })
}

fn line_resources(line: &Line) -> Vec<Value> {
    let of = line.resources.iter().map(|id| {
        json!({
            "__typename": "AppointmentServiceResource", "id": format!("{}/{id}", line.id),
            "appointmentServiceId": line.id, "resourceId": id,
            "resource": { "__typename": "Resource", "id": id, "name": id },
        })
    });
    of.collect()
}

/// An instant with the location's offset, as in the answers that were seen.
fn offset(zone: Zone, at: Minute) -> String {
    let (date, time) = zone.local(at);
    let offset = zone.offset(at).0;
    let sign = if offset < 0 { '-' } else { '+' };
    format!("{date}T{time}:00{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
}
