//! Hours, dates, breaks, duties and further locations.

use serde_json::json;

use super::case::{Case, roaming};

pub(super) fn cases() -> Vec<Case> {
    vec![
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
    ]
}
