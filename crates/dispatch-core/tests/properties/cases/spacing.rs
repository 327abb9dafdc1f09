//! Cases with a name, of the days between a client's services.

use dispatch_core::{
    Attended, Client, History, Minute, Minutes, Note, Outcome, ReasonCode, Request, RequestItem, SlotScratch,
    Span, When, assign, starts, why,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

const TOO_CLOSE: &[ReasonCode] = &[ReasonCode::TooClose];
const TOO_LATE: &[ReasonCode] = &[ReasonCode::TooLateInSeries];
const UNKNOWN: &[ReasonCode] = &[ReasonCode::HistoryUnknown];

fn document(spacing: &Value) -> Value {
    let service = |code: &str, category: &str| json!({ "code": code, "category": category, "minutes": 30, "needs": [{ "kind": "room" }] });
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [{ "id": "ada" }],
        "resource": [{ "id": "room", "kind": "room" }],
        "service": [service("PEEL", "peel"), service("LASER", "laser"), service("WASH", "wash")],
        "spacing": spacing,
    })
}

pub(crate) fn clinic(spacing: Value) -> Clinic {
    Clinic::new(document(&spacing), "2026-06-01", 60)
}

fn client(clinic: &Clinic, had: &[(&str, &str)]) -> Client {
    let attended = |(code, start): &(&str, &str)| Attended {
        service: clinic.rulebook.service(code).unwrap(),
        start: at(start),
    };
    let history = History { services: had.iter().map(attended).collect(), complete: true };
    Client { history, ..Client::default() }
}

pub(crate) fn request(clinic: &Clinic, services: &[&str], start: &str, had: &[(&str, &str)]) -> Request {
    let item = |code: &&str| RequestItem::of(clinic.rulebook.service(code).unwrap());
    let items = services.iter().map(item).collect();
    Request { items, client: client(clinic, had), ..clinic.ask(1, at(start)) }
}

pub(crate) fn flags(
    clinic: &Clinic,
    services: &[&str],
    start: &str,
    had: &[(&str, &str)],
) -> Vec<ReasonCode> {
    clinic.decide(&request(clinic, services, start, had)).err().unwrap_or_default()
}

fn peel_then_laser() -> Clinic {
    clinic(json!([{ "after": "peel", "then": "laser", "at_least_days": 14 }]))
}

#[test]
fn the_later_one_waits_for_the_earlier_one_and_local_dates_count() {
    let clinic = peel_then_laser();
    // Late on the tenth, which is the eleventh in UTC.
    let peel = [("PEEL", "2026-06-10T23:30-04:00")];
    let laser = |start| flags(&clinic, &["LASER"], start, &peel);
    assert_eq!(laser("2026-06-23T17:00-04:00"), TOO_CLOSE);
    assert_eq!(laser("2026-06-24T09:00-04:00"), []);
    assert_eq!(laser("2026-06-11T09:00-04:00"), TOO_CLOSE);
    assert_eq!(laser("2026-06-09T09:00-04:00"), [], "before it, nothing is said");
    assert_eq!(flags(&clinic, &["WASH"], "2026-06-11T09:00-04:00", &peel), []);
    assert_eq!(
        flags(&clinic, &["PEEL"], "2026-06-11T09:00-04:00", &peel),
        [],
        "nothing is said of two peels"
    );
}

#[test]
fn what_is_booked_between_holds_in_both_directions() {
    let clinic = peel_then_laser();
    let laser = [("LASER", "2026-06-24T10:00-04:00")];
    let peel = |start, had: &[(&str, &str)]| flags(&clinic, &["PEEL"], start, had);
    assert_eq!(peel("2026-06-10T10:00-04:00", &laser), []);
    assert_eq!(peel("2026-06-11T10:00-04:00", &laser), TOO_CLOSE);
    assert_eq!(peel("2026-06-25T10:00-04:00", &laser), []);
    let series = clinic_of_series();
    let between = [("LASER", "2026-06-05T10:00-04:00"), ("LASER", "2026-07-03T10:00-04:00")];
    let third = |start| flags(&series, &["LASER"], start, &between);
    assert_eq!(third("2026-06-18T10:00-04:00"), TOO_CLOSE);
    assert_eq!(third("2026-06-19T10:00-04:00"), []);
    assert_eq!(third("2026-06-20T10:00-04:00"), TOO_CLOSE, "the next one is too near");
}

