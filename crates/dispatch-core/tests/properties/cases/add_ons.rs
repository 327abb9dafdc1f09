//! Cases with a name: what is added to a service.

use dispatch_core::{
    Assignment, BookingId, Minutes, Occupancy, ReasonCode, Request, RequestItem, SlotScratch, ViolationKind,
    When, check, starts,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, edited, minutes, one_room_each};

fn document() -> Value {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let provider = json!([{ "id": "ada", "minutes": { "TOX": 50 } }, { "id": "ben", "grade": -1 }]);
    let document = edited(document, "/provider", provider);
    let document = edited(document, "/service/0/price", json!(20_000));
    let add_ons = json!([
        { "code": "NUMBING", "aliases": ["cream"], "minutes": 15, "price": 2_500 },
        { "code": "BOOST", "minutes": 20, "services": ["PEEL"] },
    ]);
    let document = edited(document, "/add_on", add_ons);
    let peel = json!({ "code": "PEEL", "aliases": ["peel"], "needs": [{ "kind": "room" }], "phases": [
        { "name": "apply", "minutes": 20, "uses": ["provider", "room"] },
        { "name": "rest", "minutes": 15, "uses": ["room"] },
    ] });
    let mut document = document;
    document["service"].as_array_mut().unwrap().push(peel);
    document
}

fn clinic(change: &[(&str, Value)]) -> Clinic {
    let document = change.iter().fold(document(), |document, (at, with)| edited(document, at, with.clone()));
    Clinic::new(document, "2026-06-12", 1)
}

const TEN: &str = "2026-06-12T10:00-04:00";

fn with(clinic: &Clinic, mut request: Request, names: &[&str]) -> Request {
    for name in names {
        let add_on = clinic.rulebook.add_on(name).unwrap();
        request.items[0] = request.items[0].with(add_on);
    }
    request
}

fn spans(assignment: &Assignment) -> Vec<(i32, i32)> {
    let start = assignment.start();
    let used = |one: &Occupancy| (one.used.start.since(start).0, one.used.end.since(start).0);
    assignment.occupancies.iter().map(used).collect()
}

#[test]
fn an_add_on_lengthens_the_service_and_adds_up_with_a_length_of_their_own() {
    let clinic = clinic(&[]);
    let plain = clinic.decide(&clinic.ask(1, at(TEN))).unwrap();
    assert_eq!(spans(&plain), [(0, 50), (0, 50)], "hers instead of the menu's 60");
    let longer = clinic.decide(&with(&clinic, clinic.ask(1, at(TEN)), &["cream"])).unwrap();
    assert_eq!(spans(&longer), [(0, 65), (0, 65)]);
    assert_eq!(longer.visit.minutes(), Minutes(65));
    let twice = clinic.decide(&with(&clinic, clinic.ask(1, at(TEN)), &["NUMBING", "NUMBING"])).unwrap();
    assert_eq!(twice.visit.minutes(), Minutes(80));
}

#[test]
fn the_minutes_fall_into_the_last_phase_with_the_provider() {
    let clinic = clinic(&[]);
    let peel = clinic.rulebook.service("peel").unwrap();
    let request = Request::at(BookingId(1), Default::default(), peel, at(TEN));
    let request = with(&clinic, request, &["BOOST"]);
    let assignment = clinic.decide(&request).unwrap();
    assert_eq!(spans(&assignment), [(0, 40), (0, 55)], "applying takes longer, and the rest comes later");
}

#[test]
fn the_whole_of_it_must_fit_and_a_start_is_offered_only_if_it_does() {
    let mut clinic = clinic(&[("/provider", json!([{ "id": "ben" }]))]);
    clinic.booked(9, "ben", minutes("2026-06-12T11:10-04:00", 60), (0, 0));
    let ask =
        |clinic: &Clinic, start: &str| clinic.decide(&with(clinic, clinic.ask(1, at(start)), &["cream"]));
    assert_eq!(ask(&clinic, TEN), Err(vec![ReasonCode::NobodyFree]));
    assert!(clinic.decide(&clinic.ask(1, at(TEN))).is_ok(), "without it there is time");
    assert!(ask(&clinic, "2026-06-12T09:55-04:00").is_ok());
    let late = "2026-06-12T16:46-04:00";
    assert_eq!(ask(&clinic, late), Err(vec![ReasonCode::NobodyFree, ReasonCode::OutsideOpening]));
    assert!(ask(&clinic, "2026-06-12T16:45-04:00").is_ok());

    let window = minutes("2026-06-12T09:00-04:00", 9 * 60);
    let request = with(&clinic, clinic.ask(1, at(TEN)), &["cream"]);
    let request = Request { when: When::Within { window, grid: Minutes(1) }, ..request };
    let mut scratch = SlotScratch::default();
    let offered: Vec<_> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
    let tried = (window.start.0..window.end.0).map(dispatch_core::Minute);
    let works = |start: &_| clinic.decide(&Request { when: When::At(*start), ..request.clone() }).is_ok();
    assert_eq!(offered, tried.filter(works).collect::<Vec<_>>());
    assert_eq!(offered.last(), Some(&at("2026-06-12T16:45-04:00")));
}

#[test]
fn the_price_of_what_is_added_counts_for_high_value() {
    let clinic = clinic(&[("/exceptions", json!({ "high_value": 22_500 }))]);
    assert!(clinic.decide(&clinic.ask(1, at(TEN))).is_ok());
    let dearer = with(&clinic, clinic.ask(1, at(TEN)), &["cream"]);
    assert_eq!(clinic.decide(&dearer), Err(vec![ReasonCode::HighValue]));
}

#[test]
fn the_checker_knows_the_lengths_that_add_ons_come_to_and_no_others() {
    let mut clinic = clinic(&[]);
    let assignment = clinic.decide(&with(&clinic, clinic.ask(1, at(TEN)), &["cream", "cream"])).unwrap();
    clinic.schedule.load(assignment.occupancies.iter().copied());
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    // Nothing is 7 minutes long, and what may not go with the service is no explanation.
    for added in [7, 20] {
        let mut odd = clinic.ask(2, at("2026-06-12T14:00-04:00"));
        odd.items[0] = RequestItem { added_minutes: Minutes(added), ..odd.items[0] };
        let assignment = clinic.decide(&odd).unwrap();
        let mut schedule = clinic.schedule.clone();
        schedule.load(assignment.occupancies.iter().copied());
        let found: Vec<_> = check(&clinic.rulebook, &schedule).into_iter().map(|it| it.kind).collect();
        assert_eq!(found, [ViolationKind::Incomplete], "{added}");
    }
}

#[test]
fn less_than_nothing_is_nothing_and_far_too_much_is_an_answer() {
    let clinic = clinic(&[]);
    for (minutes, expected) in [
        (-30, Ok(Minutes(50))),
        (i32::MAX, Err(vec![ReasonCode::OutsideHorizon])),
        (i32::MIN, Ok(Minutes(50))),
    ] {
        let mut request = clinic.ask(1, at(TEN));
        request.items[0].added_minutes = Minutes(minutes);
        let decided = clinic.decide(&request).map(|assignment| assignment.visit.minutes());
        assert_eq!(decided, expected, "{minutes}");
    }
}
