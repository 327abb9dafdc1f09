//! Cases with a name about what a service needs beside the one who treats.

use dispatch_core::{Blocker, Blockers, BookingId, ReasonCode, Trace, Verdict, ViolationKind, assign, check};
use serde_json::{Value, json};

use super::clinic::{Clinic, at, minutes};

const TWO: &str = "2026-06-12T14:00-04:00";

/// Ada and Ben inject, Ada and Cleo may assist; Ada is ranked before Ben.
fn assisted() -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "rn" }, { "id": "ma" }],
        "provider": [
            { "id": "ada", "grade": 2, "credentials": [{ "id": "rn" }, { "id": "ma" }], "minutes": { "THREADS": 80 } },
            { "id": "ben", "grade": 1, "credentials": [{ "id": "rn" }] },
            { "id": "cleo", "credentials": [{ "id": "ma" }], "max_appointments_a_day": 2,
                "breaks": [{ "minutes": 30, "within": "11:00-12:00" }] },
        ],
        "resource": [{ "id": "room", "kind": "room" }, { "id": "annex", "kind": "room" }],
        "service": [{
            "code": "THREADS", "minutes": 60, "qualification": [["rn"]],
            "needs": [
                { "kind": "room" },
                { "kind": "provider", "role": "assistant", "qualification": [["ma"]] },
            ],
            "buffers": { "provider": { "after": 5 } },
        }],
        "ranking": { "criteria": [{ "by": "seniority" }] },
    })
}

fn clinic() -> Clinic {
    Clinic::new(assisted(), "2026-06-12", 1)
}

fn names(names: &[&str]) -> Result<Vec<String>, Vec<ReasonCode>> {
    Ok(names.iter().map(|name| (*name).to_owned()).collect())
}

/// Blocked by exactly these.
fn blocked<const N: usize>(by: [Blocker; N]) -> Verdict {
    Verdict::Blocked(Blockers::of(by.into()).unwrap())
}

fn blockers(verdict: Verdict) -> Vec<Blocker> {
    match verdict {
        Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

fn verdict(trace: &Trace, role: &str, who: &str) -> Verdict {
    let is_it = |candidate: &&dispatch_core::Candidate| {
        candidate.role.as_ref() == role && candidate.who.as_str() == who
    };
    trace.candidates.iter().find(is_it).unwrap().verdict.clone()
}

#[test]
fn an_assistant_is_another_person_than_the_one_who_treats() {
    let mut clinic = clinic();
    assert_eq!(clinic.book(1, TWO), names(&["ada", "cleo", "room"]));
    let used: Vec<_> = clinic.schedule.all_occupancies().map(|occupancy| occupancy.used).collect();
    assert_eq!(used, [minutes(TWO, 80); 3], "all stay as long as the one who treats");
    assert_eq!(clinic.book(2, TWO), Err(vec![ReasonCode::NoFurtherProvider]), "Ben is free, and a room");
}

/// Greedily Ada would treat, and then nobody could assist her.
#[test]
fn the_one_ranked_first_assists_where_nobody_else_can() {
    let mut clinic = clinic();
    clinic.booked(9, "cleo", minutes(TWO, 30), (0, 0));
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, at(TWO))).trace;
    let no_assistant = blocked([Blocker::NoPartner { role: "assistant".into() }]);
    assert_eq!(verdict(&trace, "provider", "ada"), no_assistant);
    assert_eq!(verdict(&trace, "provider", "ben"), Verdict::Chosen);
    assert_eq!(verdict(&trace, "assistant", "ada"), Verdict::Chosen);
    assert!(matches!(
        blockers(verdict(&trace, "assistant", "ben")).as_slice(),
        [Blocker::Unqualified { .. }]
    ));
    let booked = Blocker::Booked { booking: BookingId(9), used: minutes(TWO, 30) };
    assert_eq!(verdict(&trace, "assistant", "cleo"), blocked([booked]));
    assert_eq!(clinic.book(1, TWO), names(&["ben", "ada", "room"]));
}

/// She could assist Ben; that she treats is the ranking's choice and stands in nobody's way.
#[test]
fn the_one_who_treats_is_left_free_as_an_assistant_of_somebody_else() {
    let clinic = clinic();
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, at(TWO))).trace;
    assert_eq!(verdict(&trace, "assistant", "ada"), Verdict::LeftFree);
    let mut without_ben = clinic;
    without_ben.booked(9, "ben", minutes(TWO, 60), (0, 0));
    let trace = assign(&without_ben.rulebook, &without_ben.schedule, &without_ben.ask(1, at(TWO))).trace;
    let alone = blocked([Blocker::NoPartner { role: "provider".into() }]);
    assert_eq!(verdict(&trace, "assistant", "ada"), alone);
}

