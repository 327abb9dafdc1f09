//! Further providers that a service needs.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
        ("service[0].needs[1] duplicate_role", vec![("/service/0/needs/-", json!({ "kind": "provider" }))]),
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
    ]
}
