//! One case: a booking that is asked for, what stands already, and what must become of it.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use dispatch_core::{
    BookingId, Lane, Minute, ReasonCode, Request, Rulebook, Schedule, Who, Words, calendar::local::Zone,
};

/// One case, ready to be tried.
#[derive(Clone, Debug)]
pub struct Case {
    pub(super) name: String,
    pub(super) about: Option<String>,
    pub(super) line: usize,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) schedule: Schedule,
    pub(super) request: Request,
    pub(super) date: NaiveDate,
    pub(super) zone: Zone,
    /// What the bookings that stand already are called.
    pub(super) standing: BTreeMap<BookingId, String>,
    pub(super) expected: Expected,
}

/// What must become of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected {
    /// The first provider, room and device.
    pub(super) first: Vec<(&'static str, Lane)>,
    pub(super) roles: Vec<(String, Lane)>,
    pub(super) start: Option<Minute>,
    pub(super) flags: Vec<ReasonCode>,
    pub(super) blocked: Vec<(Lane, Vec<ReasonCode>)>,
}

impl Case {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A word on why, if one was written.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The line of the file on which it starts, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The rulebook, compiled for the days around the case.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// What stands already.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// What is asked.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The local date.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.date
    }
}

/// Names from the rulebook, and what the case calls its bookings.
impl Words for Case {
    fn zone(&self) -> Zone {
        self.zone
    }

    fn who(&self, who: &Who) -> String {
        let lane = self.rulebook.lanes().find(|(_, known)| *known == who).map(|(lane, _)| lane);
        lane.map_or_else(|| who.as_str().to_owned(), |lane| self.rulebook.lane_name(lane).to_owned())
    }

    fn booking(&self, booking: BookingId) -> String {
        self.standing.get(&booking).cloned().unwrap_or_else(|| format!("booking {booking}"))
    }
}
