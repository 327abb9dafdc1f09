//! Providers: names, credentials, limits and lengths of their own.

use serde_json::json;

use super::case::{Case, elsewhere};

pub(super) fn cases() -> Vec<Case> {
    vec![
        ("provider[1].aliases[0] duplicate_alias", vec![("/provider/1/aliases", json!(["101"]))]),
        ("provider[0].gender empty_name", vec![("/provider/0/gender", json!(""))]),
        ("provider[0].languages[1] empty_name", vec![("/provider/0/languages", json!(["spanish", " "]))]),
        ("provider[0].location unknown_location", vec![("/provider/0/location", json!("mian"))]),
        (
            "provider[0] location_omitted",
            vec![
                elsewhere(),
                ("/provider/1/location", json!("main")),
                ("/resource/0/location", json!("main")),
                ("/resource/1/location", json!("main")),
                ("/resource/2/location", json!("main")),
            ],
        ),
        (
            "provider[0].credentials[0].id unknown_credential",
            vec![("/provider/0/credentials/0/id", json!("nr"))],
        ),
        (
            "provider[0].credentials[0].until credential_never_valid",
            vec![(
                "/provider/0/credentials/0",
                json!({ "id": "rn", "from": "2027-01-02", "until": "2027-01-01" }),
            )],
        ),
        (
            "provider[0].max_appointments_a_day bad_limit",
            vec![("/provider/0/max_appointments_a_day", json!(0))],
        ),
        (
            "provider[0].max_in_a_row.pause bad_length",
            vec![("/provider/0/max_in_a_row", json!({ "minutes": 240, "pause": 0 }))],
        ),
        ("provider[0].minutes.NOX unknown_service", vec![("/provider/0/minutes", json!({ "NOX": 20 }))]),
        ("provider[0].minutes.TOX bad_length", vec![("/provider/0/minutes/TOX", json!(-5))]),
        ("provider[0].minutes.t-1 duplicate_minutes", vec![("/provider/0/minutes/t-1", json!(20))]),
        ("provider[0].minutes.LASER own_minutes_of_phases", vec![("/provider/0/minutes/LASER", json!(20))]),
    ]
}
