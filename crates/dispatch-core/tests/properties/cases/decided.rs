//! Cases with a name: what a person is shown, in which order, and where else there is time.

use dispatch_core::{
    Blocker, Blockers, BookingId, Client, LocationIndex, Minutes, Outcome, ReasonCode, Request, Verdict,
    When, assign,
};
use serde_json::{Value, json};

use crate::{
    cases::visits::several::{self, both, span, ten},
    clinic::{Clinic, edited, one_room_each},
};

fn clinic(edits: &[(&str, Value)]) -> Clinic {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document =
        edits.iter().fold(document, |document, (pointer, with)| edited(document, pointer, with.clone()));
    Clinic::new(document, "2026-06-12", 2)
}

fn verdict(clinic: &Clinic, request: &Request, who: &str) -> Verdict {
    let trace = assign(&clinic.rulebook, &clinic.schedule, request).trace;
    trace.candidates().find(|one| one.who.as_str() == who).unwrap().verdict
}

fn blockers(clinic: &Clinic, request: &Request, who: &str) -> Vec<Blocker> {
    match verdict(clinic, request, who) {
        Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Who treats in each thing that can be had, best first.
fn candidates(clinic: &Clinic, request: &Request) -> Vec<String> {
    let Outcome::ToPerson(flagged) = assign(&clinic.rulebook, &clinic.schedule, request).outcome else {
        panic!("a group goes to a person")
    };
    assert_eq!(flagged.flags, [ReasonCode::Grouped]);
    let treats = |one: &dispatch_core::AssignedItem| one.roles[0].who.as_str().to_owned();
    flagged.candidates.iter().map(|one| one.items.iter().map(treats).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn who_left_the_ranking_late_is_shown_before_who_left_it_early() {
    let clinic = clinic(&[
        (
            "/provider",
            json!([{ "id": "ada", "grade": 1 }, { "id": "ben", "grade": 2 }, { "id": "cleo", "grade": 2 }]),
        ),
        (
            "/ranking",
            json!({ "criteria": [{ "by": "requested" }, { "by": "seniority" }, { "by": "rulebook_order" }] }),
        ),
    ]);
    let group = Request { group: true, ..clinic.ask(1, ten()) };
    assert_eq!(candidates(&clinic, &group), ["ben", "cleo", "ada"]);
    let mut hers = group;
    hers.items[0].requested = Some(clinic.lane("ada"));
    assert_eq!(candidates(&clinic, &hers), ["ada", "ben", "cleo"]);
    let Verdict::Lost { criterion, own, best } = verdict(&clinic, &hers, "ben") else {
        panic!("not asked for")
    };
    assert_eq!((&*criterion, own, best), ("requested", 1, 0));
}

/// Ben and Ada treat already, so one of them goes on. Ada comes first, and Cleo, who does not treat yet, was shown before Ben.
#[test]
fn whoever_treats_already_is_shown_before_whoever_does_not() {
    let providers = json!([{ "id": "ada" }, { "id": "ben" }, { "id": "cleo" }]);
    let clinic = several::clinic(&json!({}), &[("/provider", providers)]);
    let mut request = Request { group: true, ..both(&clinic, ten()) };
    request.items.push(request.items[0]);
    request.items[0].requested = Some(clinic.lane("ben"));
    request.items[1].requested = Some(clinic.lane("ada"));
    let shown = candidates(&clinic, &request);
    assert_eq!(shown[0], "ben ada ada");
    let of_last: Vec<_> = shown.iter().skip(1).filter(|one| one.starts_with("ben ada ")).collect();
    assert_eq!(of_last, ["ben ada ben", "ben ada cleo"]);
}

/// At 10:15 there is time, off the grid that was asked for: it lies in the window all the same.
#[test]
fn alternatives_to_a_window_lie_outside_it_nearest_first() {
    let mut clinic = clinic(&[]);
    clinic.booked(8, "ada", span(75, 240), (0, 0));
    let request =
        Request { when: When::Within { window: span(15, 135), grid: Minutes(60) }, ..clinic.ask(1, ten()) };
    let Outcome::ToPerson(flagged) = assign(&clinic.rulebook, &clinic.schedule, &request).outcome else {
        panic!("eleven is taken")
    };
    assert_eq!(flagged.flags, [ReasonCode::NobodyFree]);
    let starts: Vec<_> = flagged.alternatives.iter().map(|one| one.start().since(ten()).0).collect();
    assert_eq!(starts, [0, -15, -30]);
    let late =
        Request { when: When::Within { window: span(-60, 135), grid: Minutes(120) }, ..clinic.ask(1, ten()) };
    assert!(clinic.decide(&late).is_ok(), "ten is on that grid");
    clinic.booked(9, "ada", span(-60, 60), (0, 0));
    let Outcome::ToPerson(flagged) = assign(&clinic.rulebook, &clinic.schedule, &late).outcome else {
        panic!("ten is taken")
    };
    let starts: Vec<_> = flagged.alternatives.iter().map(|one| one.start().since(ten()).0).collect();
    assert_eq!(starts, [240, 255, 270]);
}

fn two_hours_in_a_row() -> Clinic {
    clinic(&[("/provider/0/max_in_a_row", json!({ "minutes": 120, "pause": 15 }))])
}

/// What lies beside the neighbours is looked at too, where they alone make up all that is allowed.
#[test]
fn a_run_is_followed_beyond_the_neighbours() {
    let mut clinic = two_hours_in_a_row();
    clinic.booked(7, "ada", span(-60, 0), (0, 0));
    assert!(clinic.decide(&clinic.ask(1, ten())).is_ok(), "two hours");
    clinic.booked(8, "ada", span(-75, -60), (0, 0));
    assert_eq!(clinic.decide(&clinic.ask(1, ten())).unwrap_err(), [ReasonCode::NobodyFree]);
}

#[test]
fn a_run_that_is_as_long_as_it_may_be_is_not_named_and_ones_own_booking_is_no_part_of_it() {
    let mut clinic = two_hours_in_a_row();
    clinic.booked(7, "ada", span(-60, 0), (0, 0));
    let client = Client { avoid: vec![clinic.lane("ada")], ..Client::default() };
    let unwanted = Request { client, ..clinic.ask(1, ten()) };
    assert_eq!(blockers(&clinic, &unwanted, "ada"), [Blocker::Avoided]);
    clinic.booked(1, "ada", span(60, 120), (0, 0));
    assert_eq!(blockers(&clinic, &unwanted, "ada"), [Blocker::Avoided]);
    assert!(clinic.decide(&clinic.ask(1, ten())).is_ok(), "it would be moved");
    assert!(clinic.decide(&clinic.ask(2, ten())).is_err());
}

#[test]
fn both_services_of_a_visit_count_in_a_row() {
    let ada = |minutes: i32| json!({ "id": "ada", "max_in_a_row": { "minutes": minutes, "pause": 15 } });
    let treat = |providers: Value| {
        let clinic = several::clinic(&json!({}), &[("/provider", providers)]);
        let assignment = clinic.decide(&both(&clinic, ten()))?;
        Ok(assignment.items.iter().map(|item| item.roles[0].who.as_str().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(treat(json!([ada(75)])).unwrap(), ["ada", "ada"]);
    assert_eq!(treat(json!([ada(74)])), Err(vec![ReasonCode::SeveralServices]));
    assert_eq!(treat(json!([ada(74), { "id": "ben" }])).unwrap(), ["ada", "ben"]);
}

/// An hour by the menu, and 75 minutes with her.
#[test]
fn what_is_in_the_way_is_told_by_a_length_of_their_own() {
    let mut clinic =
        clinic(&[("/provider", json!([{ "id": "ada", "minutes": { "TOX": 75 } }, { "id": "ben" }]))]);
    clinic.booked(7, "ada", span(70, 90), (0, 0));
    clinic.booked(8, "ben", span(70, 90), (0, 0));
    let request = clinic.ask(1, ten());
    let booked = Blocker::Booked { booking: BookingId(7), used: span(70, 90) };
    assert_eq!(blockers(&clinic, &request, "ada"), [booked]);
    assert_eq!(verdict(&clinic, &request, "ben"), Verdict::Chosen);
}

/// An hour of somebody who treats, somebody who helps, and somebody who supervises in the room.
fn helped(providers: &[(&str, &[&str])]) -> Clinic {
    let provider = |(id, credentials): &(&str, &[&str])| {
        let held: Vec<_> = credentials.iter().map(|id| json!({ "id": id })).collect();
        json!({ "id": id, "credentials": held })
    };
    let all: Vec<_> = providers.iter().map(provider).collect();
    clinic(&[
        ("/credential", json!([{ "id": "rn" }, { "id": "ma" }, { "id": "md" }])),
        ("/provider", json!(all)),
        ("/service/0/qualification", json!([["rn"]])),
        ("/service/0/needs", json!([{ "kind": "provider", "role": "helper", "qualification": [["ma"]] }])),
        ("/service/0/supervision", json!({ "by": [["md"]], "presence": "in_room" })),
    ])
}

#[test]
fn a_helper_who_is_not_needed_is_left_free_and_one_who_is_needed_elsewhere_is_not() {
    let clinic = helped(&[("ada", &["rn"]), ("cleo", &["ma"]), ("dora", &["ma"]), ("eve", &["md", "ma"])]);
    let helper = |who: &str| {
        let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(1, ten())).trace;
        trace.candidates().find(|one| &*one.role == "helper" && one.who.as_str() == who).unwrap().verdict
    };
    assert_eq!(helper("cleo"), Verdict::Chosen);
    assert_eq!(helper("dora"), Verdict::LeftFree);
    let supervisor = Blocker::NoPartner { role: "supervisor".into() };
    assert_eq!(helper("eve"), Verdict::Blocked(Blockers::of(vec![supervisor]).unwrap()));
}

/// She could help or supervise, and not both: there is a helper, but then nobody supervises.
#[test]
fn of_one_who_is_wanted_twice_the_supervisor_is_named_as_missing() {
    let mut clinic = helped(&[("ada", &["rn"]), ("eve", &["md", "ma"]), ("max", &["md"])]);
    clinic.booked(7, "max", span(0, 60), (0, 0));
    let expected = [Blocker::NoPartner { role: "supervisor".into() }];
    assert_eq!(blockers(&clinic, &clinic.ask(1, ten()), "ada"), expected);
}

#[test]
fn a_calendar_of_somebody_at_another_location_is_not_why_nobody_is_free() {
    let place = |id: &str| json!({ "id": id, "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } });
    let mut clinic = clinic(&[
        ("/location", json!([place("uptown"), place("downtown")])),
        (
            "/provider",
            json!([{ "id": "ada", "location": "uptown" }, { "id": "ben", "location": "downtown" }]),
        ),
        ("/resource", json!([])),
        ("/service/0/needs", json!([])),
    ]);
    for (booking, who) in [(7, "ada"), (8, "ben")] {
        clinic.booked(booking, who, span(0, 30), (0, 0));
    }
    clinic.schedule.set_readable(clinic.lane("ben"), false);
    let flags = |location| {
        let request = Request { location: LocationIndex(location), ..clinic.ask(1, ten()) };
        clinic.decide(&request).unwrap_err()
    };
    assert_eq!(flags(0), [ReasonCode::NobodyFree]);
    assert_eq!(flags(1), [ReasonCode::CalendarUnreadable, ReasonCode::NobodyFree]);
}

fn two_rooms(who: Value) -> Clinic {
    let rooms = json!([{ "id": "left", "kind": "room" }, { "id": "right", "kind": "room" }]);
    clinic(&[("/provider", who), ("/resource", rooms), ("/ranking", json!({ "resource_order": "listed" }))])
}

#[test]
fn rooms_are_free_where_nobody_can_treat_and_left_free_where_one_is_used() {
    let mut clinic = two_rooms(json!([{ "id": "ada" }]));
    let told = |clinic: &Clinic| ["left", "right"].map(|room| verdict(clinic, &clinic.ask(1, ten()), room));
    assert_eq!(told(&clinic), [Verdict::Chosen, Verdict::LeftFree]);
    clinic.booked(7, "ada", span(0, 60), (0, 0));
    assert_eq!(
        told(&clinic),
        [Verdict::Free, Verdict::Free],
        "neither is used, and neither stands in the way"
    );
    clinic.booked(8, "left", span(0, 60), (0, 0));
    let booked = Blocker::Booked { booking: BookingId(8), used: span(0, 60) };
    assert_eq!(told(&clinic), [Verdict::Blocked(Blockers::of(vec![booked]).unwrap()), Verdict::Free]);
}

/// A candidate is held, and the room that goes with it is named.
#[test]
fn rooms_are_left_free_where_a_person_is_asked_and_somebody_could_treat() {
    let clinic = two_rooms(json!([{ "id": "ada" }, { "id": "ben" }]));
    let request = Request { client: Client { vip: true, ..Client::default() }, ..clinic.ask(1, ten()) };
    assert_eq!(clinic.decide(&request), Err(vec![ReasonCode::Tie, ReasonCode::Vip]));
    let told = ["left", "right"].map(|room| verdict(&clinic, &request, room));
    assert_eq!(told, [Verdict::Chosen, Verdict::LeftFree]);
}

#[test]
fn rooms_are_free_for_each_service_of_a_visit_that_nobody_can_treat() {
    let mut clinic = several::clinic(&json!({ "most_minutes_between": 10 }), &[]);
    clinic.booked(7, "ada", span(0, 240), (0, 0));
    clinic.booked(8, "ben", span(0, 240), (0, 0));
    let trace = assign(&clinic.rulebook, &clinic.schedule, &both(&clinic, ten())).trace;
    let rooms = trace.candidates().filter(|one| &*one.role == "room");
    let told: Vec<_> = rooms.map(|one| (one.item, one.verdict)).collect();
    assert!(told.iter().any(|(item, _)| *item == 1), "{told:?}");
    assert!(told.iter().all(|(_, verdict)| *verdict == Verdict::Free), "{told:?}");
}
