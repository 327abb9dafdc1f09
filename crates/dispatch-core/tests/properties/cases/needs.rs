//! Cases with a name about what a service needs beside the one who treats.

use dispatch_core::{
    Blocker, Blockers, BookingId, Occupant, ReasonCode, Trace, Verdict, ViolationKind, assign, check,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

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
    let is_it = |candidate: &dispatch_core::Candidate| {
        candidate.role.as_ref() == role && candidate.who.as_str() == who
    };
    trace.candidates().find(is_it).unwrap().verdict
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
    let tables: Vec<_> = trace.candidates().filter(|it| it.role.as_ref() == "table").collect();
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

/// A recovery lounge with two chairs.
fn lounge(holds: u16) -> Clinic {
    let document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [{ "id": "ada" }, { "id": "ben" }, { "id": "cleo" }, { "id": "dov" }],
        "resource": [{ "id": "lounge", "kind": "room", "holds": holds }],
        "service": [{ "code": "DRIP", "minutes": 60, "needs": [{ "kind": "room" }],
            "buffers": { "room": { "after": 10 } } }],
        "padding": { "room": "shared" },
        "ranking": { "criteria": [{ "by": "rulebook_order" }] },
    });
    Clinic::new(document, "2026-06-12", 1)
}

/// One chair is free before half past, the other after: people may change places. Two rooms are another matter:
/// [`crate::cases::easily_wrong::two_half_free_rooms_are_not_one_free_room`].
#[test]
fn two_half_free_units_of_one_room_are_a_free_one() {
    let mut clinic = lounge(2);
    clinic.booked(8, "lounge", minutes("2026-06-12T14:00-04:00", 30), (0, 0));
    clinic.booked(9, "lounge", minutes("2026-06-12T14:30-04:00", 30), (0, 0));
    assert_eq!(clinic.book(1, TWO), names(&["ada", "lounge"]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    assert_eq!(clinic.book(2, TWO), Err(vec![ReasonCode::NoResource]));
}

#[test]
fn buffers_count_in_a_room_that_holds_several_whatever_the_padding_rule() {
    let mut clinic = lounge(2);
    assert_eq!(clinic.book(1, TWO), names(&["ada", "lounge"]));
    assert_eq!(clinic.book(2, TWO), names(&["ben", "lounge"]));
    assert_eq!(clinic.book(3, "2026-06-12T15:09-04:00"), Err(vec![ReasonCode::NoResource]));
    assert_eq!(clinic.book(3, "2026-06-12T15:10-04:00"), names(&["ada", "lounge"]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

#[test]
fn a_full_room_names_who_is_there_and_how_many_must_go() {
    let mut clinic = lounge(2);
    for booking in 7..10 {
        clinic.booked(booking, "lounge", minutes(TWO, 30), (0, 0));
    }
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, at(TWO))).trace;
    let occupant = |booking| Occupant { booking: BookingId(booking), used: minutes(TWO, 30) };
    let full = Blocker::Full { holds: 2, must_go: 2, of: [7, 8, 9].map(occupant).into() };
    assert_eq!(verdict(&trace, "room", "lounge"), blocked([full]));
    let zone = dispatch_core::calendar::local::Zone::named("America/New_York").unwrap();
    let text = trace.text(&zone);
    assert!(text.contains("holds 2 at once: any 2 of booking b7 14:00-14:30, booking b8"), "{text}");
    let too_many = check(&clinic.rulebook, &clinic.schedule);
    let kinds: Vec<_> = too_many.iter().map(|violation| (violation.kind, violation.most)).collect();
    assert_eq!(
        kinds,
        [(ViolationKind::OutsideOpening, None); 0]
            .into_iter()
            .chain([(ViolationKind::Overlap, Some(2))])
            .collect::<Vec<_>>()
    );
}

/// A clash of a room that holds several names everybody who is there when it is one too many.
#[test]
fn an_overfull_room_is_told_of_when_it_is_filled() {
    let clinic = lounge(2);
    let mut schedule = clinic.schedule.clone();
    let one = |booking: u64, start: &str| dispatch_core::Occupancy {
        lane: clinic.lane("lounge"),
        booking: BookingId(booking),
        item: 0,
        phase: 0,
        service: None,
        used: minutes(&format!("2026-06-12T{start}-04:00"), 30),
        before: dispatch_core::Minutes(0),
        after: dispatch_core::Minutes(0),
        origin: dispatch_core::Origin::Observed,
    };
    assert_eq!(schedule.insert(one(1, "14:00")), []);
    assert_eq!(schedule.insert(one(2, "14:20")), []);
    assert_eq!(schedule.insert(one(3, "14:30")), [], "two at a time");
    assert_eq!(schedule.insert(one(4, "14:40")), [BookingId(2), BookingId(3)]);
    assert!(schedule.remove(&one(4, "14:40")));
    assert_eq!(schedule.insert(one(5, "14:50")), [], "what was taken out is forgotten");
}

/// Asked again after Cleo was taken, with what was known when she was free.
#[test]
fn what_a_scratch_knows_of_one_schedule_it_does_not_believe_of_the_next() {
    let mut clinic = clinic();
    let mut scratch = dispatch_core::Scratch::default();
    let request = clinic.ask(2, at(TWO));
    let picked = |clinic: &Clinic, scratch: &mut dispatch_core::Scratch| {
        let choice = dispatch_core::pick(&clinic.rulebook, &clinic.schedule, &request, scratch);
        choice.map(|choice| choice.occupancies().collect::<Vec<_>>())
    };
    let before = picked(&clinic, &mut scratch);
    clinic.booked(7, "cleo", minutes(TWO, 80), (0, 0));
    let after = picked(&clinic, &mut scratch);
    assert_eq!(after, picked(&clinic, &mut dispatch_core::Scratch::default()));
    assert_ne!(after, before);
}
