//! Cases with a name: what the checker finds of who supervises, from outside the room and in it.

use dispatch_core::{Block, BlockId, Lane, Occupancy, Origin, Span, ViolationKind};
use serde_json::{Value, json};

use crate::{
    cases::{
        check::bookings::{clinic, document, half_hour, held, kinds, observed},
        check::lanes::{broken, found, of_kinds, ours, told},
        visits::several::span,
    },
    clinic::Clinic,
};

/// Of nurses, one of whom may also supervise, and a nurse practitioner who needs nobody until the twelfth.
fn supervised(presence: &str, edits: &[(&str, Value)]) -> Clinic {
    let provider = |id: &str, credentials: Value| json!({ "id": id, "credentials": credentials });
    let director = json!({
        "id": "director", "credentials": [{ "id": "md" }], "shifts": { "daily": ["11:00-15:00"] },
        "supervises": { "at_once": 2, "hours": { "daily": ["10:00-16:00"] } },
    });
    let doctor = json!({ "id": "ada", "credentials": [{ "id": "rn" }, { "id": "md" }], "supervises": {} });
    let mut all = vec![
        (
            "/provider",
            json!([
                doctor,
                provider("ben", json!([{ "id": "rn" }])),
                provider("nina", json!([{ "id": "rn" }, { "id": "np", "until": "2026-06-12" }])),
                director,
            ]),
        ),
        ("/service/0/supervision", json!({ "by": [["md"]], "presence": presence, "unless": [["np"]] })),
    ];
    all.extend(edits.iter().cloned());
    clinic(&all)
}

fn second(clinic: &Clinic, who: &str) -> Lane {
    clinic.rulebook.supervisor(who).unwrap()
}

/// Somebody treats and somebody supervises them, of ours.
fn pair(clinic: &Clinic, treats: &str, supervises: &str, used: Span) -> Vec<Occupancy> {
    let treating = ours(clinic, 1, treats, used);
    vec![treating, Occupancy { lane: second(clinic, supervises), ..treating }]
}

#[test]
fn somebody_else_supervises_whoever_needs_it() {
    let clinic = supervised("reachable", &[]);
    let day = 24 * 60;
    let alone = |who: &str, from: i32| kinds(&clinic, &[ours(&clinic, 1, who, span(from, from + 30))]);
    assert_eq!(kinds(&clinic, &pair(&clinic, "ben", "director", half_hour())), []);
    assert_eq!(kinds(&clinic, &pair(&clinic, "ben", "ada", half_hour())), []);
    assert_eq!(kinds(&clinic, &pair(&clinic, "ada", "director", half_hour())), []);
    assert_eq!(kinds(&clinic, &pair(&clinic, "ada", "ada", half_hour())), [ViolationKind::Unsupervised]);
    assert_eq!(alone("ben", 0), [ViolationKind::Unsupervised]);
    assert_eq!(alone("nina", 0), [], "she needs nobody");
    assert_eq!(alone("nina", day), [ViolationKind::Unsupervised], "from the thirteenth on she does");
    assert_eq!(kinds(&clinic, &pair(&clinic, "nina", "director", span(day, day + 30))), []);
}

/// It was called a lack of supervision.
#[test]
fn who_needs_nobody_and_has_somebody_holds_one_too_many() {
    let clinic = supervised("reachable", &[]);
    let held = pair(&clinic, "nina", "director", half_hour());
    assert_eq!(kinds(&clinic, &held), [ViolationKind::Incomplete]);
}

#[test]
fn a_supervisor_is_absent_for_the_minutes_outside_the_hours_in_which_they_are_at_hand() {
    let absent = |clinic: &Clinic, used| {
        of_kinds(clinic, &[ViolationKind::SupervisorAbsent], &pair(clinic, "ben", "director", used), &[])
    };
    let of = |from, to| vec![found(ViolationKind::SupervisorAbsent, &["director"], span(from, to))];
    let reached = supervised("reachable", &[]);
    assert_eq!(absent(&reached, span(0, 360)), []);
    assert_eq!(absent(&reached, span(-10, 20)), of(-10, 0));
    assert_eq!(absent(&reached, span(355, 385)), of(360, 385));
    assert_eq!(absent(&reached, span(-10, 370)), of(-10, 370), "from the first of them to the last");
    let on_site = supervised("on_site", &[]);
    assert_eq!(absent(&on_site, span(60, 300)), []);
    assert_eq!(absent(&on_site, span(59, 90)), of(59, 60));
    assert_eq!(absent(&on_site, span(290, 320)), of(300, 320));
}

