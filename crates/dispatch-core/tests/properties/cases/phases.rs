//! Phases that take place for some clients only.

use dispatch_core::{
    Client, Minutes, Origin, Outcome, ReasonCode, Request, Scratch, SlotScratch, When, assign, check, pick,
    starts,
};
use serde_json::json;

use crate::clinic::{Clinic, at, minutes};

const TWO: &str = "2026-06-12T14:00-04:00";

/// A new client is first examined by somebody else, in the same room, and gets a longer talk at the end.
fn clinic() -> Clinic {
    let document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "laser" }, { "id": "np" }],
        "provider": [
            { "id": "lea", "credentials": [{ "id": "laser" }] },
            { "id": "nora", "credentials": [{ "id": "np" }] },
        ],
        "resource": [{ "id": "room", "kind": "room" }],
        "service": [{
            "code": "LASER", "qualification": [["laser"]],
            "needs": [
                { "kind": "room" },
                { "kind": "provider", "role": "examiner", "qualification": [["np"]] },
            ],
            "phases": [
                { "name": "exam", "minutes": 15, "uses": ["room", "examiner"], "only": "new_client" },
                { "name": "laser", "minutes": 40, "uses": ["room", "provider"] },
                { "name": "talk", "minutes": 10, "uses": ["room", "provider"], "only": "new_client" },
            ],
        }],
    });
    Clinic::new(document, "2026-06-12", 1)
}

fn new_client(clinic: &Clinic, start: &str) -> Request {
    Request { client: Client { new: true, ..Client::default() }, ..clinic.ask(1, at(start)) }
}

#[test]
fn a_new_client_is_examined_first_and_stays_longer() {
    let clinic = clinic();
    let known = clinic.decide(&clinic.ask(1, at(TWO))).unwrap();
    assert_eq!(known.visit, minutes(TWO, 40));
    assert!(!known.everything().any(|who| who.as_str() == "nora"), "nobody is asked to examine");
    let new = clinic.decide(&new_client(&clinic, TWO)).unwrap();
    assert_eq!(new.visit, minutes(TWO, 65));
    let of = |name| new.occupancies.iter().find(|held| held.lane == clinic.lane(name)).unwrap().used;
    assert_eq!(of("nora"), minutes(TWO, 15));
    assert_eq!(of("lea"), minutes("2026-06-12T14:15-04:00", 50));
    assert_eq!(of("room"), minutes(TWO, 65));
}

#[test]
fn what_only_new_clients_need_stands_in_nobody_elses_way() {
    let mut clinic = clinic();
    clinic.booked(9, "nora", minutes(TWO, 15), (0, 0));
    assert!(clinic.decide(&clinic.ask(1, at(TWO))).is_ok());
    assert_eq!(clinic.decide(&new_client(&clinic, TWO)).unwrap_err(), [ReasonCode::NoFurtherProvider]);
    let late = "2026-06-12T17:20-04:00";
    assert!(clinic.decide(&clinic.ask(1, at(late))).is_ok());
    let flags = clinic.decide(&new_client(&clinic, late)).unwrap_err();
    assert!(flags.contains(&ReasonCode::OutsideOpening), "{flags:?}");
}

#[test]
fn starts_and_picks_are_those_of_the_clients_own_length() {
    let mut clinic = clinic();
    clinic.booked(9, "room", minutes("2026-06-12T09:00-04:00", 8 * 60 + 10), (0, 0));
    let window = minutes("2026-06-12T09:00-04:00", 9 * 60);
    let within = |request: Request| Request { when: When::Within { window, grid: Minutes(5) }, ..request };
    let known = within(clinic.ask(1, window.start));
    let new = within(new_client(&clinic, "2026-06-12T09:00-04:00"));
    let found = |request: &Request| {
        starts(&clinic.rulebook, &clinic.schedule, request, &mut SlotScratch::default()).count()
    };
    assert_eq!((found(&known), found(&new)), (3, 0), "17:10 to 18:00 is too short for a new client");
    let mut scratch = Scratch::default();
    let choice = pick(&clinic.rulebook, &clinic.schedule, &known, &mut scratch).unwrap();
    assert_eq!((choice.start(), choice.lanes().len()), (at("2026-06-12T17:10-04:00"), 2));
    assert!(pick(&clinic.rulebook, &clinic.schedule, &new, &mut scratch).is_none());
}

/// Who is new is not written down: the checker accepts what some client gets, and nothing between.
#[test]
fn the_checker_knows_both_variants_and_no_mixture() {
    let mut clinic = clinic();
    for request in [clinic.ask(1, at(TWO)), new_client(&clinic, TWO)] {
        let Outcome::Assigned(assignment) = assign(&clinic.rulebook, &clinic.schedule, &request).outcome
        else {
            unreachable!("it is assigned")
        };
        assignment.occupancies.iter().for_each(|held| _ = clinic.schedule.insert(*held));
        assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
        assignment.occupancies.iter().for_each(|held| _ = clinic.schedule.remove(held));
    }
    let new = clinic.decide(&new_client(&clinic, TWO)).unwrap();
    let (nora, ours) = (clinic.lane("nora"), new.occupancies.iter());
    ours.filter(|held| held.lane != nora).for_each(|held| _ = clinic.schedule.insert(*held));
    assert!(clinic.schedule.all_occupancies().all(|held| held.origin == Origin::Ours));
    let broken: Vec<_> = check(&clinic.rulebook, &clinic.schedule).iter().map(|one| one.kind).collect();
    assert_eq!(broken, [dispatch_core::ViolationKind::Incomplete]);
}
