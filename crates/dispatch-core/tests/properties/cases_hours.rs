//! Cases with a name: shifts, breaks, duties and where somebody is.

use dispatch_core::{Blocker, Minutes, ReasonCode, Verdict, assign};
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

fn no_more_than_two_hours(hours: &str) -> Value {
    let document = one_room_each("America/New_York", hours);
    let document = edited(document, "/provider/0/max_in_a_row", json!({ "minutes": 120, "pause": 15 }));
    edited(document, "/service/0/buffers", json!({ "provider": { "after": 15 } }))
}

#[test]
fn only_a_pause_ends_a_run_of_bookings_and_a_buffer_is_one() {
    let document = no_more_than_two_hours("09:00-18:00");
    let without_buffers = edited(document.clone(), "/service/0/buffers", json!({}));
    let mut clinic = Clinic::new(without_buffers, "2026-06-12", 1);
    assert_eq!(took(&clinic.book(1, "2026-06-12T09:00-04:00")), Ok(FREE));
    assert_eq!(took(&clinic.book(2, "2026-06-12T10:00-04:00")), Ok(FREE));
    let early = "2026-06-12T11:14-04:00";
    assert_eq!(took(&clinic.book(3, early)), Err(&[ReasonCode::NobodyFree][..]));
    let expected = Blocker::TooLongInARow {
        run: minutes("2026-06-12T09:00-04:00", 194),
        most: Minutes(120),
        pause: Minutes(15),
    };
    assert_eq!(in_the_way(&clinic, "ada", early), [expected]);
    assert_eq!(took(&clinic.book(3, "2026-06-12T11:15-04:00")), Ok(FREE));
    let between = clinic.book(4, "2026-06-12T12:15-04:00");
    assert_eq!(took(&between), Ok(FREE), "the pause at 11 stays");

    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    for (booking, start) in [(1, "09:00"), (2, "10:15"), (3, "11:30"), (4, "12:45")] {
        assert_eq!(took(&clinic.book(booking, &format!("2026-06-12T{start}-04:00"))), Ok(FREE), "{start}");
    }
}

#[test]
fn a_run_that_two_bookings_make_with_a_third_is_refused_between_them_too() {
    let document = edited(no_more_than_two_hours("09:00-18:00"), "/service/0/buffers", json!({}));
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    clinic.booked(1, "ada", minutes("2026-06-12T09:50-04:00", 60), (0, 0));
    clinic.booked(2, "ada", minutes("2026-06-12T12:00-04:00", 30), (0, 0));
    let between = clinic.book(3, "2026-06-12T11:00-04:00");
    assert_eq!(took(&between), Err(&[ReasonCode::NobodyFree][..]), "09:50-12:30 in one run");
    clinic.booked(4, "ada", minutes("2026-06-12T11:10-04:00", 10), (0, 0));
    let trace = in_the_way(&clinic, "ada", "2026-06-12T11:00-04:00");
    let kinds: Vec<_> = trace.iter().map(Blocker::reason).collect();
    assert_eq!(kinds, [ReasonCode::Booked, ReasonCode::TooLongInARow], "judged with the other lifted");
}

#[test]
fn a_run_goes_on_over_midnight() {
    let document = edited(no_more_than_two_hours("20:00-04:00"), "/service/0/buffers", json!({}));
    let mut clinic = Clinic::new(document, "2026-06-12", 2);
    assert_eq!(took(&clinic.book(1, "2026-06-12T22:00-04:00")), Ok(FREE));
    assert_eq!(took(&clinic.book(2, "2026-06-12T23:00-04:00")), Ok(FREE));
    let after = clinic.book(3, "2026-06-13T00:10-04:00");
    assert_eq!(took(&after), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&clinic.book(3, "2026-06-13T00:15-04:00")), Ok(FREE));
}
