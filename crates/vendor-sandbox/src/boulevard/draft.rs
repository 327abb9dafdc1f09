//! Booking drafts: opened from an appointment, edited, completed. Conflicts only raise warnings: a draft completes all
//! the same.

use adapter_kit::instant_of;
use dispatch_core::{Minute, Timestamp, calendar::local::Zone};
use serde_json::{Value, json};

use super::{
    records::{Appointment, DraftRecord},
    standin::Boulevard,
};

impl Boulevard {
    pub(crate) fn draft_mutation(&mut self, mutation: &str, input: &Value) -> Result<Value, String> {
        match mutation {
            "bookingCreateFromAppointment" => self.open(input),
            "bookingComplete" => self.complete(input),
            _ => self.edit(mutation, input),
        }
    }

    fn open(&mut self, input: &Value) -> Result<Value, String> {
        let id = input["appointmentId"].as_str().unwrap_or_default().to_owned();
        let appointment = self.appointments.get(&id).filter(|appointment| !appointment.cancelled);
        let lines = appointment.ok_or("appointment not found")?.lines.clone();
        let draft = format!("urn:blvd:Booking:{}", self.next_number());
        self.drafts.insert(draft.clone(), DraftRecord { appointment: id.clone(), lines, completed: false });
        let appointments = json!([self.booking_appointment(&id, "")]);
        let warnings = self.warnings(&draft);
        Ok(
            json!({ "booking": self.booking(&draft), "bookingAppointments": appointments, "bookingWarnings": warnings }),
        )
    }

    fn edit(&mut self, mutation: &str, input: &Value) -> Result<Value, String> {
        let id = input["bookingId"].as_str().unwrap_or_default().to_owned();
        let line_id =
            input["bookingServiceId"].as_str().and_then(|id| id.strip_prefix("draft/")).unwrap_or_default();
        let zone = self.drafts.get(&id).and_then(|draft| self.appointments.get(&draft.appointment));
        let zone =
            zone.and_then(|appointment| self.zone_of(&appointment.location)).ok_or("booking not found")?;
        let draft = self.drafts.get_mut(&id).filter(|draft| !draft.completed).ok_or("booking not found")?;
        let line =
            draft.lines.iter_mut().find(|line| line.id == line_id).ok_or("booking service not found")?;
        let texts = |name: &str| -> Vec<String> {
            let items = input[name].as_array().into_iter().flatten().filter_map(Value::as_str);
            items.map(str::to_owned).collect()
        };
        match mutation {
            "bookingServiceSetStartTime" => {
                let start =
                    input["startTime"].as_str().filter(|text| !text.contains(['Z', '+']) && text.len() == 19);
                line.start =
                    start.and_then(|text| local_minute(zone, text)).ok_or("startTime is no local time")?;
            }
            "bookingServiceSetStaff" => {
                line.staff = input["staffId"].as_str().map(str::to_owned);
                line.requested = input["staffRequestedByClient"].as_bool().unwrap_or(false);
            }
            "bookingServiceAddResources" => line.resources.extend(texts("resourceIds")),
            "bookingServiceRemoveResources" => {
                let held = texts("bookingServiceResourceIds");
                line.resources
                    .retain(|id| !held.iter().any(|held| held.strip_prefix("held/") == Some(id.as_str())));
            }
            _ => return Err(format!("no such mutation: {mutation}")),
        }
        let warnings = self.warnings(&id);
        Ok(json!({ "booking": self.booking(&id), "bookingService": null, "bookingWarnings": warnings }))
    }

    fn complete(&mut self, input: &Value) -> Result<Value, String> {
        let id = input["bookingId"].as_str().unwrap_or_default().to_owned();
        let staff = input["bookWithStaffId"].as_str().unwrap_or_default().to_owned();
        let warnings = self.warnings(&id);
        let draft = self.drafts.get_mut(&id).filter(|draft| !draft.completed).ok_or("booking not found")?;
        draft.completed = true;
        let (old, mut lines) = (draft.appointment.clone(), draft.lines.clone());
        let number = self.next_number();
        let appointment = self.appointments.get_mut(&old).ok_or("appointment not found")?;
        let written = if self.renumber {
            for (position, line) in lines.iter_mut().enumerate() {
                line.id = format!("urn:blvd:AppointmentService:{number}-{position}");
            }
            let new = format!("urn:blvd:Appointment:{number}");
            let successor = Appointment { id: new.clone(), lines, ..appointment.clone() };
            appointment.cancelled = true;
            appointment.state = "CANCELLED".into();
            self.appointments.insert(new.clone(), successor);
            new
        } else {
            appointment.lines = lines;
            old
        };
        let appointments = json!([self.booking_appointment(&written, &staff)]);
        Ok(
            json!({ "booking": self.booking(&id), "bookingAppointments": appointments, "bookingWarnings": warnings }),
        )
    }

    fn booking_appointment(&self, id: &str, staff: &str) -> Value {
        let client = self.appointments.get(id).map(|appointment| appointment.client.as_str());
        json!({ "appointmentId": id, "clientId": client, "bookedById": staff, "appointment": self.appointment(id) })
    }

    fn booking(&self, id: &str) -> Value {
        let lines = self.drafts.get(id).into_iter().flat_map(|draft| &draft.lines).map(|line| {
            let held = line.resources.iter().map(
                |id| json!({ "id": format!("held/{id}"), "resourceId": id, "resourceAutoAssigned": false }),
            );
            json!({
                "id": format!("draft/{}", line.id), "editingAppointmentServiceId": line.id,
                "serviceId": line.service, "staffId": line.staff, "duration": line.minutes.0,
                "staffRequestedByClient": line.requested, "startTime": null,
                "bookingServiceResources": held.collect::<Value>(),
            })
        });
        json!({ "__typename": "Booking", "id": id, "bookingServices": lines.collect::<Value>(), "errors": [], "startTime": null })
    }

    fn warnings(&self, id: &str) -> Value {
        let mut warnings = Vec::new();
        for line in self.drafts.get(id).into_iter().flat_map(|draft| &draft.lines) {
            let mut warn = |code: &str, staff: Option<&str>, resource: Option<&str>| {
                warnings.push(json!({
                    "code": code, "message": code, "staffId": staff, "resourceId": resource, "bookingId": id,
                    "bookingServiceId": format!("draft/{}", line.id), "businessId": self.account.business_id,
                }));
            };
            if let Some(staff) = line.staff.as_deref() {
                if self.taken(staff, line.span()) {
                    warn("STAFF_DOUBLE_BOOKED", Some(staff), None);
                }
                if self.not_performed.iter().any(|(who, what)| who == staff && *what == line.service) {
                    warn("STAFF_DOES_NOT_PERFORM_SERVICE", Some(staff), None);
                }
            }
            for resource in line.resources.iter().filter(|id| self.taken(id, line.span())) {
                warn("RESOURCE_DOUBLE_BOOKED", None, Some(resource));
            }
        }
        Value::Array(warnings)
    }
}

fn local_minute(zone: Zone, text: &str) -> Option<Minute> {
    instant_of(zone, text).ok().map(Timestamp::minute_floor)
}
