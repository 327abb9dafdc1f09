//! Cases with a name: whom the ranking takes, and at which starts anybody may be taken.

use dispatch_core::{Minute, Minutes, ReasonCode, Request};
use serde_json::{Value, json};

use crate::clinic::{Clinic, FREE, at, edited, minutes, one_room_each, took};

const TWO: &str = "2026-06-12T14:00-04:00";

fn clinic(hours: &str, edits: &[(&str, Value)]) -> Clinic {
    let document = one_room_each("America/New_York", hours);
    let providers = json!([{ "id": "ada" }, { "id": "ben" }, { "id": "cleo" }]);
    let document = edited(document, "/provider", providers);
    let document =
        edits.iter().fold(document, |document, (pointer, with)| edited(document, pointer, with.clone()));
    Clinic::new(document, "2026-06-12", 2)
}

fn first(clinic: &Clinic, request: &Request) -> Result<String, Vec<ReasonCode>> {
    Ok(clinic.decide(request)?.everything().next().unwrap().as_str().to_owned())
}

#[test]
fn the_one_preferred_and_the_one_of_the_last_visit_are_ranked_first() {
    for by in ["requested", "continuity"] {
        let criteria = json!({ "criteria": [{ "by": by }, { "by": "rulebook_order" }] });
        let clinic = clinic("09:00-18:00", &[("/ranking", criteria)]);
        let mut request = clinic.ask(1, at(TWO));
        assert_eq!(first(&clinic, &request).unwrap(), "ada");
        request.items[0].preferred = Some(clinic.lane("ben")).filter(|_| by == "requested");
        request.client.last_provider = Some(clinic.lane("ben")).filter(|_| by == "continuity");
        assert_eq!(first(&clinic, &request).unwrap(), "ben", "{by}");
    }
}

#[test]
fn a_vip_goes_ahead_by_rule_where_the_one_asked_for_is_free() {
    let edits = [
        ("/vip", json!("auto_if_requested_free")),
        ("/ranking", json!({ "criteria": [{ "by": "rulebook_order" }] })),
    ];
    let mut clinic = clinic("09:00-18:00", &edits);
    let mut request = clinic.ask(1, at(TWO));
    request.client.vip = true;
    assert_eq!(first(&clinic, &request), Err(vec![ReasonCode::Vip]), "nobody was asked for");
    request.items[0].requested = Some(clinic.lane("ben"));
    assert_eq!(first(&clinic, &request).unwrap(), "ben");
    clinic.booked(7, "ben", minutes(TWO, 10), (0, 0));
    let flags = first(&clinic, &request).unwrap_err();
    assert!(
        flags.contains(&ReasonCode::Vip) && flags.contains(&ReasonCode::RequestedUnavailable),
        "{flags:?}"
    );
}

/// The whole last date can be booked, its last minute too, and a date behind the horizon bars nothing.
#[test]
fn the_furthest_date_ends_at_midnight() {
    let within = |days: u16, now: &str, start: Minute| {
        let edits = [
            ("/service/0/furthest_days", json!(days)),
            ("/ranking", json!({ "criteria": [{ "by": "rulebook_order" }] })),
        ];
        let clinic = clinic("00:00-24:00", &edits);
        let request = Request { now: Some(at(now)), ..clinic.ask(1, start) };
        let flags = clinic.decide(&request).err().unwrap_or_default();
        !flags.contains(&ReasonCode::TooFarAhead)
    };
    let midnight = at("2026-06-13T00:00-04:00");
    let today = "2026-06-12T08:00-04:00";
    assert!(within(0, today, midnight.minus(Minutes(1))));
    assert!(!within(0, today, midnight));
    assert!(within(1, today, midnight.plus(Minutes(1339))));
    assert!(within(2, today, midnight.plus(Minutes(600))));
    assert!(within(9, today, midnight));
    // Asked before the horizon begins, and at its first minute.
    assert!(within(1, "2026-06-11T23:59-04:00", midnight.minus(Minutes(1))));
    assert!(!within(1, "2026-06-11T23:59-04:00", midnight));
    assert!(!within(0, "2026-06-12T00:00-04:00", midnight));
    assert!(!within(0, "2026-06-11T12:00-04:00", at("2026-06-12T00:00-04:00")));
    assert!(within(0, "2026-06-20T12:00-04:00", midnight));
}

