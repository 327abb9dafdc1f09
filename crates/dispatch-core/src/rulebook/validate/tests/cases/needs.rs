//! Rooms and devices that a service needs, alone and together.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
        ("service[1].needs[1] unused_role", vec![("/service/1/phases/1/uses", json!(["room", "provider"]))]),
        ("service[0].needs[1] duplicate_role", vec![("/service/0/needs/-", json!({ "kind": "room" }))]),
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
        ("service[0].needs[0].count bad_count", vec![("/service/0/needs/0/count", json!(0))]),
        ("service[0].needs impossible_together", vec![("/service/0/needs/0/count", json!(3))]),
        (
            "service[0].needs[0].qualification wrong_field",
            vec![("/service/0/needs/0/qualification", json!([["rn"]]))],
        ),
    ]
}
