//! A booking draft of an appointment: opened, edited line by line, judged by its warnings, completed.

use adapter_kit::Unreadable;
use dispatch_core::PlatformId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    clash::{Clashes, Suspect},
    goal::{Goal, Picture, Problem, managed},
};
use crate::{
    call::Call,
    documents,
    settings::{KNOWN_WARNINGS, SelfOverlap, Settings},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    id: String,
    lines: Vec<DraftLine>,
    warnings: Vec<Warning>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DraftLine {
    id: String,
    editing_appointment_service_id: Option<PlatformId>,
    staff_id: Option<PlatformId>,
    booking_service_resources: Vec<DraftResource>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DraftResource {
    id: String,
    resource_id: PlatformId,
}

/// A conflict that the platform sees. It only warns and would still complete the draft: we must refuse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Warning {
    code: String,
    staff_id: Option<PlatformId>,
    resource_id: Option<PlatformId>,
    booking_service_id: Option<String>,
}

/// One change of a draft's line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub(crate) enum Edit {
    Start { line: String, local: String },
    Staff { line: String, staff: PlatformId },
    Remove { line: String, holds: Vec<String> },
    Add { line: String, resources: Vec<PlatformId> },
}

impl Edit {
    pub(crate) fn call(&self, draft: &Draft) -> Call {
        let (name, document, line, mut input) = match self {
            Self::Start { line, local } => {
                ("set_start", documents::SET_START, line, json!({ "startTime": local }))
            }
            Self::Staff { line, staff } => (
                "set_staff",
                documents::SET_STAFF,
                line,
                json!({ "staffId": staff, "staffRequestedByClient": false }),
            ),
            Self::Remove { line, holds } => (
                "remove_resources",
                documents::REMOVE_RESOURCES,
                line,
                json!({ "bookingServiceResourceIds": holds }),
            ),
            Self::Add { line, resources } => {
                ("add_resources", documents::ADD_RESOURCES, line, json!({ "resourceIds": resources }))
            }
        };
        input["bookingId"] = json!(draft.id);
        input["bookingServiceId"] = json!(line);
        Call::new(name, document, json!({ "input": input }))
    }
}

impl Draft {
    pub(crate) fn opened(payload: &Value) -> Result<Self, Unreadable> {
        let booking = &payload["booking"];
        let id = booking["id"].as_str().ok_or_else(|| Unreadable::new("a draft without id"))?;
        let lines = Vec::<DraftLine>::deserialize(&booking["bookingServices"])?;
        Ok(Self { id: id.to_owned(), lines, warnings: Vec::new() })
    }

    /// The edits that lead to the goals. Times come first, so that each warning about a provider, room or device is about
    /// the final time.
    pub(crate) fn edits(
        &self,
        picture: &Picture,
        goals: &[Goal],
        settings: &Settings,
    ) -> Result<Vec<Edit>, Problem> {
        let mut edits: Vec<(u8, Edit)> = Vec::new();
        for goal in goals {
            let draft = self.line_of(picture, goal)?;
            let line = draft.id.clone();
            if let Some(local) = goal.local_start(picture)? {
                edits.push((0, Edit::Start { line: line.clone(), local }));
            }
            if let Some(staff) = goal.staff.clone().filter(|staff| Some(staff) != draft.staff_id.as_ref()) {
                edits.push((1, Edit::Staff { line: line.clone(), staff }));
            }
            let Some(wanted) = &goal.resources else { continue };
            let held: Vec<&DraftResource> = draft.booking_service_resources.iter().collect();
            let current = managed(&held.iter().map(|held| held.resource_id.clone()).collect(), settings);
            let surplus = held
                .iter()
                .filter(|held| current.contains(&held.resource_id) && !wanted.contains(&held.resource_id));
            let holds: Vec<String> = surplus.map(|held| held.id.clone()).collect();
            let resources: Vec<PlatformId> = wanted.difference(&current).cloned().collect();
            if !holds.is_empty() {
                edits.push((2, Edit::Remove { line: line.clone(), holds }));
            }
            if !resources.is_empty() {
                edits.push((3, Edit::Add { line, resources }));
            }
        }
        edits.sort_by_key(|(order, _)| *order);
        Ok(edits.into_iter().map(|(_, edit)| edit).collect())
    }

    fn line_of(&self, picture: &Picture, goal: &Goal) -> Result<&DraftLine, Problem> {
        let id = picture.lines.get(goal.line).map(|line| &line.id);
        let found = self.lines.iter().find(|line| line.editing_appointment_service_id.as_ref() == id);
        found
            .ok_or_else(|| Problem::new("items_changed", "the draft has other services than the appointment"))
    }

