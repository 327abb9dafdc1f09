//! Cases with a name: what else would be in the way once that which is named first is out of it.

use dispatch_core::{
    BlockId, Blocker, BookingId, CredentialId, Minutes, Outcome, ReasonCode, Span, Verdict, assign,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, edited, minutes, one_room_each};

fn span(clock: &str, length: i32) -> Span {
    minutes(&format!("2026-06-12T{clock}-04:00"), length)
}

/// Ada and one room, an hour each, from Friday on.
fn clinic(edits: &[(&str, Value)]) -> Clinic {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document =
        edits.iter().fold(document, |document, (pointer, with)| edited(document, pointer, with.clone()));
    Clinic::new(document, "2026-06-12", 3)
}

fn in_the_way(clinic: &Clinic, role: &str, who: &str, start: &str) -> Vec<Blocker> {
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, at(start))).trace;
    let mut candidates = trace.candidates();
    match candidates.find(|one| &*one.role == role && one.who.as_str() == who).unwrap().verdict {
        Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

fn of_ada(clinic: &Clinic, clock: &str) -> Vec<Blocker> {
    let named = in_the_way(clinic, "provider", "ada", &format!("2026-06-12T{clock}-04:00"));
    named.into_iter().filter(|blocker| !matches!(blocker, Blocker::NoPartner { .. })).collect()
}

/// On the list alone it could not do it either.
#[test]
fn a_room_that_is_not_listed_is_told_what_it_cannot_do_too() {
    let rooms = json!([
        { "id": "room", "kind": "room", "capabilities": ["sink", "laser"] },
        { "id": "bare", "kind": "room" },
        { "id": "able", "kind": "room", "capabilities": ["laser", "sink"] },
        { "id": "half", "kind": "room", "capabilities": ["sink"] },
    ]);
    let need = json!([{ "kind": "room", "capabilities": ["sink", "laser"], "any_of": ["room", "half"] }]);
    let clinic = clinic(&[("/resource", rooms), ("/service/0/needs", need)]);
    let told = |room| in_the_way(&clinic, "room", room, "2026-06-12T14:00-04:00");
    let lacks = |missing: &[&str]| Blocker::Incapable {
        missing: missing.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>().into(),
    };
    assert_eq!(told("bare"), [Blocker::NotListed, lacks(&["sink", "laser"])]);
    assert_eq!(told("able"), [Blocker::NotListed]);
    assert_eq!(told("half"), [lacks(&["laser"])]);
}

/// One runs out on the eve of the other's first day: on no day both are missing.
#[test]
fn credentials_are_missing_on_the_day_and_not_in_general() {
    let held = json!([
        { "id": "ada", "credentials": [{ "id": "rn", "until": "2026-06-12" }, { "id": "filler", "from": "2026-06-13" }] },
        { "id": "ben", "credentials": [{ "id": "rn" }, { "id": "filler" }] },
    ]);
    let clinic = clinic(&[
        ("/credential", json!([{ "id": "rn" }, { "id": "filler" }])),
        ("/provider", held),
        ("/service/0/qualification", json!([["rn", "filler"], ["filler", "rn", "rn"]])),
    ]);
    let told = |date| in_the_way(&clinic, "provider", "ada", &format!("{date}T14:00-04:00"));
    let lacks = |id: &str, other: &[&str]| {
        let set = |ids: &[&str]| ids.iter().copied().map(CredentialId::from).collect::<Vec<_>>();
        [Blocker::Unqualified { missing: vec![set(&[id]), set(other)].into() }]
    };
    assert_eq!(told("2026-06-12"), lacks("filler", &["filler"]));
    assert_eq!(told("2026-06-13"), lacks("rn", &["rn", "rn"]));
    assert_eq!(told("2026-06-14"), lacks("rn", &["rn", "rn"]));
}

/// With the credential it would still be by their own length: the client is due elsewhere, and a booking follows.
#[test]
fn who_may_not_treat_is_told_what_their_own_length_runs_into() {
    let mut clinic = clinic(&[
        ("/credential", json!([{ "id": "rn" }])),
        (
            "/provider",
            json!([
                { "id": "ada", "minutes": { "TOX": 90 } },
                { "id": "ben", "credentials": [{ "id": "rn" }] },
            ]),
        ),
        ("/service/0/qualification", json!([["rn"]])),
    ]);
    clinic.booked(7, "ada", span("15:20", 30), (0, 0));
    let mut request = clinic.ask(1, at("2026-06-12T14:00-04:00"));
    request.client.busy = vec![span("15:10", 20)];
    let trace = assign(&clinic.rulebook, &clinic.schedule, &request).trace;
    let of_ada = trace.candidates().find(|one| one.who.as_str() == "ada").unwrap();
    let Verdict::Blocked(blockers) = &of_ada.verdict else { panic!("{of_ada:?}") };
    let lacks = Blocker::Unqualified { missing: vec![vec![CredentialId::from("rn")]].into() };
    let expected = [
        lacks,
        Blocker::Booked { booking: BookingId(7), used: span("15:20", 30) },
        Blocker::ClientBusy { span: span("15:10", 20) },
    ];
    assert_eq!(blockers.iter().cloned().collect::<Vec<_>>(), expected);
}

/// Hours for the one, cleaning up included, might do for the other.
#[test]
fn uses_whose_buffers_meet_ask_for_one_stretch_of_hours() {
    let phase = |name: &str, uses: &[&str]| json!({ "name": name, "minutes": 30, "uses": uses });
    let with = |buffer: i32| {
        clinic(&[
            ("/provider/0/shifts", json!({ "daily": ["16:00-18:00"] })),
            (
                "/service",
                json!([{
                    "code": "PEEL", "needs": [{ "kind": "room" }],
                    "phases": [
                        phase("apply", &["provider", "room"]), phase("rest", &["room"]),
                        phase("remove", &["provider", "room"]),
                    ],
                    "buffers": { "provider": { "before": buffer, "after": buffer } },
                }]),
            ),
        ])
    };
    let off = |clock: &str, length| Blocker::OffShift { needed: span(clock, length) };
    assert_eq!(of_ada(&with(15), "10:00"), [off("09:45", 60), off("10:45", 60)]);
    assert_eq!(of_ada(&with(16), "10:00"), [off("09:44", 122)]);
}

/// A shift that lasted until then would meet the break.
#[test]
fn a_break_beyond_the_shift_is_named_with_the_shift() {
    let at_home = |shift: &str| {
        clinic(&[
            ("/provider/0/shifts", json!({ "daily": [shift] })),
            ("/provider/0/breaks", json!([{ "at": "15:00-15:30" }])),
            ("/provider/0/duties", json!([{ "name": "stock", "at": "16:30-16:45", "days": ["fri"] }])),
        ])
    };
    let off = |clock: &str| Blocker::OffShift { needed: span(clock, 60) };
    let pause = Blocker::OnBreak { span: span("15:00", 30) };
    let duty = Blocker::OnDuty { name: "stock".into(), span: span("16:30", 15) };
    let short = at_home("09:00-14:30");
    assert_eq!(of_ada(&short, "14:15"), [pause.clone(), off("14:15")]);
    assert_eq!(of_ada(&short, "14:00"), [off("14:00")], "it ends when the break begins");
    assert_eq!(of_ada(&short, "16:00"), [duty, off("16:00")]);
    // The half of a break that lies behind the shift is no time in which she is there.
    let half = at_home("09:00-15:15");
    assert_eq!(of_ada(&half, "14:20"), [pause.clone(), off("14:20")]);
    let pause = [pause];
    assert_eq!(of_ada(&half, "14:15"), pause, "the break over, she would be there until the end");
    assert_eq!(of_ada(&at_home("09:00-18:00"), "14:30"), pause);
}

/// Without the break that is fixed there is room again for the one that floats.
#[test]
fn a_break_that_is_named_is_out_of_the_way_of_the_one_that_floats() {
    let with = |at: &str| {
        clinic(&[("/provider/0/breaks", json!([{ "at": at }, { "minutes": 40, "within": "12:00-13:40" }]))])
    };
    let pause = |clock, length| Blocker::OnBreak { span: span(clock, length) };
    assert_eq!(of_ada(&with("12:00-12:50"), "12:40"), [pause("12:00", 50)]);
    let lost = Blocker::BreakLost { minutes: Minutes(40), within: span("12:00", 100) };
    assert_eq!(of_ada(&with("12:00-12:50"), "12:39"), [pause("12:00", 50), lost]);
}

/// Free or not: who is avoided takes no part, and it is not for want of anybody else.
#[test]
fn an_assistant_whom_the_client_avoids_is_told_so() {
    let mut clinic = clinic(&[
        ("/credential", json!([{ "id": "rn" }, { "id": "ma" }])),
        (
            "/provider",
            json!([
                { "id": "ada", "credentials": [{ "id": "rn" }] },
                { "id": "cleo", "credentials": [{ "id": "ma" }] },
                { "id": "dora", "credentials": [{ "id": "ma" }] },
            ]),
        ),
        ("/service/0/qualification", json!([["rn"]])),
        (
            "/service/0/needs",
            json!([{ "kind": "room" }, { "kind": "provider", "role": "assistant", "qualification": [["ma"]] }]),
        ),
    ]);
    let (start, cleo) = (at("2026-06-12T14:00-04:00"), clinic.lane("cleo"));
    let mut request = clinic.ask(1, start);
    request.client.avoid = vec![cleo];
    let told = |clinic: &Clinic| {
        let decision = assign(&clinic.rulebook, &clinic.schedule, &request);
        let of_cleo =
            |one: &dispatch_core::Candidate| &*one.role == "assistant" && one.who.as_str() == "cleo";
        let verdict = decision.trace.candidates().find(of_cleo).unwrap().verdict;
        let Verdict::Blocked(blockers) = verdict else { panic!("{verdict:?}") };
        (blockers.iter().cloned().collect::<Vec<_>>(), decision.outcome)
    };
    let (blockers, outcome) = told(&clinic);
    assert_eq!(blockers, [Blocker::Avoided]);
    assert!(matches!(outcome, Outcome::Assigned(_)), "Dora assists");
    // Nor does it hide what else there is.
    let block = dispatch_core::Block { block: BlockId(4), lane: cleo, span: span("14:30", 10) };
    clinic.schedule.block(block);
    clinic.booked(7, "dora", span("14:30", 10), (0, 0));
    let (blockers, outcome) = told(&clinic);
    assert_eq!(blockers, [Blocker::Avoided, Blocker::Block { block: BlockId(4), span: block.span }]);
    let Outcome::ToPerson(flagged) = outcome else { panic!("{outcome:?}") };
    assert_eq!(flagged.flags, [ReasonCode::NoFurtherProvider]);
}
