//! Cases with a name: who has the lighter day, and what absence does to it.

use dispatch_core::{Verdict, assign};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

/// Ada, then bea, with a room each; 30 minutes; the one with the lighter load, else the one listed first.
fn two(by: &str, bea: Value) -> Value {
    let mut bea = bea;
    bea["id"] = "bea".into();
    json!({
        "location": [
            { "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } },
        ],
        "provider": [{ "id": "ada" }, bea],
        "resource": [{ "id": "left", "kind": "room" }, { "id": "right", "kind": "room" }],
        "service": [{ "code": "TOX", "minutes": 30, "needs": [{ "kind": "room" }] }],
        "ranking": { "criteria": [{ "by": by }, { "by": "rulebook_order" }] },
    })
}

fn rotating(bea: Value) -> Value {
    let mut document = two("requested", bea);
    document["ranking"] = json!({ "criteria": [{ "by": "requested" }], "ties": "rotate" });
    document
}

/// Who takes each of some bookings, half an hour apart, each once the one before is booked.
fn takers(clinic: &mut Clinic, date: &str, from: u32, bookings: u32) -> Vec<String> {
    let one = |number: u32| {
        let (hour, minute) = (from + number / 2, number % 2 * 30);
        let start = format!("{date}T{hour:02}:{minute:02}-04:00");
        clinic.book(1000 + u64::from(number), &start).unwrap().remove(0)
    };
    (0..bookings).map(one).collect()
}

/// What a provider lost on, and the numbers that the trace shows for it: own and best.
fn lost(clinic: &Clinic, who: &str, start: &str) -> (String, i64, i64) {
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(99, at(start))).trace;
    let candidate = trace.candidates().find(|candidate| candidate.who.as_str() == who).unwrap();
    match candidate.verdict {
        Verdict::Lost { criterion, own, best } => (criterion.to_string(), own, best),
        other => panic!("{who}: {other:?}"),
    }
}

const FRIDAY: &str = "2026-06-12";
const SATURDAY: &str = "2026-06-13";

#[test]
fn somebody_new_is_not_flooded() {
    for document in [two("lighter_day", json!({})), two("lighter_half_day", json!({})), rotating(json!({}))] {
        let mut clinic = Clinic::new(document.clone(), FRIDAY, 2);
        for booking in 1..=9 {
            let start = format!("{FRIDAY}T{:02}:00-04:00", 8 + booking);
            clinic.booked(booking, "ada", minutes(&start, 60), (0, 0));
        }
        let alternate = ["ada", "bea", "ada", "bea", "ada", "bea"];
        assert_eq!(takers(&mut clinic, SATURDAY, 9, 6), alternate, "ada's full Friday is not made up for");

        let mut clinic = Clinic::new(document, FRIDAY, 1);
        clinic.booked(1, "ada", minutes("2026-06-12T09:00-04:00", 30), (0, 0));
        clinic.booked(2, "ada", minutes("2026-06-12T09:30-04:00", 30), (0, 0));
        let level_then_alternate = ["bea", "bea", "ada", "bea"];
        assert_eq!(takers(&mut clinic, FRIDAY, 10, 4), level_then_alternate);
    }
}

#[test]
fn half_a_shift_takes_half_as_much() {
    let half_day = json!({ "shifts": { "daily": ["09:00-13:30"] } });
    let once = json!({ "dates": [{ "date": FRIDAY, "shifts": ["09:00-13:30"] }] });
    for bea in [half_day, once] {
        for document in [two("lighter_day", bea.clone()), rotating(bea.clone())] {
            let mut clinic = Clinic::new(document, FRIDAY, 1);
            let two_to_one = ["ada", "bea", "ada", "ada", "bea", "ada", "ada", "bea", "ada"];
            assert_eq!(takers(&mut clinic, FRIDAY, 9, 9), two_to_one);
        }
    }
    let half_a_morning = json!({ "shifts": { "daily": ["09:00-10:30", "14:00-18:00"] } });
    for (bea, expected) in [(half_a_morning, ["bea", "ada", "ada"]), (json!({}), ["bea", "ada", "bea"])] {
        let mut clinic = Clinic::new(two("lighter_half_day", bea), FRIDAY, 1);
        clinic.booked(1, "ada", minutes("2026-06-12T11:00-04:00", 30), (0, 0));
        assert_eq!(takers(&mut clinic, FRIDAY, 9, 3), expected);
    }
}

