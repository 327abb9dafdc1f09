//! Clashes: a draft overlaps the appointment that it was made from, so a double-booking warning may be a false alarm.
//! Appointments and blocks are read to find out: any other overlap is a clash. A list that cannot be read to the end
//! stops the write.

use adapter_kit::{Unreadable, instant_of};
use dispatch_core::{Minutes, PlatformId, Span, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::goal::{Picture, Problem};
use crate::{
    call::Call,
    documents,
    read::{Page, started},
};

/// The platform filters by start alone, so a query looks back by as long as an appointment or a block may last.
const LONGEST_APPOINTMENT: Minutes = Minutes(24 * 60);
const LONGEST_BLOCK: Minutes = Minutes(31 * 24 * 60);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clashes {
    suspects: Vec<Suspect>,
    /// Providers whose blocks are still to be read; appointments are read first.
    blocks_of: Vec<PlatformId>,
    appointments_read: bool,
    after: Option<String>,
}

/// A provider, room or device that may be double-booked, and when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Suspect {
    pub(crate) id: PlatformId,
    pub(crate) staff: bool,
    pub(crate) span: Span,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Busy {
    id: String,
    cancelled: bool,
    appointment_services: Vec<BusyLine>,
    appointment_service_resources: Vec<BusyResource>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BusyLine {
    id: String,
    staff_id: Option<String>,
    start_at: String,
    end_at: String,
    total_duration: i32,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct BusyResource {
    appointment_service_id: String,
    resource_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    id: String,
    start_at: String,
    end_at: String,
    staff_id: String,
    cancelled: Option<bool>,
}

impl Clashes {
    pub(crate) fn new(suspects: Vec<Suspect>) -> Self {
        let mut blocks_of: Vec<PlatformId> =
            suspects.iter().filter(|suspect| suspect.staff).map(|suspect| suspect.id.clone()).collect();
        blocks_of.dedup();
        Self { suspects, blocks_of, appointments_read: false, after: None }
    }

    pub(crate) fn call(&self, picture: &Picture) -> Option<Call> {
        let span = self.suspects.iter().map(|suspect| suspect.span);
        let reach = span.reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))?;
        let query = |longest| {
            let from = reach.start.minus(longest).timestamp();
            format!("{} AND cancelled = false", started(from, reach.end.timestamp()))
        };
        let variables =
            |query: String| json!({ "locationId": picture.location, "query": query, "after": self.after });
        if !self.appointments_read {
            return Some(Call::page("busy", documents::BUSY, variables(query(LONGEST_APPOINTMENT))));
        }
        let staff = self.blocks_of.first()?.as_str().replace('\'', "\\'");
        let query = format!("staffId = '{staff}' AND {}", query(LONGEST_BLOCK));
        Some(Call::page("blocks", documents::BLOCKS, variables(query)))
    }

    /// Takes in an answer: `None` if all is read without a clash, or what is left to read, or the clash as a problem.
    pub(crate) fn answered(
        mut self,
        picture: &Picture,
        own: &PlatformId,
        data: &Value,
    ) -> Result<Result<Option<Self>, Problem>, Unreadable> {
        let zone = picture.zone().ok_or_else(|| Unreadable::new("unknown time zone"))?;
        let at = |text: &str| -> Result<Timestamp, Unreadable> { Ok(instant_of(zone, text)?) };
        let next = if self.appointments_read {
            let page = Page::<Block>::of(&data["timeblocks"])?;
            for block in page.nodes().filter(|block| block.cancelled != Some(true)) {
                let span = Span::new(at(&block.start_at)?.minute_floor(), at(&block.end_at)?.minute_ceil());
                if let Some(problem) = self.clash(&block.staff_id, true, span, &block.id) {
                    return Ok(Err(problem));
                }
            }
            page.next()?
        } else {
            let page = Page::<Busy>::of(&data["appointments"])?;
            for other in page.nodes().filter(|other| !other.cancelled && other.id != own.as_str()) {
                for line in &other.appointment_services {
                    let start = at(&line.start_at)?.minute_floor();
                    let end = at(&line.end_at)?.minute_ceil().max(start.plus(Minutes(line.total_duration)));
                    let resources = other.appointment_service_resources.iter();
                    let resources = resources.filter(|of| of.appointment_service_id == line.id);
                    let staff = line.staff_id.iter().map(|id| (id, true));
                    for (id, staff) in staff.chain(resources.map(|of| (&of.resource_id, false))) {
                        if let Some(problem) = self.clash(id, staff, Span::new(start, end), &other.id) {
                            return Ok(Err(problem));
                        }
                    }
                }
            }
            page.next()?
        };
        self.after = next;
        if self.after.is_none() && self.appointments_read && !self.blocks_of.is_empty() {
            self.blocks_of.remove(0);
        }
        self.appointments_read |= self.after.is_none();
        let done = self.appointments_read && self.blocks_of.is_empty();
        Ok(Ok(if done { None } else { Some(self) }))
    }

    fn clash(&self, id: &str, staff: bool, span: Span, with: &str) -> Option<Problem> {
        let mut suspects = self.suspects.iter();
        suspects.find(|suspect| {
            suspect.staff == staff && suspect.id.as_str() == id && suspect.span.overlaps(span)
        })?;
        let slug = if staff { "staff_double_booked" } else { "resource_double_booked" };
        Some(Problem::new(slug, format!("`{id}` is taken by `{with}`")))
    }
}
