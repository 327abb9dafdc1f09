//! Supervision: one case a code, as for everything else.

use serde_json::{Value, json};

use super::{changed, faults, horizon, warnings};

/// A director who supervises the first service from wherever they are, and one change.
fn supervised(changes: &[(&str, Value)]) -> Value {
    let director = json!({
        "id": "director", "credentials": [{ "id": "md" }], "shifts": {},
        "supervises": { "at_once": 3, "hours": { "daily": ["08:00-20:00"] } },
    });
    let rule = json!({ "by": [["md"]], "presence": "reachable", "unless": [["np"]] });
    let mut all = vec![
        ("/credential/-", json!({ "id": "md" })),
        ("/credential/-", json!({ "id": "np" })),
        ("/provider/-", director),
        ("/service/0/supervision", rule),
    ];
    all.extend(changes.iter().cloned());
    changed(&all)
}

#[test]
fn a_remote_director_gives_neither_faults_nor_warnings() {
    assert_eq!(faults(&supervised(&[]), horizon()), [""; 0]);
    assert_eq!(warnings(&supervised(&[])), [""; 0]);
}

#[test]
fn every_fault_of_supervision_is_found_where_it_is_and_alone() {
    let rule = "/service/0/supervision";
    let by = |sets: Value| json!({ "by": sets, "presence": "in_room" });
    let cases = [
        ("provider[2].supervises.at_once bad_limit", "/provider/2/supervises/at_once", json!(0)),
        (
            "provider[2].supervises.hours.daily[1] overlapping_hours",
            "/provider/2/supervises/hours",
            json!({ "daily": ["09:00-12:00", "11:00-13:00"] }),
        ),
        ("service[0].supervision.by empty_list", rule, by(json!([]))),
        ("service[0].supervision.by[1] empty_set", rule, by(json!([["rn"], []]))),
        ("service[0].supervision.by[0][0] unknown_credential", rule, by(json!([["dm"]]))),
        (
            "service[0].supervision.unless[0][1] unknown_credential",
            rule,
            json!({ "by": [["md"]], "presence": "reachable", "unless": [["np", "pn"]] }),
        ),
        ("service[0].supervision.by nobody_supervises", rule, by(json!([["np"], ["md", "rn"]]))),
        (
            "service[0].supervision duplicate_role",
            "/service/0/needs/-",
            json!({ "kind": "provider", "role": "supervisor", "qualification": [["laser"]] }),
        ),
        (
            "service[0].supervision.presence never_fits",
            "/provider/2/supervises/hours",
            json!({ "daily": ["09:00-09:24"] }),
        ),
        (
            "service[0].supervision.presence never_fits",
            rule,
            json!({ "by": [["md"]], "presence": "on_site" }),
        ),
    ];
    for (expected, pointer, value) in cases {
        assert_eq!(faults(&supervised(&[(pointer, value)]), horizon()), [expected]);
    }
}

/// Nobody supervises themselves, and an assistant is somebody else again.
#[test]
fn somebody_must_be_left_to_supervise() {
    let need = json!({ "kind": "provider", "role": "assistant", "qualification": [["rn"]] });
    let rule = |unless: Value| json!({ "by": [["rn"]], "presence": "in_room", "unless": unless });
    let two = [("/service/0/needs/-", need.clone()), ("/service/0/supervision", rule(json!([])))];
    assert_eq!(faults(&supervised(&two), horizon()), ["service[0].supervision.by too_few_providers"]);
    let exempt = [("/service/0/needs/-", need), ("/service/0/supervision", rule(json!([["laser"]])))];
    assert_eq!(faults(&supervised(&exempt), horizon()), [""; 0], "those who treat need nobody");
    let without = [("/service/0/supervision", rule(json!([])))];
    assert_eq!(faults(&supervised(&without), horizon()), [""; 0]);
}

#[test]
fn weak_spots_of_supervision_are_found() {
    let idle = [("/provider/0/supervises", json!({}))];
    assert_eq!(warnings(&supervised(&idle)), ["provider[0].supervises supervises_nothing"]);
    let ended = [("/provider/2/credentials/0", json!({ "id": "md", "until": "2026-06-01" }))];
    let expected = [
        "provider[2].credentials[0].until credential_expired",
        "service[0].supervision.by nobody_qualified_now",
    ];
    assert_eq!(warnings(&supervised(&ended)), expected);
}
