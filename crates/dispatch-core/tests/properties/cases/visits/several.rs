//! Cases with a name, of several services of one client.

use dispatch_core::{
    Assignment, Blocker, Minute, Minutes, Outcome, ReasonCode, Request, RequestItem, Span, Verdict, When,
    Who, assign, check,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

/// A peel (30) and a facial (45), in two rooms, by two providers who may do both.
pub(crate) fn document(change: &[(&str, Value)]) -> Value {
    let mut document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [{ "id": "ada" }, { "id": "ben" }],
        "resource": [
            { "id": "room-1", "kind": "room" },
            { "id": "room-2", "kind": "room" },
        ],
        "service": [
            {
                "code": "PEEL", "minutes": 30, "needs": [{ "kind": "room" }],
                "buffers": { "provider": { "before": 5, "after": 5 }, "room": { "after": 10 } },
            },
            {
                "code": "FACIAL", "minutes": 45, "needs": [{ "kind": "room" }],
                "buffers": { "provider": { "before": 5, "after": 5 }, "room": { "after": 10 } },
            },
        ],
        "ranking": { "criteria": [{ "by": "requested" }, { "by": "rulebook_order" }] },
    });
    for (path, value) in change {
        *document.pointer_mut(path).unwrap() = value.clone();
    }
    document
}

pub(crate) fn clinic(visits: &Value, change: &[(&str, Value)]) -> Clinic {
    let mut document = document(change);
    document["visits"] = visits.clone();
    Clinic::new(document, "2026-06-12", 2)
}

fn waiting() -> Value {
    json!({ "most_minutes_between": 10 })
}

/// A peel and then a facial.
pub(crate) fn both(clinic: &Clinic, start: Minute) -> Request {
    let service = |code| clinic.rulebook.service(code).unwrap();
    let items = vec![RequestItem::of(service("PEEL")), RequestItem::of(service("FACIAL"))];
    Request { items, ..clinic.ask(1, start) }
}

pub(crate) fn ten() -> Minute {
    at("2026-06-12T10:00-04:00")
}

/// From and to, in minutes from ten.
pub(crate) fn span(from: i32, to: i32) -> Span {
    Span::new(ten().plus(Minutes(from)), ten().plus(Minutes(to)))
}

/// Start and end of each service in minutes from ten, with who and what.
pub(crate) fn shown(assignment: &Assignment) -> Vec<(i32, i32, Vec<&str>)> {
    let from_ten = |minute: Minute| minute.since(ten()).0;
    assignment
        .items
        .iter()
        .map(|item| {
            let roles = item.roles.iter().map(|role| role.who.as_str()).collect();
            (from_ten(item.span.start), from_ten(item.span.end), roles)
        })
        .collect()
}

/// Also sees that it breaks nothing.
pub(crate) fn booked(clinic: &Clinic, request: &Request) -> Result<Assignment, Vec<ReasonCode>> {
    let assignment = clinic.decide(request)?;
    let mut schedule = clinic.schedule.clone();
    for occupancy in &assignment.occupancies {
        assert_eq!(schedule.insert(*occupancy), []);
    }
    assert_eq!(check(&clinic.rulebook, &schedule), []);
    Ok(assignment)
}

#[test]
fn two_services_follow_each_other_with_one_provider_in_one_room_and_no_padding_between() {
    let clinic = clinic(&json!({}), &[]);
    let assignment = booked(&clinic, &both(&clinic, ten())).unwrap();
    assert_eq!(
        shown(&assignment),
        [(0, 30, vec!["ada", "room-1"]), (30, 75, vec!["ada", "room-1"])],
        "{assignment:?}"
    );
    let paddings: Vec<_> =
        assignment.occupancies.iter().map(|one| (one.item, one.before.0, one.after.0)).collect();
    assert_eq!(paddings, [(0, 5, 0), (0, 0, 0), (1, 0, 5), (1, 0, 10)]);
    assert_eq!(assignment.visit, minutes("2026-06-12T10:00-04:00", 75));
}

#[test]
fn waiting_is_tried_when_nothing_fits_without_and_nobody_else_fits_between() {
    let mut clinic = clinic(&waiting(), &[("/provider", json!([{ "id": "ada" }]))]);
    // A duty in the room keeps it from 10:30 to 10:33: the next gap of the grid is 5 minutes.
    clinic.booked(8, "room-1", minutes("2026-06-12T10:00-04:00", 35), (0, 0));
    clinic.booked(9, "room-2", minutes("2026-06-12T10:41-04:00", 60), (0, 0));
    let assignment = booked(&clinic, &both(&clinic, ten())).unwrap();
    assert_eq!(shown(&assignment), [(0, 30, vec!["ada", "room-2"]), (35, 80, vec!["ada", "room-1"])]);
    let first = assignment.occupancies.first().unwrap();
    assert_eq!((first.after, first.padded().end), (Minutes(5), ten().plus(Minutes(35))));
    let other = clinic.ask(2, ten().plus(Minutes(30)));
    for occupancy in &assignment.occupancies {
        clinic.schedule.insert(*occupancy);
    }
    assert_eq!(clinic.decide(&other).unwrap_err(), [ReasonCode::NobodyFree]);
}