fn clinic_of_series() -> Clinic {
    clinic(json!([{ "after": "laser", "then": "laser", "at_least_days": 14, "at_most_days": 42 }]))
}

#[test]
fn the_next_of_a_series_is_due_and_the_first_is_not() {
    let clinic = clinic_of_series();
    let laser = |start, had: &[(&str, &str)]| flags(&clinic, &["LASER"], start, had);
    let first = [("LASER", "2026-06-05T10:00-04:00")];
    assert_eq!(laser("2026-07-17T17:00-04:00", &first), [], "42 days");
    assert_eq!(laser("2026-07-18T09:00-04:00", &first), TOO_LATE);
    assert_eq!(laser("2026-07-18T09:00-04:00", &[]), [], "the first of a series is not late");
    let two = [first[0], ("LASER", "2026-06-25T10:00-04:00")];
    assert_eq!(laser("2026-07-18T09:00-04:00", &two), [], "the last one counts");
    let later = [("LASER", "2026-07-25T10:00-04:00")];
    assert_eq!(laser("2026-06-05T10:00-04:00", &later), [], "others may still come between");
}

#[test]
fn on_one_day_they_may_come_in_order_alone() {
    let rule = |same_day: &str| {
        clinic(json!([{ "after": "peel", "then": "laser", "at_least_days": 14, "same_day": same_day }]))
    };
    let (peel, laser) = ([("PEEL", "2026-06-10T12:00-04:00")], [("LASER", "2026-06-10T12:00-04:00")]);
    let cases = |clinic: &Clinic| {
        [
            flags(clinic, &["LASER"], "2026-06-10T13:00-04:00", &peel),
            flags(clinic, &["LASER"], "2026-06-10T11:00-04:00", &peel),
            flags(clinic, &["PEEL"], "2026-06-10T11:00-04:00", &laser),
            flags(clinic, &["PEEL"], "2026-06-10T13:00-04:00", &laser),
            flags(clinic, &["PEEL", "LASER"], "2026-06-10T13:00-04:00", &[]),
            flags(clinic, &["LASER", "PEEL"], "2026-06-10T13:00-04:00", &[]),
            flags(clinic, &["LASER", "WASH", "PEEL"], "2026-06-10T13:00-04:00", &[]),
        ]
        .map(|flags| flags == TOO_CLOSE)
    };
    assert_eq!(cases(&rule("never")), [true; 7]);
    assert_eq!(cases(&rule("in_order")), [false, true, false, true, false, true, true]);
    assert_eq!(cases(&rule("any_order")), [false; 7]);
    assert_eq!(cases(&peel_then_laser()), [true; 7], "days between are no day at all");
    let no_days = clinic(json!([{ "after": "peel", "then": "laser", "at_most_days": 14 }]));
    assert_eq!(cases(&no_days), [false; 7]);
}

#[test]
fn an_unknown_history_goes_to_a_person_where_a_rule_asks() {
    let mut document = document(&json!([{ "after": "peel", "then": "laser", "at_least_days": 14 }]));
    let unknown = |clinic: &Clinic, service: &str, had: &[(&str, &str)]| {
        let mut request = request(clinic, &[service], "2026-06-20T10:00-04:00", had);
        request.client.history.complete = false;
        clinic.decide(&request).err().unwrap_or_default()
    };
    let clinic = Clinic::new(document.clone(), "2026-06-01", 60);
    assert_eq!(unknown(&clinic, "LASER", &[]), UNKNOWN);
    assert_eq!(unknown(&clinic, "PEEL", &[]), UNKNOWN, "a laser may be booked");
    assert_eq!(unknown(&clinic, "WASH", &[]), []);
    let peel = [("PEEL", "2026-06-10T12:00-04:00")];
    assert_eq!(unknown(&clinic, "LASER", &peel), [ReasonCode::HistoryUnknown, ReasonCode::TooClose]);
    document["unknown_history"] = json!("take_known");
    let clinic = Clinic::new(document, "2026-06-01", 60);
    assert_eq!(unknown(&clinic, "LASER", &[]), []);
    assert_eq!(unknown(&clinic, "LASER", &peel), TOO_CLOSE);
}