#[test]
fn the_trace_shows_loads_pro_rata() {
    let noon = "2026-06-12T12:00-04:00";
    let number = |by: &str, bea: Value| {
        let mut clinic = Clinic::new(two(by, bea), FRIDAY, 1);
        clinic.booked(1, "ada", minutes("2026-06-12T12:45-04:00", 20), (5, 5));
        clinic.booked(2, "bea", minutes("2026-06-12T12:45-04:00", 50), (5, 5));
        lost(&clinic, "bea", noon)
    };
    let full = |by: &str| (by.to_owned(), 50, 20);
    for by in ["lighter_day", "lighter_half_day"] {
        assert_eq!(number(by, json!({})), full(by));
        // A break and a duty are part of the shift.
        let pauses = json!({
            "breaks": [{ "at": "15:00-15:30" }],
            "duties": [{ "name": "closing", "at": "17:00-18:00" }],
        });
        assert_eq!(number(by, pauses), full(by));
    }
    let from_noon = || json!({ "shifts": { "daily": ["12:00-18:00"] } });
    assert_eq!(number("lighter_half_day", from_noon()), full("lighter_half_day"), "the whole afternoon");
    assert_eq!(number("lighter_day", from_noon()), ("lighter_day".into(), 75, 20), "50 * 540 / 360");
    let until_three = || json!({ "shifts": { "daily": ["09:00-15:00"] } });
    let expected = ("lighter_half_day".into(), 100, 20);
    assert_eq!(number("lighter_half_day", until_three()), expected, "50 * 360 / 180");
    assert_eq!(number("lighter_day", until_three()), ("lighter_day".into(), 75, 20), "50 * 540 / 360");
}

#[test]
fn a_day_off_is_neither_made_up_for_nor_held_against_anybody() {
    let off = json!({ "dates": [{ "date": FRIDAY, "shifts": [] }] });
    for document in [two("lighter_day", off.clone()), two("lighter_half_day", off.clone()), rotating(off)] {
        let mut clinic = Clinic::new(document, FRIDAY, 2);
        assert_eq!(takers(&mut clinic, FRIDAY, 9, 6), ["ada"; 6]);
        assert_eq!(takers(&mut clinic, SATURDAY, 9, 4), ["ada", "bea", "ada", "bea"]);
    }
}

/// Numbing begins before noon in the room alone, so that she need not be there in the half-day of the start.
#[test]
fn who_is_not_on_shift_in_that_half_day_has_what_is_booked() {
    let mut document = two("lighter_half_day", json!({ "shifts": { "daily": ["12:00-18:00"] } }));
    document["service"] = json!([{
        "code": "NUMB",
        "phases": [
            { "name": "numbing", "minutes": 20, "uses": ["room"] },
            { "name": "treatment", "minutes": 30, "uses": ["provider", "room"] },
        ],
        "needs": [{ "kind": "room" }],
    }]);
    let mut clinic = Clinic::new(document, FRIDAY, 1);
    clinic.booked(1, "ada", minutes("2026-06-12T09:00-04:00", 30), (0, 0));
    clinic.booked(2, "bea", minutes("2026-06-12T09:00-04:00", 60), (0, 0));
    let expected = ("lighter_half_day".into(), 60, 30);
    assert_eq!(lost(&clinic, "bea", "2026-06-12T11:45-04:00"), expected);
}
