//! Reads: one appointment, one block, or a location page by page.

use adapter_kit::{Job, Next, Observations, Outcome, Target, Unreadable};
use dispatch_core::{PlatformId, Timestamp, engine::Fact};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    call::Call,
    documents,
    settings::Settings,
    wire::{Appointment, Timeblock},
};

/// The phases of a read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "read", content = "of", rename_all = "snake_case")]
pub(crate) enum Reading {
    /// Find the appointment's client, so that the next request can ask for the client's history too.
    Whose,
    /// Read the appointment, with its client's history where the client is known.
    Appointment(Option<Whose>),
    /// Read the block.
    Block,
    /// Read one page of a list.
    Page { list: List, after: Option<String> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum List {
    Appointments,
    Blocks,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Whose {
    client_id: String,
    location_id: String,
}

/// A page of a connection; edges and nodes may be null.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", bound(deserialize = "T: DeserializeOwned"))]
pub(crate) struct Page<T> {
    edges: Option<Vec<Option<Edge<T>>>>,
    page_info: PageInfo,
}

#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: DeserializeOwned"))]
struct Edge<T> {
    node: Option<T>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Earlier {
    id: String,
    start_at: String,
    cancelled: bool,
    appointment_services: Vec<EarlierLine>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct EarlierLine {
    start_at: String,
    staff_id: Option<String>,
}

impl<T: DeserializeOwned> Page<T> {
    pub(crate) fn of(value: &Value) -> Result<Self, Unreadable> {
        Ok(Self::deserialize(value)?)
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = &T> {
        self.edges.iter().flatten().flatten().filter_map(|edge| edge.node.as_ref())
    }

    /// The cursor of the next page. A page that says there is more, but not where, is an error.
    pub(crate) fn next(&self) -> Result<Option<String>, Unreadable> {
        match (self.page_info.has_next_page, &self.page_info.end_cursor) {
            (false, _) => Ok(None),
            (true, Some(cursor)) => Ok(Some(cursor.clone())),
            (true, None) => Err(Unreadable::new("a page without a cursor to the next")),
        }
    }
}

impl Reading {
    pub(crate) fn first(job: &Job, settings: &Settings) -> Result<Self, Unreadable> {
        match job {
            Job::Hydrate(Target::Appointment(_)) if settings.continuity_days > 0 => Ok(Self::Whose),
            Job::Hydrate(Target::Appointment(_)) => Ok(Self::Appointment(None)),
            Job::Hydrate(Target::Block(_)) => Ok(Self::Block),
            Job::Sync { page: None, .. } => Ok(Self::Page { list: List::Appointments, after: None }),
            Job::Sync { page: Some(page), .. } => {
                Self::page(page).ok_or_else(|| Unreadable::new("the sync page is not one of ours"))
            }
            Job::Write(_) => Err(Unreadable::new("a write is not a read")),
        }
    }

    /// The page that we named in the job which reads it, such as `blocks:<cursor>`.
    fn page(page: &str) -> Option<Self> {
        let (list, after) = page.split_once(':')?;
        let list = match list {
            "appointments" => List::Appointments,
            "blocks" => List::Blocks,
            _ => return None,
        };
        Some(Self::Page { list, after: (!after.is_empty()).then(|| after.to_owned()) })
    }

    pub(crate) fn call(&self, job: &Job, settings: &Settings, now: Timestamp) -> Option<Call> {
        match (self, job) {
            (Self::Whose, Job::Hydrate(Target::Appointment(id))) => {
                Some(Call::new("whose", documents::WHOSE, json!({ "id": id })))
            }
            (Self::Appointment(None), Job::Hydrate(Target::Appointment(id))) => {
                Some(Call::new("appointment", documents::APPOINTMENT, json!({ "id": id })))
            }
            (Self::Appointment(Some(whose)), Job::Hydrate(Target::Appointment(id))) => {
                let days = i64::from(settings.continuity_days);
                let since = Timestamp(now.0.saturating_sub(days * 24 * 60 * 60 * 1000));
                let query = format!("{} AND cancelled = false", started(since, now));
                let variables = json!({
                    "id": id, "locationId": whose.location_id, "clientId": whose.client_id, "query": query,
                });
                Some(Call::page("appointment_and_history", documents::APPOINTMENT_AND_HISTORY, variables))
            }
            (Self::Block, Job::Hydrate(Target::Block(id))) => {
                Some(Call::new("block", documents::BLOCK, json!({ "id": id })))
            }
            (Self::Page { list, after }, Job::Sync { location, from, until, .. }) => {
                let query = started(*from, *until);
                let variables = json!({ "locationId": location, "query": query, "after": after });
                Some(match list {
                    List::Appointments => Call::page("appointments", documents::APPOINTMENTS, variables),
                    List::Blocks => Call::page("blocks", documents::BLOCKS, variables),
                })
            }
            _ => None,
        }
    }

    pub(crate) fn answered(
        self,
        job: &Job,
        settings: &Settings,
        sent_at: Timestamp,
        data: Value,
    ) -> Result<Next<Self>, Unreadable> {
        let read = Read { settings, sent_at };
        match (self, job) {
            (Self::Whose, Job::Hydrate(target)) => {
                match Option::<Whose>::deserialize(&data["appointment"])? {
                    Some(whose) => Ok(Next::Ask(Self::Appointment(Some(whose)))),
                    None => Ok(Next::Done(Outcome::Gone(target.clone()))),
                }
            }
            (Self::Appointment(_), Job::Hydrate(target)) => read.appointment(target, &data),
            (Self::Block, Job::Hydrate(target)) => read.block(target, &data["node"]),
            (Self::Page { list, .. }, Job::Sync { location, from, until, .. }) => {
                let (observations, page) = match list {
                    List::Appointments => read.appointments(&data["appointments"])?,
                    List::Blocks => read.blocks(&data["timeblocks"])?,
                };
                let rest = page.map(|page| Job::Sync {
                    location: location.clone(),
                    from: *from,
                    until: *until,
                    page: Some(page),
                });
                Ok(Next::Done(Outcome::Observed { observations, rest }))
            }
            _ => Err(Unreadable::new("the exchange belongs to another job")),
        }
    }
}

struct Read<'a> {
    settings: &'a Settings,
    sent_at: Timestamp,
}

impl Read<'_> {
    fn appointment(&self, target: &Target, data: &Value) -> Result<Next<Reading>, Unreadable> {
        let Some(appointment) = Option::<Appointment>::deserialize(&data["appointment"])? else {
            return Ok(Next::Done(Outcome::Gone(target.clone())));
        };
        let last_provider = match &data["appointments"] {
            Value::Null => None,
            history => last_provider(&appointment, history)?,
        };
        let observations = observed(&appointment, self.settings, self.sent_at, last_provider)?;
        Ok(Next::Done(Outcome::Observed { observations, rest: None }))
    }

    fn block(&self, target: &Target, node: &Value) -> Result<Next<Reading>, Unreadable> {
        if node.is_null() {
            return Ok(Next::Done(Outcome::Gone(target.clone())));
        }
        let block = Timeblock::deserialize(node)?.observed(self.settings, self.sent_at)?;
        let observations = Observations { facts: vec![Fact::BlockObserved(block)], contacts: Vec::new() };
        Ok(Next::Done(Outcome::Observed { observations, rest: None }))
    }

    fn appointments(&self, list: &Value) -> Result<(Observations, Option<String>), Unreadable> {
        let page = Page::<Appointment>::of(list)?;
        let mut all = Observations::default();
        for appointment in page.nodes() {
            let one = observed(appointment, self.settings, self.sent_at, None)?;
            all.facts.extend(one.facts);
            all.contacts.extend(one.contacts);
        }
        let next = page.next()?.map_or_else(|| "blocks:".into(), |cursor| format!("appointments:{cursor}"));
        Ok((all, Some(next)))
    }

    fn blocks(&self, list: &Value) -> Result<(Observations, Option<String>), Unreadable> {
        let page = Page::<Timeblock>::of(list)?;
        let blocks = page.nodes().map(|block| block.observed(self.settings, self.sent_at));
        let facts = blocks.map(|block| block.map(Fact::BlockObserved)).collect::<Result<_, _>>()?;
        let next = page.next()?.map(|cursor| format!("blocks:{cursor}"));
        Ok((Observations { facts, contacts: Vec::new() }, next))
    }
}

/// An appointment as a fact, with its client's contact data beside it.
pub(crate) fn observed(
    appointment: &Appointment,
    settings: &Settings,
    sent_at: Timestamp,
    last_provider: Option<PlatformId>,
) -> Result<Observations, Unreadable> {
    let (fact, contact) = appointment.observed(settings, sent_at, last_provider)?;
    Ok(Observations { facts: vec![Fact::AppointmentObserved(fact)], contacts: vec![contact] })
}

/// The provider of the latest service in the client's earlier appointments. None if there is more than one page of them:
/// their order is undefined, so the latest might be on another page.
fn last_provider(appointment: &Appointment, history: &Value) -> Result<Option<PlatformId>, Unreadable> {
    let page = Page::<Earlier>::of(history)?;
    if page.next()?.is_some() {
        return Ok(None);
    }
    let zone = appointment.location.zone()?;
    let start = adapter_kit::instant_of(zone, &appointment.start_at)?;
    let mut latest: Option<(Timestamp, &str, &str)> = None;
    for earlier in page.nodes().filter(|earlier| earlier.id != appointment.id && !earlier.cancelled) {
        if adapter_kit::instant_of(zone, &earlier.start_at)? >= start {
            continue;
        }
        for line in &earlier.appointment_services {
            let Some(staff) = line.staff_id.as_deref() else { continue };
            let candidate = (adapter_kit::instant_of(zone, &line.start_at)?, earlier.id.as_str(), staff);
            latest = latest.max(Some(candidate));
        }
    }
    Ok(latest.map(|(_, _, staff)| staff.into()))
}

/// The platform's filter for a half-open span of starts.
pub(crate) fn started(from: Timestamp, until: Timestamp) -> String {
    format!("startAt >= '{}' AND startAt < '{}'", seconds(from), seconds(until))
}

/// An instant without its milliseconds, as in the platform's examples.
fn seconds(at: Timestamp) -> String {
    Timestamp(at.0.div_euclid(1000) * 1000).to_string().replace(".000Z", "Z")
}