#[test]
fn no_waiting_is_allowed_unless_the_rulebook_says_so() {
    let mut clinic = clinic(&json!({}), &[("/provider", json!([{ "id": "ada" }]))]);
    clinic.booked(8, "room-1", minutes("2026-06-12T10:00-04:00", 35), (0, 0));
    clinic.booked(9, "room-2", minutes("2026-06-12T10:41-04:00", 60), (0, 0));
    assert_eq!(clinic.decide(&both(&clinic, ten())).unwrap_err(), [ReasonCode::NoResource]);
}

#[test]
fn who_treats_first_is_chosen_so_that_the_rest_can_follow() {
    let mut clinic = clinic(&json!({ "same_provider": false }), &[]);
    clinic.booked(8, "ada", minutes("2026-06-12T10:40-04:00", 60), (0, 0));
    let ada_then_ben = booked(&clinic, &both(&clinic, ten())).unwrap();
    assert_eq!(shown(&ada_then_ben), [(0, 30, vec!["ada", "room-1"]), (30, 75, vec!["ben", "room-1"])]);
    clinic.booked(9, "ben", minutes("2026-06-12T10:40-04:00", 60), (0, 0));
    assert_eq!(clinic.decide(&both(&clinic, ten())).unwrap_err(), [ReasonCode::NobodyFree]);
}

#[test]
fn the_same_provider_goes_on_before_the_ranking_but_not_before_a_request() {
    let by_order = [("/ranking/criteria", json!([{ "by": "requested" }, { "by": "seniority" }]))];
    let mut rules = by_order.to_vec();
    rules.push((
        "/provider",
        json!([
            { "id": "ada" },
            { "id": "ben", "grade": 1, "shifts": { "daily": ["10:25-18:00"] } },
        ]),
    ));
    let clinic = clinic(&json!({}), &rules);
    let who = |request: &Request| -> Vec<String> {
        let assignment = booked(&clinic, request).unwrap();
        assignment.items.iter().map(|item| item.roles[0].who.as_str().to_owned()).collect()
    };
    let mut request = both(&clinic, ten());
    assert_eq!(who(&request), ["ada", "ada"]);
    request.items[1].preferred = Some(clinic.lane("ben"));
    assert_eq!(who(&request), ["ada", "ada"], "a preference is a matter of the ranking");
    request.items[1].requested = Some(clinic.lane("ben"));
    assert_eq!(who(&request), ["ada", "ben"]);
}

#[test]
fn a_request_that_cannot_be_kept_is_flagged_with_what_could_be_had_instead() {
    let mut clinic = clinic(&waiting(), &[]);
    clinic.booked(8, "ben", minutes("2026-06-12T10:30-04:00", 120), (0, 0));
    let mut request = both(&clinic, ten());
    request.items[1].requested = Some(clinic.lane("ben"));
    let decision = assign(&clinic.rulebook, &clinic.schedule, &request);
    let Outcome::ToPerson(flagged) = decision.outcome else { panic!("{decision:?}") };
    assert_eq!(flagged.flags, [ReasonCode::RequestedUnavailable]);
    assert_eq!(
        flagged.candidates.iter().map(shown).collect::<Vec<_>>(),
        [[(0, 30, vec!["ada", "room-1"]), (30, 75, vec!["ada", "room-1"])]]
    );
    let starts: Vec<_> = flagged.alternatives.iter().map(|other| other.start().since(ten()).0).collect();
    assert_eq!(starts, [120, 135, 150], "both services with the one who was asked for");
}

#[test]
fn a_tie_in_any_service_goes_to_a_person_with_everybody_who_could() {
    let clinic =
        clinic(&json!({ "same_provider": false }), &[("/ranking/criteria", json!([{ "by": "requested" }]))]);
    let mut request = both(&clinic, ten());
    request.items[0].requested = Some(clinic.lane("ada"));
    let decision = assign(&clinic.rulebook, &clinic.schedule, &request);
    let Outcome::ToPerson(flagged) = decision.outcome else { panic!("{decision:?}") };
    assert_eq!(flagged.flags, [ReasonCode::Tie]);
    let who = |one: &Assignment| -> Vec<String> {
        one.items.iter().map(|item| item.roles[0].who.as_str().to_owned()).collect()
    };
    assert_eq!(
        flagged.candidates.iter().map(who).collect::<Vec<_>>(),
        [["ada", "ada"], ["ada", "ben"], ["ben", "ada"]]
    );
    let tied: Vec<_> = decision.trace.candidates().filter(|it| it.verdict == Verdict::Tied).collect();
    let text = decision.trace.text(&clinic.rulebook.zone(request.location).unwrap());
    assert!(text.starts_with("Service 1:\n") && text.contains("\nService 2:\n"), "{text}");
    assert!(tied.len() == 2 && tied.iter().all(|it| it.item == 1), "{:?}", decision.trace);
}

