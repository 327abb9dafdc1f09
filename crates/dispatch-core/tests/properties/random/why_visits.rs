//! Looked at closely in a visit of several services: each is answered for at the start that it would have, what is said
//! to help helps, and the next start is the next of the whole visit.

use dispatch_core::{
    Answer, Assignment, Blocker, Lane, Minute, Outcome, Request, RequestItem, Verdict, When, Who, assign, why,
};
use dispatch_testkit::practice;
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::{
    clinic::{Clinic, at, minutes},
    random::{
        support::{Running, had_as_asked},
        why::{after, broken, stands_in_the_way},
    },
};

/// A peel (30) and a facial (45), in two rooms, by two providers who may do both.
fn clinic(change: &[(&str, Value)]) -> Clinic {
    let mut document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "clearance": [{ "id": "exam" }],
        "provider": [{ "id": "ada" }, { "id": "ben" }],
        "resource": [
            { "id": "room-1", "kind": "room" }, { "id": "room-2", "kind": "room" },
            { "id": "laser", "kind": "device" },
        ],
        "service": [
            { "code": "PEEL", "minutes": 30, "needs": [{ "kind": "room" }] },
            { "code": "FACIAL", "minutes": 45, "needs": [{ "kind": "room" }], "clearance": [] },
        ],
        "ranking": { "criteria": [{ "by": "requested" }, { "by": "rulebook_order" }] },
        "visits": { "most_minutes_between": 10 },
    });
    for (path, value) in change {
        *document.pointer_mut(path).unwrap() = value.clone();
    }
    Clinic::new(document, "2026-06-12", 2)
}

fn clock(clock: &str) -> Minute {
    at(&format!("2026-06-12T{clock}-04:00"))
}

/// A peel and then a facial.
fn both(clinic: &Clinic) -> Request {
    let service = |code| clinic.rulebook.service(code).unwrap();
    let items = vec![RequestItem::of(service("PEEL")), RequestItem::of(service("FACIAL"))];
    Request { items, ..clinic.ask(1, clock("10:00")) }
}

fn told(clinic: &Clinic, request: &Request, who: &str, start: &str) -> String {
    let answer = why(&clinic.rulebook, &clinic.schedule, request, clinic.lane(who), clock(start)).unwrap();
    answer.text(&clinic.rulebook.zone(request.location).unwrap())
}

/// Ada treats first and is booked before the end of the second; Ben is not there for the first.
#[test]
fn who_can_have_one_service_and_not_the_other_is_told_which() {
    let mut clinic = clinic(&[]);
    clinic.booked(8, "ada", minutes("2026-06-12T10:40-04:00", 60), (0, 0));
    clinic.booked(9, "ben", minutes("2026-06-12T10:00-04:00", 25), (0, 0));
    let request = both(&clinic);
    let all = ["ada", "ben", "room-2", "laser"].map(|who| told(&clinic, &request, who, "10:00"));
    insta::assert_snapshot!(all.join("\n"));
}

/// Ben comes free five minutes into the second service. Ada has it as things are: asked for, Ben would, after a wait.
#[test]
fn who_could_have_it_after_a_wait_is_told_from_when() {
    let mut clinic = clinic(&[]);
    clinic.booked(9, "ben", minutes("2026-06-12T10:00-04:00", 35), (0, 0));
    let mut request = both(&clinic);
    let mut all = vec![told(&clinic, &request, "ben", "10:00")];
    request.items[1].requested = Some(clinic.lane("ben"));
    all.push(told(&clinic, &request, "ben", "10:00"));
    clinic.booked(10, "ben", minutes("2026-06-12T11:00-04:00", 30), (0, 0));
    all.push(told(&clinic, &request, "ben", "10:00"));
    insta::assert_snapshot!(all.join("\n"));
}

/// Ada is quicker at the peel, so that the facial falls into Ben's time off; and she may not do both in a row. With
/// somebody else before, either could have the facial.
#[test]
fn who_treats_before_does_not_stand_in_the_way_of_what_is_asked_for() {
    let mut clinic = clinic(&[
        (
            "/provider",
            json!([
                { "id": "ada", "minutes": { "PEEL": 20 }, "max_in_a_row": { "minutes": 60, "pause": 15 } },
                { "id": "ben" },
                { "id": "cleo" },
            ]),
        ),
        ("/visits", json!({})),
    ]);
    clinic.booked(9, "ben", minutes("2026-06-12T10:20-04:00", 10), (0, 0));
    let request = both(&clinic);
    let all = ["ada", "ben", "cleo"].map(|who| told(&clinic, &request, who, "10:00"));
    insta::assert_snapshot!(all.join("\n"));
}

