//! A case, and changes that several cases share.

use serde_json::{Value, json};

/// Path and code, and the changes to the base that give this fault and no other.
pub(in crate::rulebook::validate::tests) type Case = (&'static str, Vec<(&'static str, Value)>);

/// A second location.
pub(super) fn elsewhere() -> (&'static str, Value) {
    ("/location/-", json!({ "id": "uptown", "time_zone": "UTC", "hours": { "daily": ["09:00-18:00"] } }))
}

/// A second location, four hours ahead, with all lanes at the first; half an hour to travel; and hours elsewhere.
pub(super) fn roaming(elsewhere: Value) -> Vec<(&'static str, Value)> {
    let location = [
        "/provider/0/location",
        "/provider/1/location",
        "/resource/0/location",
        "/resource/1/location",
        "/resource/2/location",
    ];
    let site = json!({ "id": "uptown", "time_zone": "UTC", "hours": { "daily": ["09:00-18:00"] } });
    let mut changes = vec![("/location/-", site), ("/travel_minutes", json!(30))];
    changes.extend(location.map(|pointer| (pointer, json!("main"))));
    changes.push(("/provider/0/elsewhere", elsewhere));
    changes
}
