//! Cases with a name, of what a client must have had before a service.

use dispatch_core::{
    Cleared, Client, Minute, Minutes, Note, Origin, Outcome, ReasonCode, Request, RequestItem, Scratch,
    SlotScratch, When, assign, check, pick, starts, why,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

const TWO: &str = "2026-06-12T14:00-04:00";

/// Tox with an exam if it is missing, filler without, and a wash that asks for nothing.
pub(crate) fn document() -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "clearance": [{ "id": "gfe", "valid_days": 365 }, { "id": "patch", "valid_days": 0 }],
        "credential": [{ "id": "rn" }, { "id": "np" }],
        "provider": [
            { "id": "ada", "credentials": [{ "id": "rn" }] },
            { "id": "nora", "credentials": [{ "id": "np" }] },
        ],
        "resource": [{ "id": "room", "kind": "room" }],
        "service": [
            {
                "code": "TOX", "qualification": [["rn"]], "clearance": ["gfe"],
                "needs": [
                    { "kind": "room" },
                    { "kind": "provider", "role": "examiner", "qualification": [["np"]] },
                ],
                "phases": [
                    { "name": "exam", "minutes": 15, "uses": ["room", "examiner"], "only": "clearance_missing" },
                    { "name": "talk", "minutes": 5, "uses": ["room", "provider"], "only": "new_client" },
                    { "name": "tox", "minutes": 30, "uses": ["room", "provider"] },
                ],
            },
            { "code": "FILLER", "minutes": 45, "qualification": [["rn"]], "clearance": ["gfe"], "needs": [{ "kind": "room" }] },
            { "code": "WASH", "minutes": 10, "qualification": [["rn"]], "needs": [{ "kind": "room" }] },
        ],
    })
}

fn clinic() -> Clinic {
    Clinic::new(document(), "2026-06-11", 4)
}

pub(crate) fn had(clinic: &Clinic, on: &[&str]) -> Client {
    let clearance = clinic.rulebook.clearance("gfe").unwrap();
    let cleared = |on: &&str| Cleared { clearance, on: on.parse().unwrap() };
    Client { clearances: Some(on.iter().map(cleared).collect()), ..Client::default() }
}

fn ask(clinic: &Clinic, services: &[&str], client: Client) -> Request {
    let item = |code: &&str| RequestItem::of(clinic.rulebook.service(code).unwrap());
    Request { items: services.iter().map(item).collect(), client, ..clinic.ask(1, at(TWO)) }
}

#[test]
fn an_exam_is_booked_first_for_a_client_who_lacks_it() {
    let clinic = clinic();
    let booked = |client| clinic.decide(&ask(&clinic, &["TOX"], client)).unwrap();
    let cleared = booked(had(&clinic, &["2026-06-01"]));
    assert_eq!(cleared.visit, minutes(TWO, 30));
    assert!(!cleared.everything().any(|who| who.as_str() == "nora"));
    let lacking = booked(had(&clinic, &[]));
    assert_eq!(lacking.visit, minutes(TWO, 45));
    let of = |name| lacking.occupancies.iter().find(|held| held.lane == clinic.lane(name)).unwrap().used;
    assert_eq!(of("nora"), minutes(TWO, 15));
    assert_eq!(of("ada"), minutes("2026-06-12T14:15-04:00", 30));
    let new = booked(Client { new: true, ..had(&clinic, &[]) });
    assert_eq!(new.visit, minutes(TWO, 50), "a new client who lacks it gets both phases");
    assert_eq!(booked(Client { new: true, ..had(&clinic, &["2026-06-01"]) }).visit, minutes(TWO, 35));
}

