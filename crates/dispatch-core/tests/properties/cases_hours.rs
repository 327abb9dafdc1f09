//! Cases with a name: shifts, breaks, duties and where somebody is.

use dispatch_core::{Blocker, ReasonCode, Verdict, assign};
use serde_json::{Value, json};

use super::{
    cases::{FREE, edited, one_room_each, took},
    clinic::{Clinic, at, minutes},
};

/// What stands in the way of a provider, room or device itself for the first service of the menu.
fn in_the_way(clinic: &Clinic, who: &str, start: &str) -> Vec<Blocker> {
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(99, at(start))).trace;
    let candidate = trace.candidates.into_iter().find(|candidate| candidate.who.as_str() == who).unwrap();
    match candidate.verdict {
        Verdict::Blocked(blockers) => {
            let alone = blockers.iter().filter(|blocker| !matches!(blocker, Blocker::NoPartner { .. }));
            alone.cloned().collect()
        }
        _ => Vec::new(),
    }
}

fn new_york(extra: &[(&str, Value)]) -> Value {
    let document = one_room_each("America/New_York", "09:00-18:00");
    extra.iter().fold(document, |document, (pointer, value)| edited(document, pointer, value.clone()))
}

#[test]
fn a_duty_keeps_its_time_on_its_days_alone_and_is_named() {
    let opening = json!([{ "name": "opening", "at": "09:00-09:15", "days": ["fri"] }]);
    let mut clinic = Clinic::new(new_york(&[("/provider/0/duties", opening)]), "2026-06-11", 2);
    let expected = Blocker::OnDuty { name: "opening".into(), span: minutes("2026-06-12T09:00-04:00", 15) };
    assert_eq!(in_the_way(&clinic, "ada", "2026-06-12T09:00-04:00"), [expected]);
    assert_eq!(took(&clinic.book(1, "2026-06-11T09:00-04:00")), Ok(FREE), "a Thursday");
    assert_eq!(took(&clinic.book(2, "2026-06-12T09:15-04:00")), Ok(FREE));
}

#[test]
fn a_calibration_keeps_a_device_and_a_break_inside_a_duty_does_not_hide_it() {
    let device = json!([
        { "id": "room", "kind": "room" },
        { "id": "laser", "kind": "device", "duties": [{ "name": "calibration", "at": "12:00-13:00" }] },
    ]);
    let clinic = Clinic::new(
        new_york(&[
            ("/resource", device),
            ("/service/0/needs", json!([{ "kind": "room" }, { "kind": "device" }])),
            ("/provider/0/breaks", json!([{ "at": "12:00-13:00" }])),
            ("/provider/0/duties", json!([{ "name": "papers", "at": "12:15-12:45" }])),
        ]),
        "2026-06-12",
        1,
    );
    let noon = "2026-06-12T12:00-04:00";
    let calibration = Blocker::OnDuty { name: "calibration".into(), span: minutes(noon, 60) };
    assert_eq!(in_the_way(&clinic, "laser", noon), [calibration]);
    let expected = [
        Blocker::OnBreak { span: minutes(noon, 60) },
        Blocker::OnDuty { name: "papers".into(), span: minutes("2026-06-12T12:15-04:00", 30) },
    ];
    assert_eq!(in_the_way(&clinic, "ada", noon), expected);
}

#[test]
fn no_break_is_taken_in_a_duty() {
    let clinic = |duties: Value| {
        let lunch = json!([{ "minutes": 30, "within": "12:00-13:30" }]);
        let document = new_york(&[("/provider/0/breaks", lunch), ("/provider/0/duties", duties)]);
        Clinic::new(document, "2026-06-12", 1)
    };
    let noon = "2026-06-12T12:00-04:00";
    assert_eq!(took(&clinic(json!([])).book(1, noon)), Ok(FREE), "13:00-13:30 is left");
    let papers = json!([{ "name": "papers", "at": "13:10-13:20" }]);
    assert_eq!(took(&clinic(papers).book(1, noon)), Err(&[ReasonCode::NobodyFree][..]));
}