    /// Adds the warnings of an answer, whichever edit it belongs to.
    pub(crate) fn warned(&mut self, data: &Value) -> Result<(), Unreadable> {
        for payload in data.as_object().into_iter().flat_map(|payloads| payloads.values()) {
            for warning in Vec::<Warning>::deserialize(&payload["bookingWarnings"])? {
                if !self.warnings.contains(&warning) {
                    self.warnings.push(warning);
                }
            }
        }
        Ok(())
    }

    /// Judges the warnings: `None` if they do not matter, clashes to look for if they may be false alarms, or the problem.
    pub(crate) fn judged(&self, picture: &Picture, settings: &Settings) -> Result<Option<Clashes>, Problem> {
        let mut suspects = Vec::new();
        for warning in self.warnings.iter().filter(|warning| blocks(&warning.code, settings)) {
            let concerned = self.concerned(warning, picture);
            let double_booked =
                matches!(warning.code.as_str(), "STAFF_DOUBLE_BOOKED" | "RESOURCE_DOUBLE_BOOKED");
            if concerned.is_empty() {
                continue;
            }
            if !double_booked || settings.self_overlap == SelfOverlap::Refuse {
                return Err(Problem::new(
                    slug(&warning.code),
                    format!("the platform warns {}", warning.code),
                ));
            }
            suspects.extend(concerned);
        }
        suspects.sort();
        suspects.dedup();
        Ok(if suspects.is_empty() { None } else { Some(Clashes::new(suspects)) })
    }

    /// The providers, rooms or devices that a warning is about, as they will be once the draft is completed. A warning about
    /// a provider who has since left the line concerns nothing.
    fn concerned(&self, warning: &Warning, picture: &Picture) -> Vec<Suspect> {
        let mut concerned = Vec::new();
        for line in &picture.lines {
            let draft =
                self.lines.iter().find(|of| of.editing_appointment_service_id.as_ref() == Some(&line.id));
            let other = warning.booking_service_id.is_some()
                && warning.booking_service_id.as_ref() != draft.map(|of| &of.id);
            if other {
                continue;
            }
            let span = line.span();
            let named = |id: &&PlatformId, by: &Option<PlatformId>| by.as_ref().is_none_or(|by| by == *id);
            if warning.code != "RESOURCE_DOUBLE_BOOKED" {
                let staff = line.staff.iter().filter(|id| named(id, &warning.staff_id));
                concerned.extend(staff.map(|id| Suspect { id: id.clone(), staff: true, span }));
            }
            if !warning.code.starts_with("STAFF_") {
                let resources = line.resources.iter().filter(|id| named(id, &warning.resource_id));
                concerned.extend(resources.map(|id| Suspect { id: id.clone(), staff: false, span }));
            }
        }
        concerned
    }

    pub(crate) fn complete(&self, picture: &Picture, settings: &Settings) -> Call {
        let provider = || picture.lines.iter().find_map(|line| line.staff.clone());
        let input = json!({
            "bookingId": self.id,
            "bookWithStaffId": settings.book_with_staff_id.clone().or_else(provider),
            "notifyClient": settings.notify_client,
        });
        Call::new("complete_draft", documents::COMPLETE_DRAFT, json!({ "input": input }))
    }
}

/// The id of the appointment that a completed draft became.
pub(crate) fn completed(payload: &Value) -> Result<PlatformId, Problem> {
    let id = payload["bookingAppointments"][0]["appointmentId"].as_str();
    id.map(PlatformId::from).ok_or_else(|| {
        let codes = payload["booking"]["errors"].as_array().into_iter().flatten();
        let codes: Vec<&str> = codes.filter_map(|error| error["code"].as_str()).collect();
        Problem::new("draft_incomplete", format!("the draft was not completed: {}", codes.join(", ")))
    })
}

fn blocks(code: &str, settings: &Settings) -> bool {
    settings.blocking_warnings.contains(code) || !KNOWN_WARNINGS.contains(&code)
}

fn slug(code: &str) -> &'static str {
    match code {
        "STAFF_DOUBLE_BOOKED" => "staff_double_booked",
        "RESOURCE_DOUBLE_BOOKED" => "resource_double_booked",
        "STAFF_DOES_NOT_PERFORM_SERVICE" => "staff_does_not_perform_service",
        _ => "platform_warning",
    }
}
