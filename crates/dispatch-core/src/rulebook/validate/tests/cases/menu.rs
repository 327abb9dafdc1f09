//! Services: qualification, booking times, prices and clearances.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "service[1] never_in_a_row",
            vec![
                ("/provider/0/max_in_a_row", json!({ "minutes": 39, "pause": 15 })),
                ("/provider/1/max_in_a_row", json!({ "minutes": 30, "pause": 15 })),
            ],
        ),
        ("service[0].clearance[0] unknown_clearance", vec![("/service/0/clearance", json!(["gfe"]))]),
        ("clearance[1].id duplicate_id", vec![("/clearance", json!([{ "id": "gfe" }, { "id": "gfe" }]))]),
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
        ("service[0].price bad_price", vec![("/service/0/price", json!(-1))]),
        ("service[0].lead_minutes bad_lead", vec![("/service/0/lead_minutes", json!(-1))]),
        (
            "service[0].lead_minutes never_bookable",
            vec![("/service/0/lead_minutes", json!(2880)), ("/service/0/furthest_days", json!(1))],
        ),
    ]
}
