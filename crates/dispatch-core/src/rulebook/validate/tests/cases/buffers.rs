//! Buffers, and services that fit into no hours.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
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
        ("service[0].buffers.room.after bad_buffer", vec![("/service/0/buffers/room/after", json!(-1))]),
        ("service[0].buffers.room never_fits", vec![("/service/0/buffers/room/after", json!(516))]),
        (
            "service[0].buffers.provider never_fits",
            vec![
                ("/service/0/buffers/provider", json!({ "after": 341 })),
                ("/provider/1/breaks", json!([{ "at": "15:00-15:15" }])),
            ],
        ),
    ]
}