#[test]
fn an_assistants_buffer_cap_and_break_count() {
    let mut near = clinic();
    near.booked(9, "cleo", minutes("2026-06-12T15:02-04:00", 30), (0, 0));
    let trace = assign(&near.rulebook, &near.schedule, &near.ask(1, at(TWO))).trace;
    assert!(matches!(blockers(verdict(&trace, "assistant", "cleo")).as_slice(), [Blocker::Buffer { .. }]));
    let mut on_break = clinic();
    let late_morning = on_break.book(1, "2026-06-12T10:40-04:00");
    assert_eq!(late_morning, names(&["ben", "ada", "room"]), "it would leave Cleo no break");
    let mut full = clinic();
    full.booked(8, "cleo", minutes("2026-06-12T09:00-04:00", 10), (0, 0));
    full.booked(9, "cleo", minutes("2026-06-12T09:10-04:00", 10), (0, 0));
    assert_eq!(full.book(1, TWO), names(&["ben", "ada", "room"]));
}

#[test]
fn a_booking_without_its_assistant_or_with_a_wrong_one_is_found() {
    let mut clinic = clinic();
    clinic.book(1, TWO).unwrap();
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    let cleo = clinic.lane("cleo");
    let hers = *clinic.schedule.all_occupancies().find(|occupancy| occupancy.lane == cleo).unwrap();
    assert!(clinic.schedule.remove(&hers));
    let kinds = |clinic: &Clinic| -> Vec<_> {
        check(&clinic.rulebook, &clinic.schedule).iter().map(|violation| violation.kind).collect()
    };
    assert_eq!(kinds(&clinic), [ViolationKind::Incomplete]);
    let ben = dispatch_core::Occupancy { lane: clinic.lane("ben"), ..hers };
    clinic.schedule.insert(ben);
    assert_eq!(kinds(&clinic), [ViolationKind::Unqualified]);
}

/// Which of two people in a booking fills which role is not written down: the checker finds the way that holds.
#[test]
fn a_credential_that_ended_decides_who_must_have_been_the_assistant() {
    let mut document = assisted();
    document["provider"][0]["credentials"][1]["until"] = json!("2026-06-11");
    document["provider"][1]["credentials"] = json!([{ "id": "rn" }, { "id": "ma" }]);
    document["provider"][0]["minutes"] = json!({});
    let mut clinic = Clinic::new(document, "2026-06-11", 2);
    clinic.booked(9, "cleo", minutes(TWO, 60), (0, 0));
    assert_eq!(clinic.book(1, TWO), names(&["ada", "ben", "room"]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// A couple is treated by two, on two tables in one room.
fn couple() -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [{ "id": "ada" }, { "id": "ben" }, { "id": "cleo" }, { "id": "dov" }],
        "resource": [
            { "id": "room", "kind": "room" },
            { "id": "table-1", "kind": "device" }, { "id": "table-2", "kind": "device" },
            { "id": "table-3", "kind": "device" },
        ],
        "service": [{
            "code": "DUET",
            "phases": [
                { "name": "massage", "minutes": 50, "uses": ["provider", "second", "room", "table"] },
                { "name": "rest", "minutes": 10, "uses": ["room", "table"] },
            ],
            "needs": [
                { "kind": "provider", "role": "second", "count": 2 },
                { "kind": "room" },
                { "kind": "device", "role": "table", "count": 2 },
            ],
        }],
        "ranking": { "criteria": [{ "by": "rulebook_order" }] },
    })
}

#[test]
fn several_of_a_kind_are_each_another() {
    let mut clinic = Clinic::new(couple(), "2026-06-12", 1);
    clinic.booked(8, "table-2", minutes("2026-06-12T14:55-04:00", 10), (0, 0));
    clinic.booked(9, "ben", minutes(TWO, 10), (0, 0));
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, at(TWO))).trace;
    let tables: Vec<_> = trace.candidates.iter().filter(|it| it.role.as_ref() == "table").collect();
    assert_eq!(tables.len(), 3, "each is listed once");
    assert_eq!(verdict(&trace, "table", "table-1"), Verdict::Chosen);
    assert_eq!(verdict(&trace, "table", "table-3"), Verdict::Chosen);
    let rests = Blocker::Booked { booking: BookingId(8), used: minutes("2026-06-12T14:55-04:00", 10) };
    assert_eq!(verdict(&trace, "table", "table-2"), blocked([rests]), "it is used in the rest too");
    let all = ["ada", "cleo", "dov", "room", "table-1", "table-3"];
    assert_eq!(clinic.book(1, TWO), names(&all));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

#[test]
fn one_of_two_is_not_enough() {
    let mut clinic = Clinic::new(couple(), "2026-06-12", 1);
    clinic.booked(8, "table-1", minutes(TWO, 10), (0, 0));
    clinic.booked(9, "table-3", minutes(TWO, 10), (0, 0));
    let decision = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, at(TWO)));
    let alone = blocked([Blocker::NoPartner { role: "table".into() }]);
    assert_eq!(verdict(&decision.trace, "table", "table-2"), alone);
    assert_eq!(clinic.book(1, TWO), Err(vec![ReasonCode::NoResource]));
}