/// No combination at all: each service where the menu's lengths put it, and what is to be said of the client with it.
#[test]
fn services_that_cannot_follow_each_other_are_answered_for_where_the_menu_puts_them() {
    let mut clinic = clinic(&[("/service/1/clearance", json!(["exam"]))]);
    for who in ["ada", "ben"] {
        clinic.booked(8, who, minutes("2026-06-12T10:50-04:00", 60), (0, 0));
    }
    let mut request = both(&clinic);
    request.client.clearances = Some(Vec::new());
    let answer = |start| told(&clinic, &request, "ada", start);
    insta::assert_snapshot!([answer("10:00"), answer("17:00")].join("\n"));
}

/// The next start is the visit's: room for the peel alone is none.
#[test]
fn the_next_start_has_room_for_both() {
    let mut clinic = clinic(&[("/provider", json!([{ "id": "ada" }, { "id": "ben", "shifts": {} }]))]);
    clinic.booked(8, "ada", minutes("2026-06-12T10:00-04:00", 60), (0, 0));
    clinic.booked(9, "ada", minutes("2026-06-12T12:14-04:00", 60), (0, 0));
    let mut request = both(&clinic);
    let next = |request: &Request, who| {
        why(&clinic.rulebook, &clinic.schedule, request, clinic.lane(who), clock("10:00")).unwrap().next
    };
    for who in ["ada", "room-2"] {
        assert_eq!(next(&request, who), Some(clock("13:14")), "from 11:00 there are 74 minutes, one too few");
        assert_eq!(next(&both(&clinic), "ben"), None);
    }
    request.client.busy = vec![minutes("2026-06-12T14:00-04:00", 30)];
    assert_eq!(next(&request, "ada"), Some(clock("14:30")), "the client is elsewhere");
    request.items.truncate(1);
    assert_eq!(next(&request, "ada"), Some(clock("11:00")));
    request.client.busy = vec![minutes("2026-06-12T11:00-04:00", 17)];
    assert_eq!(next(&request, "ada"), Some(clock("11:17")), "of one service too");
}

