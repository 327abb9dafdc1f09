//! Cases with a name: what a booking takes up that somebody else has decided.

use dispatch_core::{BookingId, Lane, Minutes, Origin, ServiceIndex};
use serde_json::json;

use crate::{
    cases::visits::several::{span, ten},
    clinic::Clinic,
};

/// A service of one who treats, one who helps, a room and a laser; and one that somebody supervises.
fn clinic() -> Clinic {
    let document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "md" }],
        "provider": [
            { "id": "ada", "minutes": { "LASER": 45 } },
            { "id": "ben" },
            { "id": "director", "credentials": [{ "id": "md" }], "supervises": {} },
        ],
        "resource": [{ "id": "room", "kind": "room" }, { "id": "laser", "kind": "device" }],
        "service": [
            {
                "code": "LASER", "minutes": 30, "buffers": { "room": { "after": 10 } },
                "needs": [{ "kind": "provider", "role": "helper" }, { "kind": "room" }, { "kind": "device" }],
            },
            { "code": "TOX", "minutes": 20, "supervision": { "by": [["md"]], "presence": "reachable" } },
        ],
    });
    Clinic::new(document, "2026-06-12", 2)
}

/// The roles that are filled, by whom, and until when from ten on.
fn placed(clinic: &Clinic, service: u16, given: &[Lane]) -> (Vec<String>, i32) {
    let place = clinic.rulebook.place(BookingId(1), 0, ServiceIndex(service), ten(), given, Origin::Observed);
    let assignment = place.unwrap();
    let filled = assignment.items[0].roles.iter().map(|role| format!("{}: {}", role.role, role.who.as_str()));
    assert!(assignment.occupancies.iter().all(|held| held.origin == Origin::Observed));
    assert!(assignment.occupancies.iter().all(|held| held.used == assignment.visit));
    (filled.collect(), assignment.visit.minutes().0)
}

#[test]
fn everybody_and_everything_fills_the_first_role_of_its_kind() {
    let clinic = clinic();
    let lane = |name: &str| clinic.lane(name);
    let all = ["provider: ben", "helper: ada", "room: room", "device: laser"];
    let given = [lane("laser"), lane("ben"), lane("room"), lane("ada")];
    assert_eq!(placed(&clinic, 0, &given), (all.map(str::to_owned).to_vec(), 30));
    assert_eq!(placed(&clinic, 0, &[lane("room")]), (vec!["room: room".to_owned()], 30));
    assert_eq!(placed(&clinic, 0, &[]), (Vec::new(), 30));
    let director = clinic.rulebook.supervisor("director").unwrap();
    let both = ["provider: ada", "supervisor: director"].map(str::to_owned).to_vec();
    assert_eq!(placed(&clinic, 1, &[director, lane("ada"), lane("room")]), (both, 20));
    assert!(clinic.rulebook.place(BookingId(1), 0, ServiceIndex(9), ten(), &[], Origin::Ours).is_none());
}

#[test]
fn it_takes_as_long_as_it_takes_the_one_who_treats() {
    let clinic = clinic();
    let (ada, ben) = (clinic.lane("ada"), clinic.lane("ben"));
    assert_eq!(placed(&clinic, 0, &[ada, ben]).1, 45);
    assert_eq!(placed(&clinic, 0, &[ben, ada]).1, 30);
    let place = clinic.rulebook.place(
        BookingId(1),
        0,
        ServiceIndex(0),
        ten(),
        &[clinic.lane("room")],
        Origin::Observed,
    );
    let held = place.unwrap().occupancies;
    assert_eq!(
        held.iter().map(|one| (one.used, one.after)).collect::<Vec<_>>(),
        [(span(0, 30), Minutes(10))]
    );
}
