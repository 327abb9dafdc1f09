//! One case a code: a sound document, one change, and the fault or weak spot it must give.

mod add_ons;
mod arbitrary;
mod cases;
mod supervision;

use serde_json::{Value, json};

use crate::rulebook::{Criteria, Horizon, Rulebook, RulebookDocument, RulebookError};

/// Two locations would need more names; two providers and two rooms give no warning.
fn base() -> Value {
    json!({
        "practice": "example",
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "weekdays": ["09:00-18:00"] } }],
        "credential": [{ "id": "rn" }, { "id": "laser" }],
        "provider": [
            {
                "id": "a", "aliases": ["101"], "credentials": [{ "id": "rn" }, { "id": "laser" }],
                "breaks": [{ "minutes": 30, "within": "11:00-14:00" }, { "at": "15:00-15:15" }],
                "dates": [{ "date": "2026-06-20", "shifts": ["10:00-14:00"] }],
                "shifts": { "daily": ["09:00-18:00"] }, "minutes": { "TOX": 20 },
            },
            { "id": "b", "credentials": [{ "id": "rn" }, { "id": "laser" }] },
        ],
        "resource": [
            { "id": "r1", "kind": "room", "capabilities": ["laser"] },
            { "id": "r2", "kind": "room", "capabilities": ["consult"] },
            { "id": "fixed", "kind": "device", "fixed_in": "r1", "capabilities": ["beam"] },
        ],
        "service": [
            {
                "code": "TOX", "aliases": ["t-1"], "minutes": 25, "qualification": [["rn"]],
                "needs": [{ "kind": "room" }], "buffers": { "room": { "after": 10 } },
            },
            {
                "code": "LASER", "qualification": [["laser"]],
                "needs": [{ "kind": "room", "capabilities": ["laser"] }, { "kind": "device" }],
                "phases": [
                    { "name": "numbing", "minutes": 20, "uses": ["room"] },
                    { "name": "laser", "minutes": 40, "uses": ["room", "device", "provider"] },
                ],
            },
        ],
        "ranking": { "criteria": [{ "by": "requested" }, { "by": "seniority" }] },
        "exceptions": { "deadline": 15 },
        "cadence": { "reminders": [2880, 120], "quiet_hours": "21:00-08:00" },
    })
}

fn horizon() -> Horizon {
    Horizon { first: "2026-06-12".parse().unwrap(), days: 14 }
}

/// `path code` of each fault.
fn faults(document: &Value, horizon: Horizon) -> Vec<String> {
    let document: RulebookDocument = serde_json::from_value(document.clone()).unwrap();
    let found = Rulebook::compile(&document, horizon, &Criteria::builtin()).map(|_| ());
    lines(&found.err().unwrap_or_default())
}

fn warnings(document: &Value) -> Vec<String> {
    let document: RulebookDocument = serde_json::from_value(document.clone()).unwrap();
    lines(&Rulebook::compile(&document, horizon(), &Criteria::builtin()).unwrap().warnings)
}

fn lines(found: &[RulebookError]) -> Vec<String> {
    for fault in found {
        assert!(!fault.message().is_empty() && !fault.help().is_empty(), "{fault:?}");
    }
    found.iter().map(|fault| format!("{} {}", fault.path(), fault.code())).collect()
}

/// The base with values put at JSON pointers; one ending in `/-` is appended to its list.
fn changed(changes: &[(&str, Value)]) -> Value {
    let mut document = base();
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(parent).unwrap() {
            Value::Array(list) if key == "-" => list.push(value.clone()),
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value.clone(),
            Value::Object(table) if value.is_null() => drop(table.remove(key)),
            Value::Object(table) => drop(table.insert(key.to_owned(), value.clone())),
            other => panic!("nothing to change in {other}"),
        }
    }
    document
}

#[test]
fn the_base_has_neither_faults_nor_weak_spots() {
    assert_eq!(faults(&base(), horizon()), [""; 0]);
    assert_eq!(warnings(&base()), [""; 0]);
}

#[test]
fn every_fault_is_found_where_it_is_and_alone() {
    for (expected, changes) in cases::all() {
        assert_eq!(faults(&changed(&changes), horizon()), [expected], "{changes:?}");
    }
}

#[test]
fn empty_lists_are_faults() {
    let found = faults(&json!({ "practice": "example" }), horizon());
    assert_eq!(found, ["location empty_list", "provider empty_list", "service empty_list"]);
}

#[test]
fn horizons_are_bounded() {
    for (first, days) in [("2026-06-12", 0), ("2026-06-12", 801), ("1969-12-31", 1), ("2201-01-01", 1)] {
        assert_eq!(faults(&base(), Horizon { first: first.parse().unwrap(), days }), [" bad_horizon"]);
    }
}

#[test]
fn a_day_that_a_zone_skipped_cannot_be_laid_out() {
    let document = changed(&[("/location/0/time_zone", json!("Pacific/Apia"))]);
    let skipped = Horizon { first: "2011-12-25".parse().unwrap(), days: 10 };
    assert_eq!(faults(&document, skipped), ["location[0].time_zone odd_day"]);
    assert_eq!(faults(&document, horizon()), [""; 0]);
}

