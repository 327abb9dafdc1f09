//! One case a code: a sound document, one change, and the fault or weak spot it must give.

mod add_ons;
mod arbitrary;
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

/// A second location, four hours ahead, with everybody at the first; half an hour to travel; and hours elsewhere.
fn roaming(elsewhere: Value) -> Vec<(&'static str, Value)> {
    let location = [
        "/provider/0/location",
        "/provider/1/location",
        "/resource/0/location",
        "/resource/1/location",
        "/resource/2/location",
    ];
    let site = json!({ "id": "uptown", "time_zone": "UTC", "hours": { "daily": ["09:00-18:00"] } });
    let mut changes = vec![("/location/-", site), ("/travel_minutes", json!(30))];
    changes.extend(location.map(|pointer| (pointer, json!("main"))));
    changes.push(("/provider/0/elsewhere", elsewhere));
    changes
}

/// Path and code, and the changes to the base that give this fault and no other.
fn cases() -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
    let elsewhere = || {
        ("/location/-", json!({ "id": "uptown", "time_zone": "UTC", "hours": { "daily": ["09:00-18:00"] } }))
    };
    vec![
        ("practice empty_name", vec![("/practice", json!(" "))]),
        ("exceptions.owner empty_name", vec![("/exceptions/owner", json!(""))]),
        (
            "credential[1].id duplicate_id",
            vec![
                ("/credential/-", json!({ "id": "laser" })),
                ("/credential/1/id", json!("rn")),
                ("/credential/2/id", json!("laser")),
            ],
        ),
        ("service[2].code duplicate_code", vec![("/service/-", json!({ "code": "TOX", "minutes": 5 }))]),
        ("provider[1].aliases[0] duplicate_alias", vec![("/provider/1/aliases", json!(["101"]))]),
        ("service[1].aliases[0] duplicate_alias", vec![("/service/1/aliases", json!(["TOX"]))]),
        (
            "location[0].time_zone unknown_time_zone",
            vec![("/location/0/time_zone", json!("America/New_Yrok"))],
        ),
        (
            "location[0].hours never_open",
            vec![
                ("/location/0/hours", json!({})),
                ("/provider/1/shifts", json!({ "daily": ["09:00-18:00"] })),
                ("/resource/0/hours", json!({ "daily": ["09:00-18:00"] })),
                ("/resource/2/hours", json!({ "daily": ["09:00-18:00"] })),
            ],
        ),
        (
            "location[0].hours.weekdays[1] overlapping_hours",
            vec![("/location/0/hours/weekdays/-", json!("17:59-20:00"))],
        ),
        (
            "provider[0].shifts overlapping_hours",
            vec![("/provider/0/shifts", json!({ "fri": ["20:00-02:00"], "sat": ["01:00-09:00"] }))],
        ),
        (
            "provider[0].dates[0].shifts[0] overlapping_hours",
            vec![("/provider/0/dates/0/shifts", json!(["12:00-14:00", "09:00-13:00"]))],
        ),
        (
            "provider[0].dates[1].date duplicate_date",
            vec![("/provider/0/dates/-", json!({ "date": "2026-06-20" }))],
        ),
        ("provider[0].gender empty_name", vec![("/provider/0/gender", json!(""))]),
        ("provider[0].languages[1] empty_name", vec![("/provider/0/languages", json!(["spanish", " "]))]),
        ("provider[0].location unknown_location", vec![("/provider/0/location", json!("mian"))]),
        (
            "provider[0] location_omitted",
            vec![
                elsewhere(),
                ("/provider/1/location", json!("main")),
                ("/resource/0/location", json!("main")),
                ("/resource/1/location", json!("main")),
                ("/resource/2/location", json!("main")),
            ],
        ),
        (
            "provider[0].credentials[0].id unknown_credential",
            vec![("/provider/0/credentials/0/id", json!("nr"))],
        ),
        (
            "provider[0].credentials[0].until credential_never_valid",
            vec![(
                "/provider/0/credentials/0",
                json!({ "id": "rn", "from": "2027-01-02", "until": "2027-01-01" }),
            )],
        ),
        ("provider[0].breaks[0] break_too_long", vec![("/provider/0/breaks/0/minutes", json!(181))]),
        ("provider[0].breaks[0].minutes bad_length", vec![("/provider/0/breaks/0/minutes", json!(0))]),
        (
            "provider[0].elsewhere overlapping_locations",
            roaming(json!([{ "location": "uptown", "dates": [{ "date": "2026-06-20", "shifts": ["15:00-16:00"] }] }])),
        ),
        (
            "provider[0].elsewhere too_little_travel",
            roaming(json!([{ "location": "uptown", "dates": [{ "date": "2026-06-20", "shifts": ["18:20-20:00"] }] }])),
        ),
        (
            "provider[0].elsewhere[0].location duplicate_location",
            roaming(json!([{ "location": "main", "dates": [{ "date": "2026-06-20", "shifts": ["10:00-14:00"] }] }])),
        ),
        (
            "provider[0].elsewhere[0].location unknown_location",
            roaming(json!([{ "location": "uptwon", "dates": [{ "date": "2026-06-20", "shifts": ["10:00-14:00"] }] }])),
        ),
        ("provider[0].elsewhere[0] never_open", roaming(json!([{ "location": "uptown" }]))),
        (
            "resource[2].elsewhere elsewhere_of_fixed",
            [
                roaming(json!([])),
                vec![("/resource/2/elsewhere", json!([{ "location": "uptown", "dates": [{ "date": "2026-06-20", "shifts": ["05:00-06:00"] }] }]))],
            ]
            .concat(),
        ),
        ("travel_minutes bad_length", vec![("/travel_minutes", json!(-1))]),
        (
            "resource[0].dates[1].date duplicate_date",
            vec![("/resource/0/dates", json!([{ "date": "2026-06-20" }, { "date": "2026-06-20" }]))],
        ),
        (
            "provider[0].duties[0].name empty_name",
            vec![("/provider/0/duties", json!([{ "name": "", "at": "09:00-09:15" }]))],
        ),
        (
            "service[0].buffers.room never_fits",
            vec![
                ("/service/0/buffers/room/after", json!(485)),
                ("/resource/0/duties", json!([{ "name": "opening", "at": "09:00-09:15" }])),
                (
                    "/resource/1/duties",
                    json!([{ "name": "test", "at": "09:00-09:31", "days": ["mon", "tue", "wed", "thu", "fri"] }]),
                ),
                ("/resource/0/hours", json!({ "daily": ["09:00-17:44"] })),
            ],
        ),
        (
            "provider[0].max_appointments_a_day bad_limit",
            vec![("/provider/0/max_appointments_a_day", json!(0))],
        ),
        (
            "provider[0].max_in_a_row.pause bad_length",
            vec![("/provider/0/max_in_a_row", json!({ "minutes": 240, "pause": 0 }))],
        ),
        (
            "service[1] never_in_a_row",
            vec![
                ("/provider/0/max_in_a_row", json!({ "minutes": 39, "pause": 15 })),
                ("/provider/1/max_in_a_row", json!({ "minutes": 30, "pause": 15 })),
            ],
        ),
        ("provider[0].minutes.NOX unknown_service", vec![("/provider/0/minutes", json!({ "NOX": 20 }))]),
        ("provider[0].minutes.TOX bad_length", vec![("/provider/0/minutes/TOX", json!(-5))]),
        ("provider[0].minutes.t-1 duplicate_minutes", vec![("/provider/0/minutes/t-1", json!(20))]),
        ("provider[0].minutes.LASER own_minutes_of_phases", vec![("/provider/0/minutes/LASER", json!(20))]),
        ("resource[2].fixed_in unknown_resource", vec![("/resource/2/fixed_in", json!("r9"))]),
        ("resource[2].fixed_in fixed_in_no_room", vec![("/resource/2/fixed_in", json!("fixed"))]),
        ("resource[1].fixed_in room_fixed_in", vec![("/resource/1/fixed_in", json!("r1"))]),
        (
            "resource[3].fixed_in fixed_in_elsewhere",
            vec![
                elsewhere(),
                ("/provider/0/location", json!("main")),
                ("/provider/1/location", json!("main")),
                ("/resource/0/location", json!("main")),
                ("/resource/1/location", json!("main")),
                ("/resource/2/location", json!("main")),
                (
                    "/resource/-",
                    json!({ "id": "d", "kind": "device", "fixed_in": "r1", "location": "uptown" }),
                ),
            ],
        ),
        ("service[0] no_length", vec![("/service/0/minutes", json!(null))]),
        ("service[1].minutes two_lengths", vec![("/service/1/minutes", json!(60))]),
        ("service[0].minutes bad_length", vec![("/service/0/minutes", json!(1441))]),
        ("service[1].phases[0].minutes bad_length", vec![("/service/1/phases/0/minutes", json!(0))]),
        (
            "service[1].phases bad_length",
            vec![
                ("/service/1/phases/0/minutes", json!(1401)),
                ("/location/0/hours/weekdays", json!(["00:00-24:00"])),
            ],
        ),
        ("service[1].phases[0].uses[1] unknown_role", vec![("/service/1/phases/0/uses/-", json!("rom"))]),
        ("service[1].needs[1] unused_role", vec![("/service/1/phases/1/uses", json!(["room", "provider"]))]),
        ("service[1].phases no_provider", vec![("/service/1/phases/1/uses", json!(["room", "device"]))]),
        ("service[1].phases[0].only clearance_omitted", vec![("/service/1/phases/0/only", json!("clearance_missing"))]),
        ("service[0].clearance[0] unknown_clearance", vec![("/service/0/clearance", json!(["gfe"]))]),
        ("clearance[1].id duplicate_id", vec![("/clearance", json!([{ "id": "gfe" }, { "id": "gfe" }]))]),
        (
            "spacing[0].after unknown_category",
            vec![("/service/0/category", json!("peel")), ("/spacing", json!([{ "after": "pel", "then": "peel", "at_least_days": 1 }]))],
        ),
        (
            "spacing[0] empty_spacing",
            vec![("/service/0/category", json!("peel")), ("/spacing", json!([{ "after": "peel", "then": "peel" }]))],
        ),
        (
            "spacing[0].same_day no_order",
            vec![("/service/0/category", json!("peel")), ("/spacing", json!([{ "after": "peel", "then": "peel", "same_day": "in_order" }]))],
        ),
        (
            "spacing[0].at_most_days never_in_time",
            vec![("/service/0/category", json!("peel")), ("/spacing", json!([{ "after": "peel", "then": "peel", "at_least_days": 7, "at_most_days": 6 }]))],
        ),
        ("service[1].phases nothing_for_others", vec![("/service/1/phases/1/only", json!("new_client"))]),
        ("service[0].needs[1] duplicate_role", vec![("/service/0/needs/-", json!({ "kind": "room" }))]),
        ("service[0].qualification[0] empty_set", vec![("/service/0/qualification", json!([[]]))]),
        (
            "service[0].qualification[0][0] unknown_credential",
            vec![("/service/0/qualification", json!([["nr"]]))],
        ),
        (
            "service[0].qualification nobody_qualified",
            vec![
                ("/credential/-", json!({ "id": "md" })),
                ("/service/0/qualification", json!([["rn", "md"]])),
            ],
        ),
        (
            "service[0].needs[0].any_of[1] unknown_resource",
            vec![("/service/0/needs/0/any_of", json!(["r1", "r9"]))],
        ),
        ("service[0].needs[0].any_of[0] wrong_kind", vec![("/service/0/needs/0/any_of", json!(["fixed"]))]),
        (
            "service[0].needs[0].capabilities[0] unknown_capability",
            vec![("/service/0/needs/0/capabilities", json!(["lazer"]))],
        ),
        (
            "service[0].needs[0] impossible_need",
            vec![("/service/0/needs/0/capabilities", json!(["laser", "consult"]))],
        ),
        (
            "service[1].needs impossible_together",
            vec![("/service/1/needs/0/capabilities", json!(["consult"]))],
        ),
        ("service[0].needs[1] duplicate_role", vec![("/service/0/needs/-", json!({ "kind": "provider" }))]),
        ("resource[1].holds bad_holds", vec![("/resource/1/holds", json!(0))]),
        ("service[0].needs[0].count bad_count", vec![("/service/0/needs/0/count", json!(0))]),
        ("service[0].needs impossible_together", vec![("/service/0/needs/0/count", json!(3))]),
        (
            "service[0].needs too_few_providers",
            vec![("/service/0/needs/-", json!({ "kind": "provider", "role": "assistant", "count": 2 }))],
        ),
        (
            "service[0].needs[1].qualification[0][0] unknown_credential",
            vec![(
                "/service/0/needs/-",
                json!({ "kind": "provider", "role": "assistant", "qualification": [["nr"]] }),
            )],
        ),
        (
            "service[0].needs[1].qualification[0] empty_set",
            vec![(
                "/service/0/needs/-",
                json!({ "kind": "provider", "role": "assistant", "qualification": [[]] }),
            )],
        ),
        (
            "service[0].needs[1].capabilities wrong_field",
            vec![(
                "/service/0/needs/-",
                json!({ "kind": "provider", "role": "assistant", "capabilities": ["laser"] }),
            )],
        ),
        (
            "service[0].needs[1].any_of wrong_field",
            vec![("/service/0/needs/-", json!({ "kind": "provider", "role": "assistant", "any_of": ["b"] }))],
        ),
        (
            "service[0].needs[0].qualification wrong_field",
            vec![("/service/0/needs/0/qualification", json!([["rn"]]))],
        ),
        (
            "service[0].needs[1].qualification nobody_qualified",
            vec![
                ("/credential/-", json!({ "id": "md" })),
                (
                    "/service/0/needs/-",
                    json!({ "kind": "provider", "role": "assistant", "qualification": [["md"]] }),
                ),
            ],
        ),
        (
            "service[0].needs too_few_providers",
            vec![
                ("/service/0/needs/-", json!({ "kind": "provider", "role": "assistant" })),
                ("/service/0/needs/-", json!({ "kind": "provider", "role": "second therapist" })),
            ],
        ),
        (
            "service[0].buffers.provider never_fits",
            vec![
                (
                    "/service/0/needs/-",
                    json!({ "kind": "provider", "role": "assistant", "qualification": [["md"]] }),
                ),
                ("/credential/-", json!({ "id": "md" })),
                (
                    "/provider/-",
                    json!({ "id": "c", "credentials": [{ "id": "md" }],
                    "shifts": { "daily": ["10:00-10:20"] } }),
                ),
            ],
        ),
        ("service[0].buffers.room.after bad_buffer", vec![("/service/0/buffers/room/after", json!(-1))]),
        ("service[0].buffers.room never_fits", vec![("/service/0/buffers/room/after", json!(516))]),
        (
            "service[0].buffers.provider never_fits",
            vec![
                ("/service/0/buffers/provider", json!({ "after": 341 })),
                ("/provider/1/breaks", json!([{ "at": "15:00-15:15" }])),
            ],
        ),
        ("service[0].price bad_price", vec![("/service/0/price", json!(-1))]),
        ("service[0].lead_minutes bad_lead", vec![("/service/0/lead_minutes", json!(-1))]),
        (
            "service[0].lead_minutes never_bookable",
            vec![("/service/0/lead_minutes", json!(2880)), ("/service/0/furthest_days", json!(1))],
        ),
        ("exceptions.high_value bad_price", vec![("/exceptions/high_value", json!(0))]),
        ("ranking.criteria[0].by unknown_criterion", vec![("/ranking/criteria/0/by", json!("reqested"))]),
        ("ranking.criteria[1].by duplicate_criterion", vec![("/ranking/criteria/1/by", json!("requested"))]),
        (
            "ranking.criteria[0].tolerance negative_tolerance",
            vec![("/ranking/criteria/0/tolerance", json!(-1))],
        ),
        ("visits.grid grid_too_small", vec![("/visits", json!({ "grid": 0 }))]),
        (
            "visits.most_minutes_between negative_gap",
            vec![("/visits", json!({ "most_minutes_between": -5 }))],
        ),
        (
            "visits.most_minutes_between too_many_gaps",
            vec![("/visits", json!({ "most_minutes_between": 35, "grid": 5 }))],
        ),
        ("exceptions.deadline bad_length", vec![("/exceptions/deadline", json!(0))]),
        ("cadence.reminders[1] bad_reminder", vec![("/cadence/reminders/1", json!(0))]),
        ("cadence.reminders[1] duplicate_reminder", vec![("/cadence/reminders/1", json!(2880))]),
        ("cadence.quiet_hours always_quiet", vec![("/cadence/quiet_hours", json!("00:00-24:00"))]),
        ("cadence.least_gap bad_length", vec![("/cadence/least_gap", json!(-1))]),
        ("cadence.ack_patience bad_length", vec![("/cadence/ack_patience", json!(0))]),
        ("resource too_many", vec![("/resource", json!(vec![json!({ "id": "r", "kind": "room" }); 4095]))]),
        (
            "service[1].phases too_many",
            vec![("/service/1/phases", json!(vec![json!({ "name": "x", "minutes": 1, "uses": [] }); 65]))],
        ),
    ]
}

#[test]
fn every_fault_is_found_where_it_is_and_alone() {
    for (expected, changes) in cases() {
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