#[test]
fn slots_and_alternatives_offer_no_start_that_breaks_a_rule() {
    let clinic = clinic(json!([
        { "after": "peel", "then": "laser", "at_least_days": 3, "same_day": "in_order" },
    ]));
    let mut request =
        request(&clinic, &["LASER"], "2026-06-10T11:00-04:00", &[("PEEL", "2026-06-10T12:00-04:00")]);
    let window = Span::new(at("2026-06-09T16:00-04:00"), at("2026-06-13T10:00-04:00"));
    request.when = When::Within { window, grid: Minutes(30) };
    let mut scratch = SlotScratch::default();
    let found: Vec<Minute> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
    let each = (window.start.0..window.end.0 - 29).step_by(30).map(Minute).filter(|start| {
        let request = Request { when: When::At(*start), ..request.clone() };
        matches!(assign(&clinic.rulebook, &clinic.schedule, &request).outcome, Outcome::Assigned(_))
    });
    assert_eq!(found, each.collect::<Vec<_>>());
    let of_day = |day: &str| {
        let day = minutes(&format!("2026-06-{day}T00:00-04:00"), 24 * 60);
        found.iter().filter(|start| day.contains(Span::from_start(**start, Minutes(1)))).count()
    };
    assert_eq!(["09", "10", "11", "12", "13"].map(of_day), [4, 11, 0, 0, 2], "on the tenth from 12:30 on");
    request.when = When::At(at("2026-06-11T10:00-04:00"));
    let decision = assign(&clinic.rulebook, &clinic.schedule, &request);
    let Outcome::ToPerson(flagged) = decision.outcome else { panic!("{decision:?}") };
    assert!(!flagged.candidates.is_empty(), "a person may take it all the same");
    let first = flagged.alternatives.first().unwrap().start();
    assert_eq!(first, at("2026-06-13T09:00-04:00"), "the nearest");
    request.when = When::Within { window: minutes("2026-06-11T10:00-04:00", 120), grid: Minutes(30) };
    assert_eq!(clinic.decide(&request).unwrap_err(), TOO_CLOSE);
    request.when = When::Within { window: minutes("2026-06-10T10:00-04:00", 240), grid: Minutes(30) };
    assert_eq!(clinic.decide(&request).unwrap().start(), at("2026-06-10T12:30-04:00"));
}

#[test]
fn the_trace_says_which_rule_which_visit_and_from_when_on() {
    let clinic = peel_then_laser();
    let had = [("PEEL", "2026-06-10T12:00-04:00"), ("PEEL", "2026-06-13T12:00-04:00")];
    let asked = request(&clinic, &["LASER"], "2026-06-20T10:00-04:00", &had);
    let notes = assign(&clinic.rulebook, &clinic.schedule, &asked).trace.notes;
    let note = |on: &str| Note::TooClose {
        item: 0,
        after: "peel".into(),
        then: "laser".into(),
        other: "PEEL".into(),
        on: on.parse().unwrap(),
        at_least_days: 14,
        same_day: None,
        possible_from: Some("2026-06-27".parse().unwrap()),
    };
    assert_eq!(notes, [note("2026-06-10"), note("2026-06-13")]);
    let looked =
        why(&clinic.rulebook, &clinic.schedule, &asked, clinic.lane("ada"), at("2026-06-20T10:00-04:00"));
    let looked = looked.unwrap();
    assert_eq!(looked.next, Some(at("2026-06-27T09:00-04:00")));
    let text = looked.text(&clinic.rulebook.zone(asked.location).unwrap());
    let line = "  `laser` must come at least 14 days after `peel`: PEEL is on 2026-06-13. Possible from 2026-06-27.\n";
    assert!(text.contains(line), "{text}");
    let series = clinic_of_series();
    let first = [("LASER", "2026-06-05T10:00-04:00")];
    let late = request(&series, &["LASER"], "2026-07-18T10:00-04:00", &first);
    let notes = assign(&series.rulebook, &series.schedule, &late).trace.notes;
    let text: Vec<_> = notes.iter().map(Note::sentence).collect();
    assert_eq!(text, ["`laser` must come at most 42 days after `laser`: LASER is on 2026-06-05."]);
}
