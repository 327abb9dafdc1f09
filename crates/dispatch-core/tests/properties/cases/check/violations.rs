//! The checker finds every kind of broken rule: each is broken once on purpose.

use std::collections::BTreeSet;

use dispatch_core::{
    Block, BlockId, BookingId, Lane, Minutes, Occupancy, Schedule, Span, Violation, ViolationKind, check,
};
use serde_json::json;

use crate::clinic::{Clinic, at, minutes};

/// A day of one booking of ours that breaks nothing.
struct Day {
    clinic: Clinic,
    occupancies: Vec<Occupancy>,
    blocks: Vec<Block>,
}

impl Day {
    fn sound() -> Self {
        let document = json!({
            "location": [
                { "id": "uptown", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } },
                { "id": "downtown", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } },
            ],
            "credential": [{ "id": "rn" }],
            "provider": [
                {
                    "id": "ada", "location": "uptown", "credentials": [{ "id": "rn" }],
                    "shifts": { "daily": ["07:00-20:00"] },
                    "elsewhere": [{ "location": "downtown", "shifts": { "daily": ["21:00-22:00"] } }], "max_appointments_a_day": 2, "max_in_a_row": { "minutes": 120, "pause": 10 },
                    "breaks": [{ "minutes": 30, "within": "11:00-13:00" }, { "at": "16:00-16:15" }],
                },
                { "id": "ben", "location": "uptown" },
            ],
            "resource": [
                {
                    "id": "laser-room", "kind": "room", "location": "uptown", "capabilities": ["laser"],
                    "duties": [{ "name": "calibration", "at": "17:00-17:15", "days": ["fri"] }],
                },
                { "id": "other-laser-room", "kind": "room", "location": "uptown", "capabilities": ["laser"] },
                { "id": "plain-room", "kind": "room", "location": "uptown" },
                { "id": "far-room", "kind": "room", "location": "downtown", "capabilities": ["laser"] },
                { "id": "laser", "kind": "device", "location": "uptown", "fixed_in": "laser-room" },
            ],
            "service": [{
                "code": "LASER", "minutes": 60, "qualification": [["rn"]],
                "needs": [{ "kind": "room", "capabilities": ["laser"] }, { "kind": "device" }],
                "buffers": { "provider": { "after": 5 } },
            }],
        });
        Self::of(document)
    }

    /// The same, with a director who supervises from elsewhere.
    fn supervised() -> Self {
        let document = json!({
            "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
            "credential": [{ "id": "rn" }, { "id": "md" }, { "id": "old" }],
            "provider": [
                { "id": "ada", "credentials": [{ "id": "rn" }] },
                { "id": "director", "credentials": [{ "id": "md" }], "shifts": {},
                    "supervises": { "hours": { "daily": ["09:00-12:00"] } } },
                { "id": "former", "credentials": [{ "id": "md", "until": "2026-06-11" }],
                    "supervises": { "hours": { "daily": ["09:00-18:00"] } } },
            ],
            "service": [{
                "code": "LASER", "minutes": 60, "qualification": [["rn"]],
                "supervision": { "by": [["md"]], "presence": "reachable" },
            }],
        });
        Self::of(document)
    }

    fn of(document: serde_json::Value) -> Self {
        let clinic = Clinic::new(document, "2026-06-12", 2);
        let start = at("2026-06-12T09:30-04:00");
        let occupancies = clinic.decide(&clinic.ask(1, start)).unwrap().occupancies;
        Self { clinic, occupancies, blocks: Vec::new() }
    }

    fn broken(&self) -> Vec<Violation> {
        let rulebook = &self.clinic.rulebook;
        let mut schedule = Schedule::new(rulebook.pages().clone(), rulebook.capacities());
        self.occupancies.iter().for_each(|occupancy| _ = schedule.insert(*occupancy));
        self.blocks.iter().for_each(|block| schedule.block(*block));
        check(rulebook, &schedule)
    }

    /// The same service once more, some minutes later.
    fn again(&mut self, booking: u64, later: i32) {
        let first = self.occupancies.iter().filter(|occupancy| occupancy.booking == BookingId(1));
        let again: Vec<_> = first
            .map(|occupancy| Occupancy {
                booking: BookingId(booking),
                used: moved(occupancy.used, later),
                ..*occupancy
            })
            .collect();
        self.occupancies.extend(again);
    }

    fn move_all(&mut self, later: i32) {
        self.occupancies.iter_mut().for_each(|occupancy| occupancy.used = moved(occupancy.used, later));
    }

    fn replace(&mut self, from: &str, to: &str) {
        self.exchange(self.clinic.lane(from), self.clinic.lane(to));
    }

    fn supervisor(&self, name: &str) -> Lane {
        self.clinic.rulebook.supervisor(name).unwrap()
    }

    fn exchange(&mut self, from: Lane, to: Lane) {
        let held = self.occupancies.iter_mut().find(|occupancy| occupancy.lane == from);
        held.unwrap().lane = to;
    }

    fn give_up(&mut self, whom: &str) {
        let lane = self.clinic.lane(whom);
        self.occupancies.retain(|occupancy| occupancy.lane != lane);
    }
}