#[test]
fn it_holds_until_the_last_of_its_days_and_not_before_it_was_had() {
    let clinic = clinic();
    let long = |on: &str| {
        let booked = clinic.decide(&ask(&clinic, &["TOX"], had(&clinic, &[on]))).unwrap();
        booked.visit.minutes() == Minutes(45)
    };
    assert!(!long("2025-06-12"), "365 days ago");
    assert!(long("2025-06-11"));
    assert!(!long("2026-06-12"), "the same day");
    assert!(long("2026-06-13"), "it is still to come");
    let several = had(&clinic, &["2024-01-01", "2026-06-13", "2026-06-01"]);
    assert_eq!(clinic.decide(&ask(&clinic, &["TOX"], several)).unwrap().visit.minutes(), Minutes(30));
}

#[test]
fn what_no_phase_sees_to_goes_to_a_person_and_so_does_what_nobody_says() {
    let clinic = clinic();
    let flags = |service, client| clinic.decide(&ask(&clinic, &[service], client)).err();
    assert_eq!(flags("FILLER", had(&clinic, &[])), Some(vec![ReasonCode::ClearanceMissing]));
    assert_eq!(flags("FILLER", had(&clinic, &["2026-01-01"])), None);
    assert_eq!(flags("FILLER", Client::default()), Some(vec![ReasonCode::ClearanceUnknown]));
    assert_eq!(flags("TOX", Client::default()), Some(vec![ReasonCode::ClearanceUnknown]));
    assert_eq!(flags("WASH", Client::default()), None);
}

#[test]
fn a_rulebook_may_take_whoever_is_not_known_for_not_cleared() {
    let mut document = document();
    document["unknown_clearance"] = json!("missing");
    let clinic = Clinic::new(document, "2026-06-11", 4);
    let unknown = |service| clinic.decide(&ask(&clinic, &[service], Client::default()));
    assert_eq!(unknown("TOX").unwrap().visit.minutes(), Minutes(45));
    assert_eq!(unknown("FILLER").unwrap_err(), [ReasonCode::ClearanceMissing]);
    assert!(clinic.decide(&ask(&clinic, &["FILLER"], had(&clinic, &["2026-01-01"]))).is_ok());
}

#[test]
fn every_clearance_that_is_asked_for_counts() {
    let mut document = document();
    document["service"][1]["clearance"] = json!(["gfe", "patch"]);
    let clinic = Clinic::new(document, "2026-06-11", 4);
    let mut client = had(&clinic, &["2026-06-12"]);
    let request = |client: &Client| ask(&clinic, &["FILLER"], client.clone());
    assert_eq!(clinic.decide(&request(&client)).unwrap_err(), [ReasonCode::ClearanceMissing]);
    let patch = clinic.rulebook.clearance("patch").unwrap();
    client.clearances.as_mut().unwrap().push(Cleared { clearance: patch, on: "2026-06-11".parse().unwrap() });
    assert!(clinic.decide(&request(&client)).is_err(), "it held on the eleventh alone");
    client.clearances.as_mut().unwrap().push(Cleared { clearance: patch, on: "2026-06-12".parse().unwrap() });
    assert!(clinic.decide(&request(&client)).is_ok());
}

#[test]
fn an_exam_in_a_visit_clears_the_client_for_what_follows() {
    let clinic = clinic();
    let spans = |services: &[&str], client| {
        let booked = clinic.decide(&ask(&clinic, services, client))?;
        Ok(booked.items.iter().map(|item| item.span.minutes().0).collect::<Vec<_>>())
    };
    assert_eq!(spans(&["TOX", "FILLER"], had(&clinic, &[])), Ok(vec![45, 45]));
    assert_eq!(spans(&["TOX", "TOX"], had(&clinic, &[])), Ok(vec![45, 30]), "one exam is enough");
    assert_eq!(spans(&["WASH", "TOX"], had(&clinic, &[])), Ok(vec![10, 45]));
    let before = spans(&["FILLER", "TOX"], had(&clinic, &[]));
    assert_eq!(before, Err(vec![ReasonCode::ClearanceMissing]), "the exam comes too late for the first");
    assert_eq!(spans(&["TOX", "FILLER"], Client::default()), Err(vec![ReasonCode::ClearanceUnknown]));
}