#[test]
fn on_site_is_where_everybody_else_of_the_service_is() {
    let place = |id: &str| json!({ "id": id, "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } });
    let mut document = document();
    document["location"] = json!([place("uptown"), place("downtown")]);
    let provider = |id: &str, at: &str| json!({ "id": id, "location": at, "credentials": [{ "id": "rn" }] });
    document["provider"] = json!([
        provider("ada", "uptown"),
        provider("ben", "downtown"),
        {
            "id": "director", "credentials": [{ "id": "md" }], "location": "uptown", "supervises": {},
            "shifts": { "daily": ["10:00-12:00"] },
            "elsewhere": [{ "location": "downtown", "shifts": { "daily": ["13:00-15:00"] } }],
        },
    ]);
    document["resource"] = json!([]);
    document["service"][0]["supervision"] = json!({ "by": [["md"]], "presence": "on_site" });
    let clinic = Clinic::new(document, "2026-06-12", 2);
    let absent = |who: &str, used| {
        of_kinds(&clinic, &[ViolationKind::SupervisorAbsent], &pair(&clinic, who, "director", used), &[])
    };
    let of = |used| vec![found(ViolationKind::SupervisorAbsent, &["director"], used)];
    let (morning, afternoon) = (span(30, 60), span(200, 230));
    assert_eq!(absent("ada", morning), []);
    assert_eq!(absent("ada", afternoon), of(afternoon));
    assert_eq!(absent("ben", morning), of(morning));
    assert_eq!(absent("ben", afternoon), []);
}

#[test]
fn a_supervisors_own_block_keeps_them_from_supervising_and_nobody_elses_does() {
    let clinic = supervised("reachable", &[]);
    let held = pair(&clinic, "ben", "director", half_hour());
    let blocked = |held: &[Occupancy], who: &str, used| {
        let block = Block { block: BlockId(7), lane: clinic.lane(who), span: used };
        of_kinds(&clinic, &[ViolationKind::Blocked], held, &[block])
    };
    let expected = [found(ViolationKind::Blocked, &["director"], span(20, 30))];
    assert_eq!(blocked(&held, "director", span(20, 60)), expected);
    assert_eq!(blocked(&held, "director", span(30, 60)), []);
    assert_eq!(blocked(&held, "ada", half_hour()), []);
    let kept: Vec<_> = held.iter().map(|one| Occupancy { origin: Origin::Hold, ..*one }).collect();
    assert_eq!(blocked(&kept, "director", span(20, 60)), []);
}

/// In the room: a credential that is missing is named for what they are there for.
#[test]
fn in_the_room_who_treats_and_who_supervises_are_told_apart() {
    let clinic = supervised("in_room", &[]);
    let both = |treats: &str, supervises: &str| {
        let held = held(&clinic, &[(treats, 30), (supervises, 30)]);
        let broken = broken(&clinic, &held, &[]);
        broken
            .iter()
            .map(|one| told(&clinic, one))
            .map(|(kind, who, _)| (kind, who.join(" ")))
            .collect::<Vec<_>>()
    };
    let late = |who: &str| (ViolationKind::OutsideHours, who.to_owned());
    assert_eq!(both("ben", "ada"), []);
    assert_eq!(both("ben", "nina"), [(ViolationKind::SupervisorUnqualified, "nina".to_owned())]);
    assert_eq!(both("ben", "director"), [late("director")], "before her shift");
    let platform = |who: &str| {
        let held = observed(held(&clinic, &[(who, 30)]));
        broken(&clinic, &held, &[]).iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    assert_eq!(platform("ben"), []);
    assert_eq!(platform("ada"), []);
}
