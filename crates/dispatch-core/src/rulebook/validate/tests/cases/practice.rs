//! Names, limits of size, and the rules of the whole practice.

use serde_json::json;

use super::case::Case;

pub(super) fn cases() -> Vec<Case> {
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
        ("service[1].aliases[0] duplicate_alias", vec![("/service/1/aliases", json!(["TOX"]))]),
        (
            "location[0].time_zone unknown_time_zone",
            vec![("/location/0/time_zone", json!("America/New_Yrok"))],
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