fn moved(span: Span, later: i32) -> Span {
    Span::from_start(span.start.plus(Minutes(later)), span.minutes())
}

const DAY: i32 = 24 * 60;

fn break_it(day: &mut Day, kind: ViolationKind) {
    match kind {
        ViolationKind::Overlap => day.again(2, 30),
        ViolationKind::Buffer => day.again(2, 62),
        ViolationKind::Blocked => day.blocks.push(Block {
            block: BlockId(1),
            lane: day.clinic.lane("ada"),
            span: minutes("2026-06-12T10:00-04:00", 15),
        }),
        ViolationKind::OutsideHours => day.move_all(-4 * 60),
        ViolationKind::OnBreak => day.move_all(6 * 60),
        ViolationKind::OnDuty => day.move_all(7 * 60),
        ViolationKind::BreakLost => {
            day.move_all(90);
            day.again(2, 70);
        }
        ViolationKind::TooLongInARow => day.again(2, 65),
        ViolationKind::DayFull => {
            day.again(2, 4 * 60);
            day.again(3, 7 * 60);
        }
        ViolationKind::Unqualified => day.replace("ada", "ben"),
        ViolationKind::Unsuitable => day.replace("laser-room", "plain-room"),
        ViolationKind::DeviceWithoutRoom => day.replace("laser-room", "other-laser-room"),
        ViolationKind::NoProvider => day.give_up("ada"),
        ViolationKind::Incomplete => day.give_up("laser"),
        ViolationKind::UnknownService => {
            day.occupancies.iter_mut().for_each(|occupancy| occupancy.service = Some(99));
        }
        ViolationKind::OutsideOpening => day.move_all(8 * 60),
        // Ada has hours at both, and at that time she is uptown.
        ViolationKind::TwoLocations => day.replace("laser-room", "far-room"),
        ViolationKind::Apart => {
            day.again(1, 66);
            day.occupancies.iter_mut().skip(3).for_each(|occupancy| occupancy.item = 1);
        }
        ViolationKind::OutsideHorizon => day.move_all(-3 * DAY),
        ViolationKind::Unsupervised => {
            let lane = day.supervisor("director");
            day.occupancies.retain(|occupancy| occupancy.lane != lane);
        }
        ViolationKind::SupervisorUnqualified => {
            day.exchange(day.supervisor("director"), day.supervisor("former"));
        }
        ViolationKind::SupervisorAbsent => day.move_all(120),
        ViolationKind::TooManySupervised => day.again(2, 30),
        other => panic!("`{other}` is not broken by any case"),
    }
}

#[test]
fn what_the_solver_decides_breaks_nothing() {
    assert_eq!(Day::sound().broken(), []);
    assert_eq!(Day::supervised().broken(), []);
}

#[test]
fn every_kind_of_broken_rule_is_found() {
    for kind in ViolationKind::ALL {
        let supervision = [
            ViolationKind::Unsupervised,
            ViolationKind::SupervisorUnqualified,
            ViolationKind::SupervisorAbsent,
            ViolationKind::TooManySupervised,
        ];
        let mut day = if supervision.contains(kind) { Day::supervised() } else { Day::sound() };
        break_it(&mut day, *kind);
        let broken = day.broken();
        let found: BTreeSet<_> = broken.iter().map(|violation| violation.kind).collect();
        assert!(found.contains(kind), "{kind}: {found:?}");
        assert!(broken.iter().all(Violation::is_ours), "{kind}: all of it is ours");
        assert!(
            broken.iter().all(|violation| !violation.display(&day.clinic.rulebook).to_string().is_empty())
        );
    }
}
