//! Cases with a name, of when a client may book and of what goes to a person for what it is.

use dispatch_core::{
    Blocker, Blockers, Client, Minutes, ReasonCode, Request, SlotScratch, Span, Verdict, When, Wish,
    WishKind, assign, starts,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

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

/// Ada speaks Spanish, Ben and Cleo do not; of Cleo nothing is said.
fn three_providers() -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [
            { "id": "ada", "gender": "female", "languages": ["english", "spanish"], "grade": 1 },
            { "id": "ben", "gender": "male", "languages": ["english"], "grade": 2 },
            { "id": "cleo", "grade": 3 },
        ],
        "service": [{ "code": "TOX", "minutes": 30 }],
        "ranking": { "criteria": [{ "by": "wishes" }, { "by": "seniority" }] },
    })
}

/// Who takes it, or why nobody does; and the verdict on each provider.
fn judged(clinic: &Clinic, client: Client) -> (Result<String, Vec<ReasonCode>>, Vec<Verdict>) {
    let request = Request { client, ..clinic.ask(1, at("2026-06-12T10:00-04:00")) };
    let took = clinic.decide(&request).map(|it| it.everything().map(|who| who.as_str().to_owned()).collect());
    let trace = assign(&clinic.rulebook, &clinic.schedule, &request).trace;
    (took, trace.candidates().map(|candidate| candidate.verdict).collect())
}

fn blocked(by: Vec<Blocker>) -> Verdict {
    Verdict::Blocked(Blockers::of(by).unwrap())
}

fn must(word: &str) -> Option<Wish> {
    Some(Wish::Must(word.to_owned()))
}

fn prefer(word: &str) -> Option<Wish> {
    Some(Wish::Prefer(word.to_owned()))
}

#[test]
fn nobody_treats_whom_the_client_does_not_want_to_see() {
    let clinic = Clinic::new(three_providers(), "2026-06-12", 1);
    let avoid = vec![clinic.lane("cleo")];
    let (took, verdicts) = judged(&clinic, Client { avoid, ..Client::default() });
    assert_eq!(took, Ok("ben".to_owned()));
    assert_eq!(verdicts[2], blocked(vec![Blocker::Avoided]));
    let avoid = ["ada", "ben", "cleo"].map(|name| clinic.lane(name)).to_vec();
    let (took, _) = judged(&clinic, Client { avoid: avoid.clone(), ..Client::default() });
    assert_eq!(took, Err(vec![ReasonCode::WishesUnmet]), "they are free");
    let mut request = clinic.ask(1, at("2026-06-12T10:00-04:00"));
    request.client.avoid = avoid;
    request.items[0].requested = Some(clinic.lane("ada"));
    assert_eq!(flags(&clinic, &request), [ReasonCode::RequestedUnavailable, ReasonCode::WishesUnmet]);
}

#[test]
fn what_a_client_insists_on_is_met_or_a_person_decides() {
    let mut clinic = Clinic::new(three_providers(), "2026-06-12", 1);
    let female = Client { gender: must("Female"), ..Client::default() };
    let (took, verdicts) = judged(&clinic, female.clone());
    assert_eq!(took, Ok("ada".to_owned()), "capital letters say nothing");
    let unmet = |wish, wanted: &str| Blocker::WishUnmet { wish, wanted: wanted.into() };
    assert_eq!(verdicts[2], blocked(vec![unmet(WishKind::Gender, "Female")]), "nothing is said of cleo");
    let both = Client { gender: must("male"), language: must("spanish"), ..Client::default() };
    let (took, verdicts) = judged(&clinic, both);
    assert_eq!(took, Err(vec![ReasonCode::WishesUnmet]));
    let expected = vec![unmet(WishKind::Gender, "male"), unmet(WishKind::Language, "spanish")];
    assert_eq!(verdicts[2], blocked(expected), "each wish by itself");
    clinic.booked(9, "ada", minutes("2026-06-12T10:00-04:00", 15), (0, 0));
    assert_eq!(
        judged(&clinic, female.clone()).0,
        Err(vec![ReasonCode::WishesUnmet]),
        "ben and cleo are free"
    );
    clinic.booked(9, "ben", minutes("2026-06-12T10:00-04:00", 15), (0, 0));
    clinic.booked(9, "cleo", minutes("2026-06-12T10:00-04:00", 15), (0, 0));
    assert_eq!(judged(&clinic, female).0, Err(vec![ReasonCode::NobodyFree]), "nobody is");
}

#[test]
fn what_a_client_would_like_ranks() {
    let clinic = Clinic::new(three_providers(), "2026-06-12", 1);
    assert_eq!(judged(&clinic, Client::default()).0, Ok("cleo".to_owned()), "no wish, no difference");
    let (took, verdicts) = judged(&clinic, Client { language: prefer("english"), ..Client::default() });
    assert_eq!(took, Ok("ben".to_owned()), "the senior of the two");
    assert_eq!(verdicts[2], Verdict::Lost { criterion: "wishes".into(), own: 1, best: 0 });
    let both = Client { gender: prefer("female"), language: prefer("korean"), ..Client::default() };
    let (took, verdicts) = judged(&clinic, both);
    assert_eq!(took, Ok("ada".to_owned()), "one of two is better than none");
    assert_eq!(verdicts[1], Verdict::Lost { criterion: "wishes".into(), own: 2, best: 1 });
}

/// Trap: a start at which the client sits in another room is no start.
#[test]
fn the_client_too_cannot_be_in_two_places() {
    let clinic = Clinic::new(one_room(&[]), "2026-06-12", 1);
    let mut request = clinic.ask(1, at("2026-06-12T10:00-04:00"));
    request.client.busy = vec![minutes("2026-06-12T10:59-04:00", 30)];
    assert_eq!(flags(&clinic, &request), [ReasonCode::ClientElsewhere]);
    request.when = When::At(at("2026-06-12T09:59-04:00"));
    assert_eq!(flags(&clinic, &request), [], "one ends where the other starts");
    request.when = When::At(at("2026-06-12T11:29-04:00"));
    assert_eq!(flags(&clinic, &request), []);
    let window = Span::new(at("2026-06-12T09:30-04:00"), at("2026-06-12T13:00-04:00"));
    request.when = When::Within { window, grid: Minutes(30) };
    let mut scratch = SlotScratch::default();
    let found = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch);
    let expected = ["09:30", "11:30", "12:00"].map(|time| at(&format!("2026-06-12T{time}-04:00")));
    assert_eq!(found.collect::<Vec<_>>(), expected);
    request.client.busy = vec![window];
    assert_eq!(flags(&clinic, &request), [ReasonCode::ClientElsewhere]);
}

#[test]
fn somebody_slow_cannot_take_a_client_who_must_leave() {
    let mut document = three_providers();
    document["provider"][2]["minutes"] = json!({ "TOX": 45 });
    let clinic = Clinic::new(document, "2026-06-12", 1);
    let busy = vec![minutes("2026-06-12T10:40-04:00", 30)];
    let (took, verdicts) = judged(&clinic, Client { busy: busy.clone(), ..Client::default() });
    assert_eq!(took, Ok("ben".to_owned()));
    assert_eq!(verdicts[2], blocked(vec![Blocker::ClientBusy { span: busy[0] }]));
}
