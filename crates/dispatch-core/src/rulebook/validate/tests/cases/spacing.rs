//! Days between the services of a client.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "spacing[0].after unknown_category",
            vec![
                ("/service/0/category", json!("peel")),
                ("/spacing", json!([{ "after": "pel", "then": "peel", "at_least_days": 1 }])),
            ],
        ),
        (
            "spacing[0] empty_spacing",
            vec![
                ("/service/0/category", json!("peel")),
                ("/spacing", json!([{ "after": "peel", "then": "peel" }])),
            ],
        ),
        (
            "spacing[0].same_day no_order",
            vec![
                ("/service/0/category", json!("peel")),
                ("/spacing", json!([{ "after": "peel", "then": "peel", "same_day": "in_order" }])),
            ],
        ),
        (
            "spacing[0].at_most_days never_in_time",
            vec![
                ("/service/0/category", json!("peel")),
                (
                    "/spacing",
                    json!([{ "after": "peel", "then": "peel", "at_least_days": 7, "at_most_days": 6 }]),
                ),
            ],
        ),
    ]
}