#[test]
fn faults_come_all_at_once_and_in_the_order_of_the_document() {
    let document = changed(&[
        ("/cadence/reminders/1", json!(0)),
        ("/service/1/needs/1/any_of", json!(["lasr"])),
        ("/service/0/qualification", json!([["nr"]])),
        ("/provider/0/breaks/0/minutes", json!(181)),
        ("/location/0/time_zone", json!("Nowhere")),
        ("/ranking/criteria/0/by", json!("best")),
    ]);
    let expected = [
        "location[0].time_zone unknown_time_zone",
        "provider[0].breaks[0] break_too_long",
        "service[0].qualification[0][0] unknown_credential",
        "service[1].needs[1].any_of[0] unknown_resource",
        "ranking.criteria[0].by unknown_criterion",
        "cadence.reminders[1] bad_reminder",
    ];
    assert_eq!(faults(&document, horizon()), expected);
}

#[test]
fn unknown_names_come_with_the_known_ones() {
    let document = changed(&[("/service/0/qualification", json!([["nr"]]))]);
    let document: RulebookDocument = serde_json::from_value(document).unwrap();
    let found = Rulebook::compile(&document, horizon(), &Criteria::builtin()).unwrap_err();
    assert_eq!(found[0].known(), ["rn", "laser"]);
    assert_eq!(found[0].message(), "there is no credential `nr`");
}

#[test]
fn a_broken_reference_hides_no_other_fault_of_its_need() {
    let need = json!({ "kind": "room", "capabilities": ["laser", "consult", "lazer"] });
    let found = faults(&changed(&[("/service/0/needs/0", need)]), horizon());
    let expected =
        ["service[0].needs[0].capabilities[2] unknown_capability", "service[0].needs[0] impossible_need"];
    assert_eq!(found, expected);
}

#[test]
fn a_credential_that_ended_stops_nothing_else() {
    let ended = json!({ "id": "laser", "until": "2026-06-11" });
    let one = changed(&[("/provider/0/credentials/1", ended.clone())]);
    let expected = [
        "provider[0].credentials[1].until credential_expired",
        "service[1].qualification one_qualified_provider",
    ];
    assert_eq!(warnings(&one), expected);
    let both = changed(&[("/provider/0/credentials/1", ended.clone()), ("/provider/1/credentials/1", ended)]);
    assert_eq!(warnings(&both)[2], "service[1].qualification nobody_qualified_now");
}

#[test]
fn every_weak_spot_is_found() {
    let expiring = |until| vec![("/provider/0/credentials/1", json!({ "id": "laser", "until": until }))];
    let one = json!([{ "id": "a", "credentials": [{ "id": "rn" }, { "id": "laser" }] }]);
    let cases = [
        (vec!["provider[0].credentials[1].until credential_expiring"], expiring("2026-07-12")),
        (vec![], expiring("2026-07-13")),
        (
            vec!["service[0].qualification one_qualified_provider"],
            vec![("/provider/1/credentials", json!([{ "id": "laser" }]))],
        ),
        (
            vec!["service[0].needs[1].qualification one_qualified_provider"],
            vec![
                ("/credential/-", json!({ "id": "ma" })),
                ("/provider/-", json!({ "id": "c", "credentials": [{ "id": "ma" }] })),
                (
                    "/service/0/needs/-",
                    json!({ "kind": "provider", "role": "assistant", "qualification": [["ma"]] }),
                ),
            ],
        ),
        (vec!["service[0] anybody_may"], vec![("/service/0/qualification", json!([]))]),
        (
            vec!["provider one_provider_one_room"],
            vec![("/provider", one), ("/resource", json!([base()["resource"][0], base()["resource"][2]]))],
        ),
        (vec!["ranking.criteria no_criteria"], vec![("/ranking/criteria", json!([]))]),
        (
            vec!["exceptions.high_value high_value_without_prices"],
            vec![("/exceptions/high_value", json!(100_000))],
        ),
        (
            vec!["service[0].buffers.room short_day"],
            vec![
                ("/location/0/hours/sat", json!(["10:00-10:30"])),
                ("/service/1/phases/0/minutes", json!(1)),
                ("/service/1/phases/1/minutes", json!(29)),
                ("/provider/1/shifts", json!({ "mon": ["09:00-18:00"] })),
            ],
        ),
    ];
    for (expected, changes) in cases {
        assert_eq!(warnings(&changed(&changes)), expected, "{changes:?}");
    }
}

#[test]
fn a_renewed_credential_does_not_expire() {
    let held = json!([{ "id": "rn" }, { "id": "laser", "until": "2026-06-20" }, { "id": "laser", "from": "2026-06-21" }]);
    assert_eq!(warnings(&changed(&[("/provider/0/credentials", held)])), [""; 0]);
}
