//! Cases with a name, of when a client may book and of what goes to a person for what it is.

use dispatch_core::{Minutes, ReasonCode, Request, Span, When};
use serde_json::{Value, json};

use super::clinic::{Clinic, at, minutes};

fn one_room(service: &[(&str, Value)]) -> Value {
    let mut document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [{ "id": "ada" }],
        "resource": [{ "id": "room", "kind": "room" }],
        "service": [{ "code": "PEEL", "minutes": 60, "needs": [{ "kind": "room" }] }],
    });
    for (field, value) in service {
        document["service"][0][*field] = value.clone();
    }
    document
}

/// Why not, or nothing.
fn flags(clinic: &Clinic, request: &Request) -> Vec<ReasonCode> {
    clinic.decide(request).err().unwrap_or_default()
}

fn asked(clinic: &Clinic, now: &str, start: &str) -> Vec<ReasonCode> {
    flags(clinic, &Request { now: Some(at(now)), ..clinic.ask(1, at(start)) })
}

#[test]
fn a_lead_time_is_counted_in_minutes_and_its_last_one_is_too_soon() {
    let clinic = Clinic::new(one_room(&[("lead_minutes", json!(120))]), "2026-06-12", 2);
    let now = "2026-06-12T09:14-04:00";
    assert_eq!(asked(&clinic, now, "2026-06-12T11:13-04:00"), [ReasonCode::LeadTime]);
    assert_eq!(asked(&clinic, now, "2026-06-12T11:14-04:00"), []);
    assert_eq!(
        flags(&clinic, &clinic.ask(1, at("2026-06-12T09:15-04:00"))),
        [],
        "nobody says when it is asked"
    );
}

#[test]
fn the_furthest_date_is_counted_in_local_dates() {
    let clinic = Clinic::new(one_room(&[("furthest_days", json!(1))]), "2026-06-12", 4);
    let (late, early) = ("2026-06-12T23:59-04:00", "2026-06-13T00:00-04:00");
    assert_eq!(asked(&clinic, late, "2026-06-13T17:00-04:00"), []);
    assert_eq!(asked(&clinic, late, "2026-06-14T09:00-04:00"), [ReasonCode::TooFarAhead]);
    assert_eq!(asked(&clinic, early, "2026-06-14T17:00-04:00"), []);
    let before_the_horizon = "2026-06-11T23:59-04:00";
    assert_eq!(asked(&clinic, before_the_horizon, "2026-06-12T17:00-04:00"), []);
    assert_eq!(asked(&clinic, before_the_horizon, "2026-06-13T09:00-04:00"), [ReasonCode::TooFarAhead]);
    assert_eq!(asked(&clinic, "2026-05-01T09:00-04:00", "2026-06-12T09:00-04:00"), [ReasonCode::TooFarAhead]);
}

#[test]
fn an_hour_more_or_less_does_not_move_the_furthest_date() {
    let clinic = Clinic::new(one_room(&[("furthest_days", json!(2))]), "2026-03-07", 5);
    assert_eq!(asked(&clinic, "2026-03-06T23:30-05:00", "2026-03-08T17:00-04:00"), []);
    assert_eq!(asked(&clinic, "2026-03-06T23:30-05:00", "2026-03-09T09:00-04:00"), [ReasonCode::TooFarAhead]);
    assert_eq!(asked(&clinic, "2026-03-07T23:30-05:00", "2026-03-09T17:00-04:00"), []);
}

#[test]
fn a_window_and_the_alternatives_keep_to_the_lead_time_and_the_furthest_date() {
    let rules = [("lead_minutes", json!(120)), ("furthest_days", json!(1))];
    let clinic = Clinic::new(one_room(&rules), "2026-06-12", 4);
    let window = |start, length| When::Within { window: minutes(start, length), grid: Minutes(30) };
    let now = Some(at("2026-06-12T09:14-04:00"));
    let mut request = Request { now, ..clinic.ask(1, at("2026-06-12T09:30-04:00")) };
    let offered = |request: &Request| -> Vec<_> {
        let decision = dispatch_core::assign(&clinic.rulebook, &clinic.schedule, request);
        let dispatch_core::Outcome::ToPerson(flagged) = decision.outcome else { return Vec::new() };
        flagged.alternatives.iter().map(dispatch_core::Assignment::start).collect()
    };
    let expected = ["11:15", "11:30", "11:45"].map(|time| at(&format!("2026-06-12T{time}-04:00")));
    assert_eq!(offered(&request), expected);
    request.when = window("2026-06-12T09:30-04:00", 300);
    let start = clinic.decide(&request).map(|assignment| assignment.start());
    assert_eq!(start, Ok(at("2026-06-12T11:30-04:00")));
    request.when = window("2026-06-12T09:30-04:00", 120);
    assert_eq!(flags(&clinic, &request), [ReasonCode::LeadTime]);
    request.when = window("2026-06-14T10:00-04:00", 120);
    assert_eq!(flags(&clinic, &request), [ReasonCode::TooFarAhead]);
    let last = at("2026-06-13T17:00-04:00");
    assert_eq!(
        offered(&Request { when: When::At(at("2026-06-14T09:00-04:00")), ..request }),
        [] as [_; 0],
        "{last}"
    );
}

#[test]
fn a_window_in_which_nothing_works_says_what_kept_each_start() {
    let mut clinic = Clinic::new(one_room(&[("lead_minutes", json!(60))]), "2026-06-12", 1);
    clinic.booked(9, "ada", minutes("2026-06-12T11:00-04:00", 120), (0, 0));
    let window = Span::new(at("2026-06-12T10:00-04:00"), at("2026-06-12T13:00-04:00"));
    let when = When::Within { window, grid: Minutes(60) };
    let request = Request { when, now: Some(at("2026-06-12T10:00-04:00")), ..clinic.ask(1, window.start) };
    assert_eq!(flags(&clinic, &request), [ReasonCode::NobodyFree, ReasonCode::LeadTime]);
}

#[test]
fn high_value_and_groups_go_to_a_person_who_finds_a_candidate() {
    for (limit, expected) in [(50_000, vec![ReasonCode::HighValue]), (50_001, vec![])] {
        let mut document = one_room(&[("price", json!(50_000))]);
        document["exceptions"] = json!({ "high_value": limit });
        let clinic = Clinic::new(document, "2026-06-12", 1);
        let mut request = clinic.ask(1, at("2026-06-12T10:00-04:00"));
        assert_eq!(flags(&clinic, &request), expected);
        request.group = true;
        assert_eq!(flags(&clinic, &request), [vec![ReasonCode::Grouped], expected].concat());
        let decision = dispatch_core::assign(&clinic.rulebook, &clinic.schedule, &request);
        let dispatch_core::Outcome::ToPerson(flagged) = decision.outcome else { panic!("{decision:?}") };
        assert_eq!((flagged.candidates.len(), flagged.alternatives.len()), (1, 0));
    }
}
