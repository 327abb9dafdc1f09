//! Rooms and devices.

use serde_json::json;

use super::case::{Case, elsewhere};

pub(super) fn cases() -> Vec<Case> {
    vec![
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
        ("resource[1].holds bad_holds", vec![("/resource/1/holds", json!(0))]),
    ]
}