#[test]
fn a_device_cools_down_between_two_services_of_one_visit() {
    let change = [
        (
            "/resource",
            json!([
                { "id": "room-1", "kind": "room" },
                { "id": "laser", "kind": "device" },
            ]),
        ),
        ("/service/0/needs", json!([{ "kind": "room" }, { "kind": "device" }])),
        ("/service/1/needs", json!([{ "kind": "room" }, { "kind": "device" }])),
        ("/service/0/buffers", json!({ "device": { "after": 10 } })),
    ];
    let none = clinic(&json!({ "most_minutes_between": 5 }), &change);
    assert_eq!(none.decide(&both(&none, ten())).unwrap_err(), [ReasonCode::SeveralServices]);
    let clinic = clinic(&waiting(), &change);
    let assignment = booked(&clinic, &both(&clinic, ten())).unwrap();
    assert_eq!(
        shown(&assignment),
        [(0, 30, vec!["ada", "room-1", "laser"]), (40, 85, vec!["ada", "room-1", "laser"])]
    );
}

#[test]
fn services_that_fit_alone_but_not_together_say_so_in_every_candidate() {
    let clinic = clinic(
        &json!({}),
        &[
            ("/resource", json!([{ "id": "room-1", "kind": "room" }, { "id": "laser", "kind": "device" }])),
            ("/service/0/needs", json!([{ "kind": "device" }])),
            ("/service/1/needs", json!([{ "kind": "device" }])),
            ("/service/0/buffers", json!({ "device": { "after": 10 } })),
        ],
    );
    let decision = assign(&clinic.rulebook, &clinic.schedule, &both(&clinic, ten()));
    let Outcome::ToPerson(flagged) = decision.outcome else { panic!("{decision:?}") };
    assert_eq!((flagged.flags, flagged.candidates), (vec![ReasonCode::SeveralServices], Vec::new()));
    let providers = decision.trace.candidates().filter(|it| matches!(it.who, Who::Provider(_)));
    for candidate in providers {
        let Verdict::Blocked(blockers) = &candidate.verdict else { panic!("{candidate:?}") };
        assert!(blockers.iter().all(|blocker| *blocker == Blocker::RestOfVisit), "{candidate:?}");
    }
    assert_eq!(decision.trace.candidates().map(|it| it.item).max(), Some(1));
}

#[test]
fn the_whole_visit_lies_inside_opening_hours_and_its_window() {
    let clinic = clinic(&json!({}), &[]);
    let last = at("2026-06-12T16:45-04:00");
    let day = minutes("2026-06-12T00:00-04:00", 24 * 60);
    let starts = |window, grid| {
        let when = When::Within { window, grid: Minutes(grid) };
        let request = Request { when, ..both(&clinic, ten()) };
        let mut scratch = dispatch_core::SlotScratch::default();
        dispatch_core::starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect::<Vec<_>>()
    };
    assert_eq!(starts(day, 15).last(), Some(&last.minus(Minutes(15))), "buffers included");
    assert_eq!(
        clinic.decide(&both(&clinic, last.plus(Minutes(1)))).unwrap_err(),
        [ReasonCode::NobodyFree, ReasonCode::OutsideOpening]
    );
    let window = minutes("2026-06-12T10:00-04:00", 80);
    assert_eq!(starts(window, 5), [ten(), ten().plus(Minutes(5))]);
}

#[test]
fn a_floating_break_counts_both_services_of_a_visit() {
    let clinic = clinic(
        &json!({}),
        &[
            ("/provider", json!([{ "id": "ada", "breaks": [{ "minutes": 30, "within": "10:00-11:30" }] }])),
            ("/service/0/buffers", json!({})),
            ("/service/1/buffers", json!({})),
        ],
    );
    assert_eq!(clinic.decide(&both(&clinic, ten())).unwrap_err(), [ReasonCode::SeveralServices]);
    assert!(booked(&clinic, &both(&clinic, ten().plus(Minutes(30)))).is_ok());
}

#[test]
fn more_services_than_six_and_unknown_ones_go_to_a_person() {
    let clinic = clinic(&json!({}), &[]);
    let mut request = both(&clinic, ten());
    request.items = vec![request.items[0]; 7];
    assert_eq!(clinic.decide(&request).unwrap_err(), [ReasonCode::SeveralServices]);
    request.items.truncate(6);
    assert!(booked(&clinic, &request).is_ok());
    request.items[3].service = dispatch_core::ServiceIndex(99);
    assert_eq!(clinic.decide(&request).unwrap_err(), [ReasonCode::UnknownService]);
}