/// Ada treats, so that she does not assist herself; were it Ben who treats, she could.
#[test]
fn who_treats_could_assist_if_another_treated() {
    let needs = json!([{ "kind": "room" }, { "kind": "provider", "role": "assistant" }]);
    let clinic = clinic(&[("/service/1/needs", needs)]);
    let request = both(&clinic);
    let answer = why(&clinic.rulebook, &clinic.schedule, &request, clinic.lane("ada"), clock("10:00"));
    let answers = answer.unwrap().answers;
    let verdicts: Vec<_> = answers
        .iter()
        .map(|one| (one.candidate.item, &*one.candidate.role, &one.candidate.verdict))
        .collect();
    let expected = [
        (0, "provider", &Verdict::Chosen),
        (1, "provider", &Verdict::Chosen),
        (1, "assistant", &Verdict::LeftFree),
    ];
    assert_eq!(verdicts, expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn each_service_is_answered_for_and_the_next_start_is_the_next_of_all(
        practice in practice(),
        drawn in prop::collection::vec(any::<Index>(), 2),
    ) {
        let running = Running::of(&practice);
        for request in practice.requests.iter().filter(|request| request.items.len() > 1).take(2) {
            let Some(start) = running.assign(request).trace.start else { continue };
            let lanes: Vec<(Lane, &Who)> = running.rulebook.lanes().collect();
            for (lane, _) in drawn.iter().map(|drawn| *drawn.get(&lanes)) {
                let answer = why(&running.rulebook, &running.schedule, request, lane, start).unwrap();
                let begins = at_start(&running, request, start);
                prop_assert_eq!(answer.services.len(), request.items.len());
                for (at, service) in begins.iter().flat_map(|had| &had.items).enumerate() {
                    prop_assert_eq!(answer.services[at].start, service.span.start);
                    prop_assert_eq!(&answer.services[at].service, &service.service);
                }
                for one in &answer.answers {
                    moves_help(&running, request, (lane, start), one)?;
                    asking_is_told(&running, request, (lane, start), one)?;
                }
                let expected = (start.0 + 1..start.0 + 1 + 7 * 24 * 60)
                    .map(Minute)
                    .take_while(|at| *at < running.rulebook.pages().horizon().end)
                    .find(|at| could_be_had(&running, request, *at, lane));
                prop_assert_eq!(answer.next, expected, "{:?}", answer);
            }
        }
    }
}

/// The best that can be had at a start, if anything can.
fn at_start(running: &Running, request: &Request, start: Minute) -> Option<Assignment> {
    let request = Request { when: When::At(start), ..request.clone() };
    match running.assign(&request).outcome {
        Outcome::Assigned(assignment) => Some(assignment),
        Outcome::ToPerson(flagged) => flagged.candidates.into_iter().next(),
    }
}

/// With each move made, the booking that moved is in the way no more, and breaks no rule that it did not break.
fn moves_help(
    running: &Running,
    request: &Request,
    (lane, start): (Lane, Minute),
    answer: &Answer,
) -> Result<(), TestCaseError> {
    for moved in &answer.moves {
        let schedule = after(&running.schedule, moved);
        let old = broken(running, &running.schedule, moved);
        prop_assert!(broken(running, &schedule, moved).is_subset(&old), "{:?}", moved);
        let now = why(&running.rulebook, &schedule, request, lane, start).unwrap();
        let same = |one: &&Answer| {
            one.candidate.item == answer.candidate.item && one.candidate.role == answer.candidate.role
        };
        let now = now.answers.iter().find(same).unwrap();
        prop_assert!(!stands_in_the_way(&now.candidate.verdict, moved), "{:?}\n{:?}", moved, now);
        let rest = |verdict: &Verdict| match verdict {
            Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
            _ => Vec::new(),
        };
        let before: Vec<Blocker> = rest(&answer.candidate.verdict);
        prop_assert!(rest(&now.candidate.verdict).iter().all(|blocker| before.contains(blocker)));
    }
    Ok(())
}

/// What is said of asking for somebody is what comes of asking for them.
fn asking_is_told(
    running: &Running,
    request: &Request,
    (lane, start): (Lane, Minute),
    answer: &Answer,
) -> Result<(), TestCaseError> {
    let Verdict::Blocked(blockers) = &answer.candidate.verdict else {
        prop_assert_eq!(answer.if_asked, None);
        return Ok(());
    };
    if &*answer.candidate.role != "provider" {
        prop_assert_eq!(answer.if_asked, None);
        return Ok(());
    }
    let item = usize::from(answer.candidate.item);
    let asked = asking(request, start, item, lane);
    let had = works(running, &asked).map(|had| had.items[item].span.start);
    prop_assert_eq!(answer.if_asked, had, "{:?}", answer);
    let rest = blockers.iter().any(|blocker| *blocker == Blocker::RestOfVisit);
    prop_assert!(!(rest && had.is_some()), "{:?}", answer);
    Ok(())
}

fn asking(request: &Request, start: Minute, item: usize, lane: Lane) -> Request {
    let mut asked = Request { when: When::At(start), not_before: Some(Minute(i32::MAX)), ..request.clone() };
    asked.items[item].requested = Some(lane);
    asked
}

/// The obvious way: ask for them in each service; else see whether they are used for anything beside.
fn could_be_had(running: &Running, request: &Request, start: Minute, lane: Lane) -> bool {
    if (0..request.items.len()).any(|item| works(running, &asking(request, start, item, lane)).is_some()) {
        return true;
    }
    let asked = Request { when: When::At(start), not_before: Some(Minute(i32::MAX)), ..request.clone() };
    let who = running.rulebook.who(lane).unwrap();
    let is_theirs = |other: &Who| match (who, other) {
        (Who::Provider(who), Who::Supervisor(other)) => who == other,
        _ => who == other,
    };
    works(running, &asked).is_some()
        && running.assign(&asked).trace.candidates().any(|one| {
            &*one.role != "provider" && is_theirs(&one.who) && !matches!(one.verdict, Verdict::Blocked(_))
        })
}

/// What a request gets at its start, with every provider who is asked for, unless no one could have it then.
fn works(running: &Running, request: &Request) -> Option<Assignment> {
    match assign(&running.rulebook, &running.schedule, request).outcome {
        Outcome::Assigned(assignment) => Some(assignment),
        Outcome::ToPerson(flagged) if had_as_asked(&flagged.flags) => flagged.candidates.into_iter().next(),
        Outcome::ToPerson(_) => None,
    }
}
