//! Small practices written by hand, for cases with a name.

use dispatch_core::{
    Assignment, BookingId, Criteria, Horizon, Lane, LocationIndex, Minute, Minutes, Occupancy, Origin,
    Outcome, ReasonCode, Request, Rulebook, RulebookDocument, Schedule, ServiceIndex, Span, Timestamp,
    assign,
};
use serde_json::{Value, json};

pub(crate) struct Clinic {
    pub(crate) rulebook: Rulebook,
    pub(crate) schedule: Schedule,
}

impl Clinic {
    /// Compiles a rulebook for some days. What it leaves out of `practice` and `revision` is added.
    pub(crate) fn new(mut document: Value, first: &str, days: u16) -> Self {
        document["practice"] = "clinic".into();
        let document: RulebookDocument = serde_json::from_value(document).unwrap();
        let horizon = Horizon { first: first.parse().unwrap(), days };
        let rulebook = Rulebook::compile(&document, horizon, &Criteria::builtin()).unwrap().rulebook;
        let schedule = Schedule::new(rulebook.pages().clone(), rulebook.capacities());
        Self { rulebook, schedule }
    }

    pub(crate) fn lane(&self, name: &str) -> Lane {
        self.rulebook.provider(name).or_else(|| self.rulebook.resource(name)).unwrap()
    }

    /// Something that the platform has booked: on whom, when, and the minutes kept free before and after.
    pub(crate) fn booked(&mut self, booking: u64, on: &str, used: Span, (before, after): (i32, i32)) {
        self.schedule.insert(Occupancy {
            lane: self.lane(on),
            booking: BookingId(booking),
            item: 0,
            phase: 0,
            service: None,
            used,
            before: Minutes(before),
            after: Minutes(after),
            origin: Origin::Observed,
        });
    }

    /// Asks for the first service of the menu.
    pub(crate) fn ask(&self, booking: u64, start: Minute) -> Request {
        Request::at(BookingId(booking), LocationIndex(0), ServiceIndex(0), start)
    }

    pub(crate) fn decide(&self, request: &Request) -> Result<Assignment, Vec<ReasonCode>> {
        match assign(&self.rulebook, &self.schedule, request).outcome {
            Outcome::Assigned(assignment) => Ok(assignment),
            Outcome::ToPerson(flagged) => Err(flagged.flags),
        }
    }

    /// Books the first service of the menu, or says why not.
    pub(crate) fn book(&mut self, booking: u64, start: &str) -> Result<Vec<String>, Vec<ReasonCode>> {
        let assignment = self.decide(&self.ask(booking, at(start)))?;
        for occupancy in &assignment.occupancies {
            assert!(self.schedule.insert(*occupancy).is_empty());
        }
        Ok(assignment.everything().map(|who| who.as_str().to_owned()).collect())
    }
}

pub(crate) fn at(text: &str) -> Minute {
    Timestamp::parse(text).unwrap().minute_floor()
}

pub(crate) fn minutes(start: &str, minutes: i32) -> Span {
    Span::from_start(at(start), Minutes(minutes))
}

pub(crate) const FREE: &str = "nobody else";

pub(crate) fn one_room_each(time_zone: &str, hours: &str) -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": time_zone, "hours": { "daily": [hours] } }],
        "provider": [{ "id": "ada" }],
        "resource": [{ "id": "room", "kind": "room" }],
        "service": [{ "code": "TOX", "minutes": 60, "needs": [{ "kind": "room" }] }],
    })
}

pub(crate) fn edited(mut document: Value, pointer: &str, with: Value) -> Value {
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[field] = with;
    document
}

pub(crate) fn took<T: PartialEq + std::fmt::Debug>(
    outcome: &Result<T, Vec<ReasonCode>>,
) -> Result<&str, &[ReasonCode]> {
    outcome.as_ref().map(|_| FREE).map_err(Vec::as_slice)
}