#[test]
fn what_the_client_has_elsewhere_bars_who_would_run_into_it_and_nobody_else() {
    let edits = [
        ("/provider/0/minutes", json!({ "TOX": 75 })),
        ("/ranking", json!({ "criteria": [{ "by": "rulebook_order" }] })),
    ];
    let clinic = clinic("09:00-18:00", &edits);
    let with = |busy: &str| {
        let mut request = clinic.ask(1, at(TWO));
        request.client.busy = vec![minutes(busy, 10)];
        first(&clinic, &request)
    };
    assert_eq!(with("2026-06-12T16:00-04:00").unwrap(), "ada");
    assert_eq!(with("2026-06-12T15:15-04:00").unwrap(), "ada");
    assert_eq!(with("2026-06-12T15:14-04:00").unwrap(), "ben");
    assert_eq!(with("2026-06-12T14:59-04:00"), Err(vec![ReasonCode::ClientElsewhere]));
}

/// Rooms are looked for by how long each takes: found for one, they are not so for another.
#[test]
fn a_room_is_free_for_the_length_of_who_treats() {
    let edits = [
        ("/provider/0/minutes", json!({ "TOX": 90 })),
        ("/provider/1/minutes", json!({ "TOX": 75 })),
        ("/ranking", json!({ "criteria": [{ "by": "rulebook_order" }] })),
    ];
    let mut clinic = clinic("09:00-18:00", &edits);
    clinic.booked(7, "room", minutes("2026-06-12T15:20-04:00", 10), (0, 0));
    assert_eq!(first(&clinic, &clinic.ask(1, at(TWO))).unwrap(), "ben");
    assert_eq!(first(&clinic, &clinic.ask(1, at("2026-06-12T14:10-04:00"))).unwrap(), "cleo");
    assert_eq!(first(&clinic, &clinic.ask(1, at("2026-06-12T15:30-04:00"))).unwrap(), "ada");
    clinic.booked(8, "ada", minutes("2026-06-12T12:15-04:00", 10), (0, 0));
    assert_eq!(
        first(&clinic, &clinic.ask(1, at("2026-06-12T11:00-04:00"))).unwrap(),
        "ben",
        "she is 15 minutes slower"
    );
    assert_eq!(took(&clinic.book(1, TWO)), Ok(FREE));
}

/// A use in several parts is judged part by part: hours count where only cleaning may lie behind them.
#[test]
fn cleaning_in_parts_lies_behind_closing_and_a_use_does_not() {
    let edits = |overrun: bool| {
        [
            (
                "/service",
                json!([{
                    "code": "PEEL",
                    "phases": [
                        { "name": "apply", "minutes": 20, "uses": ["provider", "room"] },
                        { "name": "rest", "minutes": 20, "uses": ["room"] },
                        { "name": "remove", "minutes": 20, "uses": ["provider", "room"] },
                    ],
                    "needs": [{ "kind": "room" }],
                    "buffers": { "provider": { "after": 10 } },
                }]),
            ),
            ("/provider", json!([{ "id": "ada", "shifts": { "daily": ["09:00-17:00"] } }])),
            ("/padding", json!({ "cleanup_may_overrun_close": { "provider": overrun } })),
        ]
    };
    let free = |overrun: bool, start: &str| {
        clinic("09:00-18:00", &edits(overrun)).book(1, &format!("2026-06-12T{start}-04:00")).is_ok()
    };
    assert!(free(true, "16:00") && !free(true, "16:01") && !free(true, "16:45"));
    assert!(free(false, "15:50") && !free(false, "15:51"));
}