#[test]
fn starts_change_with_the_day_on_which_it_ends_to_hold() {
    let clinic = clinic();
    // Holds on the eleventh and the twelfth.
    let client = had(&clinic, &["2025-06-12"]);
    let day = |date: &str| at(&format!("{date}T09:00-04:00"));
    let window = minutes("2026-06-11T09:00-04:00", 4 * 24 * 60);
    let mut request = ask(&clinic, &["TOX"], client);
    request.when = When::Within { window, grid: Minutes(5) };
    let mut scratch = SlotScratch::default();
    let found: Vec<Minute> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
    let last = |date: &str| {
        let day = day(date);
        found.iter().filter(|start| **start < day.plus(Minutes(12 * 60))).max().unwrap().since(day).0
    };
    assert_eq!([last("2026-06-11"), last("2026-06-12"), last("2026-06-13")], [510, 510, 495]);
    let each = (window.start.0..window.end.0).step_by(5).map(Minute).filter(|start| {
        let request = Request { when: When::At(*start), ..request.clone() };
        matches!(assign(&clinic.rulebook, &clinic.schedule, &request).outcome, Outcome::Assigned(_))
    });
    assert_eq!(found, each.collect::<Vec<_>>());
    // A window that is long enough for the treatment alone.
    let window = minutes("2026-06-12T10:00-04:00", 40);
    request.when = When::Within { window, grid: Minutes(5) };
    assert!(clinic.decide(&request).is_ok());
    let window = minutes("2026-06-13T10:00-04:00", 40);
    request.when = When::Within { window, grid: Minutes(5) };
    assert!(clinic.decide(&request).is_err());
    assert_eq!(starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).count(), 0);
}

#[test]
fn what_is_picked_is_what_is_assigned_and_holds() {
    let clinic = clinic();
    let request = ask(&clinic, &["TOX"], had(&clinic, &[]));
    let mut scratch = Scratch::default();
    let picked: Vec<_> =
        pick(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).unwrap().occupancies().collect();
    assert_eq!(picked, clinic.decide(&request).unwrap().occupancies);
    let mut schedule = clinic.schedule.clone();
    for occupancy in &picked {
        schedule.insert(*occupancy);
    }
    assert_eq!(check(&clinic.rulebook, &schedule), []);
    // Without the examiner it is neither the one nor the other.
    let mut schedule = clinic.schedule.clone();
    for occupancy in picked.iter().filter(|held| held.lane != clinic.lane("nora")) {
        assert_eq!(occupancy.origin, Origin::Ours);
        schedule.insert(*occupancy);
    }
    assert!(!check(&clinic.rulebook, &schedule).is_empty());
}

#[test]
fn the_trace_says_what_is_missing_and_since_when() {
    let clinic = clinic();
    let notes = |services: &[&str], client| {
        assign(&clinic.rulebook, &clinic.schedule, &ask(&clinic, services, client)).trace.notes
    };
    let lapsed = notes(&["FILLER"], had(&clinic, &["2024-06-01", "2025-06-11"]));
    let last = Some("2025-06-11".parse().unwrap());
    let expected = Note::ClearanceMissing { item: 0, clearance: "gfe".into(), last, in_phase: false };
    assert_eq!(lapsed, [expected]);
    let first = notes(&["WASH", "TOX", "FILLER"], had(&clinic, &[]));
    let expected = Note::ClearanceMissing { item: 1, clearance: "gfe".into(), last: None, in_phase: true };
    assert_eq!(first, [expected]);
    assert_eq!(notes(&["FILLER"], had(&clinic, &["2026-06-11"])), []);
    let request = ask(&clinic, &["FILLER"], Client::default());
    let ada = clinic.lane("ada");
    let text = why(&clinic.rulebook, &clinic.schedule, &request, ada, at(TWO)).unwrap();
    let text = text.text(&clinic.rulebook.zone(request.location).unwrap());
    assert!(text.contains("It is not known whether the client has `gfe`."), "{text}");
}
