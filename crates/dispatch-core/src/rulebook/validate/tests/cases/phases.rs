//! Lengths and phases of services.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
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
        ("service[1].phases no_provider", vec![("/service/1/phases/1/uses", json!(["room", "device"]))]),
        (
            "service[1].phases[0].only clearance_omitted",
            vec![("/service/1/phases/0/only", json!("clearance_missing"))],
        ),
        ("service[1].phases nothing_for_others", vec![("/service/1/phases/1/only", json!("new_client"))]),
    ]
}
