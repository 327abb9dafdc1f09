//! Faults of an instance: each is said with its place and its help.

use dispatch_bench::{Instance, InstanceError, Practice};
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "format": "dispatch-instance/1", "name": "small", "grid": 5, "open": 540, "close": 1080, "days": 2,
        "providers": [{"id": "i0"}, {"id": "i1", "breaks": [[720, 750]]}],
        "rooms": [{"id": "r0"}, {"id": "r1"}],
        "devices": [{"id": "d0", "in": "r0"}],
        "bookings": [
            {"id": 0, "minutes": 30, "day": 0, "start": 600, "provider": {"any_of": ["i0", "i1"]},
             "room": {"any_of": ["r0", "r1"], "before": 0, "after": 10}},
            {"id": 1, "minutes": 30, "days": [0, 1], "window": [540, 700], "provider": {"any_of": ["i0"]},
             "room": {"any_of": ["r0"]}, "device": {"any_of": ["d0"]}}
        ],
        "standing": [
            {"id": 0, "day": 0, "start": 600, "provider": "i0", "room": "r0", "device": null},
            {"id": 1, "day": 1, "start": 600, "provider": "i0", "room": "r0", "device": "d0"}
        ],
        "queries": [{"minutes": 30, "days": [0], "window": [540, 1080], "provider": {"any_of": ["i1"]}}]
    })
}

fn fault(change: impl FnOnce(&mut Value)) -> InstanceError {
    let mut instance = good();
    change(&mut instance);
    let read = Instance::read(&serde_json::to_string_pretty(&instance).unwrap());
    read.and_then(|instance| Practice::of(&instance)).unwrap_err()
}

#[test]
fn the_good_one_is_good() {
    let instance = Instance::read(&good().to_string()).unwrap();
    let practice = Practice::of(&instance).unwrap();
    assert_eq!((practice.bookings.len(), practice.standing.len(), practice.queries.len()), (2, 2, 1));
    let again = Instance::read(&serde_json::to_string(&instance).unwrap());
    assert_eq!(again, Ok(instance));
}

#[test]
fn each_fault_is_named_where_it_stands() {
    type Change = fn(&mut Value);
    let cases: &[(&str, &str, Change)] = &[
        ("format", "is not known", |one| one["format"] = "dispatch-instance/9".into()),
        ("grid", "not a valid length", |one| one["grid"] = 0.into()),
        ("open", "not a part of a day", |one| one["close"] = 540.into()),
        ("close", "never closes", |one| {
            one["open"] = 0.into();
            one["close"] = 1440.into();
        }),
        ("days", "are not supported", |one| one["days"] = 0.into()),
        ("providers[1].id", "twice", |one| one["providers"][1]["id"] = "i0".into()),
        ("providers[1].breaks[0]", "not a part of a day", |one| {
            one["providers"][1]["breaks"][0][1] = 1500.into()
        }),
        ("devices[0].in", "no room `r9`", |one| one["devices"][0]["in"] = "r9".into()),
        ("bookings[1].id", "twice", |one| one["bookings"][1]["id"] = 0.into()),
        ("bookings[0].minutes", "not a valid length", |one| one["bookings"][0]["minutes"] = 0.into()),
        ("bookings[0].day", "no day 2", |one| one["bookings"][0]["day"] = 2.into()),
        ("bookings[0].start", "no minute 1440", |one| one["bookings"][0]["start"] = 1440.into()),
        ("bookings[0]", "does not say when", |one| one["bookings"][0]["start"] = Value::Null),
        ("bookings[0]", "does not say when", |one| one["bookings"][0]["days"] = json!([0])),
        ("bookings[1].days[1]", "no day 7", |one| one["bookings"][1]["days"][1] = 7.into()),
        ("bookings[1].window", "not a part of a day", |one| one["bookings"][1]["window"] = json!([700, 700])),
        ("bookings[0].provider.any_of[1]", "no provider `j`", |one| {
            one["bookings"][0]["provider"]["any_of"][1] = "j".into();
        }),
        ("bookings[0].room.any_of[1]", "order", |one| {
            one["bookings"][0]["room"]["any_of"] = json!(["r1", "r0"]);
        }),
        ("bookings[0].provider.any_of[1]", "order", |one| {
            one["bookings"][0]["provider"]["any_of"] = json!(["i0", "i0"]);
        }),
        ("bookings[0].provider.prefers", "no provider `j`", |one| {
            one["bookings"][0]["provider"]["prefers"] = "j".into();
        }),
        ("standing[0].id", "no booking 9", |one| one["standing"][0]["id"] = 9.into()),
        ("standing[1].id", "twice", |one| one["standing"][1]["id"] = 0.into()),
        ("standing[1].day", "no day 2", |one| one["standing"][1]["day"] = 2.into()),
        ("standing[0].room", "cannot have this room", |one| one["standing"][0]["room"] = Value::Null),
        ("standing[0].device", "cannot have this device", |one| one["standing"][0]["device"] = "d0".into()),
        ("standing[1].provider", "cannot have this provider", |one| {
            one["standing"][1]["provider"] = "i1".into();
        }),
        ("standing[1]", "booking 1 overlaps booking 0", |one| one["standing"][1]["day"] = 0.into()),
        ("queries[0].window", "not a part of a day", |one| one["queries"][0]["window"][0] = 1080.into()),
        ("queries[0].provider.any_of[0]", "no provider", |one| {
            one["queries"][0]["provider"]["any_of"][0] = "".into();
        }),
        ("as a rulebook, service", "the rulebook has no service", |one| {
            for list in ["bookings", "standing", "queries"] {
                one[list] = json!([]);
            }
        }),
    ];
    for (place, message, change) in cases {
        let fault = fault(change);
        assert_eq!(fault.place(), *place, "{fault}");
        assert!(fault.message().contains(message), "{fault}");
        assert!(!fault.help().is_empty());
    }
}

#[test]
fn what_is_no_instance_at_all_is_named_by_its_line() {
    let unknown = fault(|one| one["bookings"][0]["divice"] = json!({}));
    assert!(unknown.place().starts_with("line "), "{unknown}");
    assert!(unknown.message().contains("divice"), "{unknown}");
    assert!(Instance::read("{").unwrap_err().place().starts_with("line 1, column "));
}
