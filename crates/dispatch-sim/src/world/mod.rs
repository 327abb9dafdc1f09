//! The world: the platform's own truth of appointments, blocks, clients and calendars, as people change it.

mod apply;
mod local;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use dispatch_core::{
    Minute, PlatformId, Span, Timestamp,
    engine::{BookedBy, ItemSnapshot, Status},
};

use crate::{act::Changed, practice::Practice};

pub(crate) use local::{clock_of, date, day_of, local_minute, weekday};
pub(crate) use read::CONNECTION;

/// The platform and its people.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) practice: Practice,
    pub(crate) appointments: BTreeMap<String, Appointment>,
    /// Appointments by the local day of their start.
    pub(crate) by_day: BTreeMap<i32, BTreeSet<String>>,
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) blocks: BTreeMap<String, Blocked>,
    pub(crate) unreadable: BTreeSet<String>,
    /// Everything that changed since it was last read as a whole.
    pub(crate) changed: BTreeSet<Thing>,
}

/// An appointment as the platform has it.
#[derive(Clone, Debug)]
pub(crate) struct Appointment {
    pub(crate) client: String,
    pub(crate) status: Status,
    pub(crate) booked_by: BookedBy,
    pub(crate) grouped: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) items: Vec<ItemSnapshot>,
}

/// A client as the platform knows them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Client {
    /// The day of the exam; `Some(None)` without one, and none if the platform does not say.
    pub(crate) exam: Option<Option<i32>>,
    pub(crate) vip: bool,
    pub(crate) avoids: Option<String>,
    pub(crate) prefers_call: bool,
    pub(crate) no_email: bool,
    pub(crate) sms: bool,
    /// The appointments that are or were theirs.
    pub(crate) appointments: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Blocked {
    pub(crate) of: String,
    pub(crate) span: Span,
    pub(crate) cancelled: bool,
}

/// Something on the platform that can be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    Appointment(String),
    Block(String),
    Calendar(String),
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            practice: Practice::new(),
            appointments: BTreeMap::new(),
            by_day: BTreeMap::new(),
            clients: BTreeMap::new(),
            blocks: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            changed: BTreeSet::new(),
        }
    }

    /// True if the platform shows nobody else on this provider in this span.
    pub(crate) fn is_free(&self, provider: &str, span: Span) -> bool {
        let day = day_of(span.start);
        let on_day = self.by_day.get(&day).into_iter().flatten();
        let mut others = on_day.filter_map(|id| self.appointments.get(id)).filter(|other| other.stands());
        !others.any(|other| {
            other.items.iter().any(|item| is_with(item, provider) && span_of(item).overlaps(span))
        })
    }
}

impl Appointment {
    /// True if it is still to come or under way.
    pub(crate) fn stands(&self) -> bool {
        !matches!(self.status, Status::Cancelled | Status::NoShow | Status::Completed)
    }

    pub(crate) fn start(&self) -> Minute {
        self.items.first().map_or(Minute(0), |item| item.start.minute_floor())
    }

    pub(crate) fn end(&self) -> Minute {
        self.items.last().map_or(Minute(0), |item| item.end.minute_ceil())
    }
}

impl Client {
    fn change(&mut self, now: &Changed) {
        match now {
            Changed::Examined(day) => self.exam = Some(Some(*day)),
            Changed::Unexamined => self.exam = Some(None),
            Changed::ExamUnknown => self.exam = None,
            Changed::Vip(vip) => self.vip = *vip,
            Changed::Avoids(provider) => self.avoids = Some(provider.clone()),
            Changed::AvoidsNobody => self.avoids = None,
            Changed::PrefersCall(call) => self.prefers_call = *call,
            Changed::Email(yes) => self.no_email = !yes,
            Changed::Sms(yes) => self.sms = *yes,
        }
    }
}

fn is_with(item: &ItemSnapshot, provider: &str) -> bool {
    item.provider.as_ref().is_some_and(|shown| shown.as_str() == provider)
}

pub(crate) fn span_of(item: &ItemSnapshot) -> Span {
    Span::new(item.start.minute_floor(), item.end.minute_ceil())
}

fn platform(id: &str) -> PlatformId {
    PlatformId::from(id)
}
