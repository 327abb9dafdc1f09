//! Cases with a name: what the checker finds of a booking as a whole, who may fill its roles, how long it may be, and how
//! its services follow each other.

use dispatch_core::{Occupancy, Origin, Span, Violation, ViolationKind};
use serde_json::{Value, json};

use crate::{
    cases::{
        check::lanes::{broken, found, of_kinds, ours, padded, told},
        visits::several::span,
    },
    clinic::{Clinic, edited},
};

/// Two nurses of whom Ada takes 45 minutes, an assistant, two rooms and two lasers of which one stands in the first room.
pub(crate) fn document() -> Value {
    let provider = |id: &str, credential: &str| json!({ "id": id, "credentials": [{ "id": credential }] });
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "credential": [{ "id": "rn" }, { "id": "ma" }, { "id": "md" }, { "id": "np" }],
        "provider": [
            { "id": "ada", "credentials": [{ "id": "rn" }], "minutes": { "TOX": 45 } },
            provider("ben", "rn"),
            provider("cleo", "ma"),
        ],
        "resource": [
            { "id": "room", "kind": "room", "capabilities": ["laser"] },
            { "id": "den", "kind": "room" },
            { "id": "laser", "kind": "device", "fixed_in": "room" },
            { "id": "cart", "kind": "device" },
        ],
        "service": [{ "code": "TOX", "minutes": 30, "qualification": [["rn"]] }],
    })
}

pub(crate) fn clinic(edits: &[(&str, Value)]) -> Clinic {
    let document = edits.iter().fold(document(), |document, (at, with)| edited(document, at, with.clone()));
    Clinic::new(document, "2026-06-12", 3)
}

fn needing(needs: Value) -> Clinic {
    clinic(&[("/service/0/needs", needs)])
}

pub(crate) fn half_hour() -> Span {
    span(0, 30)
}

/// Of ours, from ten on, each for so many minutes.
pub(crate) fn held(clinic: &Clinic, who: &[(&str, i32)]) -> Vec<Occupancy> {
    who.iter().map(|(who, minutes)| ours(clinic, 1, who, span(0, *minutes))).collect()
}

pub(crate) fn observed(held: Vec<Occupancy>) -> Vec<Occupancy> {
    held.into_iter().map(|one| Occupancy { origin: Origin::Observed, ..one }).collect()
}

pub(crate) fn kinds(clinic: &Clinic, held: &[Occupancy]) -> Vec<ViolationKind> {
    broken(clinic, held, &[]).into_iter().map(|one| one.kind).collect()
}

#[test]
fn a_booking_of_ours_holds_all_that_the_service_needs_for_its_time_and_nothing_else() {
    let clinic = needing(json!([{ "kind": "room" }]));
    let kinds = |who: &[(&str, i32)]| kinds(&clinic, &held(&clinic, who));
    assert_eq!(kinds(&[("ben", 30), ("room", 30)]), []);
    let incomplete = [ViolationKind::Incomplete];
    assert_eq!(kinds(&[("ben", 30)]), incomplete);
    assert_eq!(kinds(&[("ben", 30), ("room", 29)]), incomplete);
    assert_eq!(kinds(&[("ben", 31), ("room", 31)]), incomplete);
    assert_eq!(kinds(&[("ben", 30), ("room", 30), ("den", 30)]), incomplete);
    assert_eq!(kinds(&[("ben", 30), ("cart", 30)]), incomplete);
    assert_eq!(kinds(&[("ben", 30), ("cleo", 30)]), incomplete);
    assert_eq!(kinds(&[("room", 30)]), [ViolationKind::NoProvider]);
    assert_eq!(kinds(&[("cleo", 30), ("room", 30)]), [ViolationKind::Unqualified]);
    let alone = needing(json!([]));
    assert_eq!(self::kinds(&alone, &held(&alone, &[("room", 30)])), [ViolationKind::NoProvider]);
}

#[test]
fn two_that_are_alike_may_be_any_two() {
    let clinic = needing(json!([{ "kind": "room", "count": 2 }]));
    let kinds = |who: &[(&str, i32)]| kinds(&clinic, &held(&clinic, who));
    assert_eq!(kinds(&[("ben", 30), ("room", 30), ("den", 30)]), []);
    assert_eq!(kinds(&[("ben", 30), ("den", 30), ("room", 30)]), []);
    assert_eq!(kinds(&[("ben", 30), ("room", 30)]), [ViolationKind::Incomplete]);
}

#[test]
fn buffers_are_kept_before_and_after() {
    let clinic = clinic(&[("/service/0/buffers", json!({ "provider": { "before": 5, "after": 10 } }))]);
    let kinds =
        |before, after| kinds(&clinic, &[padded(ours(&clinic, 1, "ben", half_hour()), before, after)]);
    assert_eq!(kinds(5, 10), []);
    assert_eq!(kinds(6, 11), [], "more will do");
    assert_eq!(kinds(4, 10), [ViolationKind::Incomplete]);
    assert_eq!(kinds(5, 9), [ViolationKind::Incomplete]);
}

/// How long it takes is a matter of who treats, and of nobody who helps.
#[test]
fn the_one_who_treats_says_how_long_it_takes() {
    let clinic = needing(json!([{ "kind": "provider", "role": "helper", "qualification": [["ma"]] }]));
    let kinds = |who: &[(&str, i32)]| kinds(&clinic, &held(&clinic, who));
    assert_eq!(kinds(&[("ada", 45), ("cleo", 45)]), []);
    assert_eq!(kinds(&[("ben", 30), ("cleo", 30)]), []);
    assert_eq!(kinds(&[("ada", 30), ("cleo", 30)]), [ViolationKind::Incomplete]);
    assert_eq!(kinds(&[("ben", 45), ("cleo", 45)]), [ViolationKind::Incomplete]);
    // Ada, who may help too, treats no longer than Ben who does.
    let both = json!([{ "id": "rn" }, { "id": "ma" }]);
    let helper = json!([{ "kind": "provider", "role": "helper", "qualification": [["ma"]] }]);
    let clinic = self::clinic(&[("/service/0/needs", helper), ("/provider/0/credentials", both)]);
    let kinds = |minutes| self::kinds(&clinic, &held(&clinic, &[("ada", minutes), ("ben", minutes)]));
    assert_eq!(kinds(30), [], "Ben treats");
    assert_eq!(kinds(45), [ViolationKind::Unqualified], "Ada treats, and Ben may not help");
}

#[test]
fn a_service_is_longer_by_what_add_ons_come_to_and_by_nothing_else() {
    let add_on = |code: &str, minutes: i32, services: Value| json!({ "code": code, "minutes": minutes, "services": services });
    let tox = json!({ "code": "TOX", "minutes": 30, "qualification": [["rn"]] });
    let peel = json!({ "code": "PEEL", "minutes": 30 });
    let clinic = clinic(&[
        ("/service", json!([tox, peel])),
        (
            "/add_on",
            json!([
                add_on("CREAM", 10, json!(["TOX"])),
                add_on("WASH", 15, json!(["TOX"])),
                add_on("BOOST", 12, json!(["PEEL"]))
            ]),
        ),
    ]);
    let sound = |who: &str| -> Vec<i32> {
        let minutes = 20..80;
        minutes.filter(|minutes| kinds(&clinic, &held(&clinic, &[(who, *minutes)])).is_empty()).collect()
    };
    assert_eq!(sound("ben"), [30, 40, 45, 50, 55, 60, 65, 70, 75]);
    assert_eq!(sound("ada"), [45, 55, 60, 65, 70, 75], "from her own length on");
}

/// Only what grows says how much longer it is.
#[test]
fn phases_grow_together_or_not_at_all() {
    let service = json!({
        "code": "TOX", "qualification": [["rn"]], "needs": [{ "kind": "room" }],
        "phases": [
            { "name": "wait", "minutes": 10, "uses": ["room"] },
            { "name": "treat", "minutes": 30, "uses": ["provider", "room"] },
        ],
    });
    let clinic = clinic(&[
        ("/service", json!([service])),
        ("/provider", json!([{ "id": "ben", "credentials": [{ "id": "rn" }] }])),
        ("/add_on", json!([{ "code": "CREAM", "minutes": 10, "services": ["TOX"] }])),
    ]);
    let booked = |room: i32, provider: Span| {
        kinds(&clinic, &[ours(&clinic, 1, "room", span(0, room)), ours(&clinic, 1, "ben", provider)])
    };
    assert_eq!(booked(40, span(10, 40)), []);
    assert_eq!(booked(50, span(10, 50)), []);
    assert_eq!(booked(40, span(0, 40)), [ViolationKind::Incomplete], "the waiting does not shrink");
    assert_eq!(booked(50, span(20, 50)), [ViolationKind::Incomplete]);
}

#[test]
fn a_device_is_used_in_its_room_and_a_platform_may_leave_the_room_unsaid() {
    let clinic = needing(json!([{ "kind": "room" }, { "kind": "device" }]));
    let without = |who: &[Occupancy]| of_kinds(&clinic, &[ViolationKind::DeviceWithoutRoom], who, &[]).len();
    let who = |room: &str, minutes| held(&clinic, &[("ben", 30), (room, minutes), ("laser", 30)]);
    assert_eq!(without(&who("room", 30)), 0);
    assert_eq!(without(&who("room", 29)), 1, "the whole time");
    assert_eq!(without(&who("den", 30)), 1);
    assert_eq!(without(&held(&clinic, &[("ben", 30), ("laser", 30)])), 1);
    assert_eq!(without(&held(&clinic, &[("ben", 30), ("den", 30), ("cart", 30)])), 0);
    assert_eq!(without(&observed(who("room", 29))), 0, "some of the time will do");
    assert_eq!(without(&observed(who("den", 30))), 1);
    assert_eq!(
        without(&observed(held(&clinic, &[("ben", 30), ("laser", 30)]))),
        0,
        "it may be the right one"
    );
}

#[test]
fn who_the_platform_has_put_there_may_do_it_and_what_is_missing_is_its_own_affair() {
    let clinic = needing(json!([{ "kind": "room", "capabilities": ["laser"] }, { "kind": "device" }]));
    let found_of = |who: &[(&str, i32)]| -> Vec<_> {
        let broken = broken(&clinic, &observed(held(&clinic, who)), &[]);
        assert!(!broken.iter().any(Violation::is_ours));
        broken.iter().map(|one| told(&clinic, one)).collect()
    };
    assert_eq!(found_of(&[("ben", 30)]), []);
    assert_eq!(found_of(&[("ben", 30), ("room", 30), ("laser", 30)]), []);
    assert_eq!(found_of(&[("cleo", 30)]), [found(ViolationKind::Unqualified, &["cleo"], half_hour())]);
    assert_eq!(found_of(&[("den", 30)]), [found(ViolationKind::Unsuitable, &["den"], half_hour())]);
    let none = needing(json!([]));
    for thing in ["room", "cart"] {
        let kinds = kinds(&none, &observed(held(&none, &[(thing, 30)])));
        assert_eq!(kinds, [ViolationKind::Unsuitable], "the service needs no {thing}");
    }
}

/// Ours and the platform's in one booking are judged for opening hours once, together.
#[test]
fn one_service_is_outside_opening_hours_once() {
    let clinic = clinic(&[
        ("/service/0/needs", json!([{ "kind": "room" }])),
        ("/provider/1/shifts", json!({ "daily": ["09:00-20:00"] })),
    ]);
    let late = span(460, 490);
    let mut held = vec![ours(&clinic, 1, "ben", late), ours(&clinic, 1, "room", span(450, 480))];
    held[1].origin = Origin::Observed;
    let outside = of_kinds(&clinic, &[ViolationKind::OutsideOpening], &held, &[]);
    assert_eq!(outside, [found(ViolationKind::OutsideOpening, &["ben", "room"], span(450, 490))]);
}

/// A peel and a facial by people who keep 5 minutes on either side; a room keeps 10 after each, and so does a device.
fn visits(rules: &Value) -> Clinic {
    let buffers = json!({ "provider": { "before": 5, "after": 5 }, "room": { "after": 10 }, "device": { "after": 10 } });
    let service = |code: &str, minutes: i32| {
        json!({
            "code": code, "minutes": minutes, "qualification": [["rn"]], "buffers": buffers,
            "needs": [{ "kind": "room" }, { "kind": "device" }],
        })
    };
    let mut document = document();
    document["service"] = json!([service("PEEL", 30), service("FACIAL", 45)]);
    document["provider"][0]["minutes"] = json!({});
    document["visits"] = rules.clone();
    Clinic::new(document, "2026-06-12", 2)
}

/// Both services with all that they hold, the second some minutes after the first. What the buffers between are is given:
/// after the first and before the second on the provider, after the first in the room.
fn two(
    clinic: &Clinic,
    gap: i32,
    (second, den): (&str, &str),
    (after, before): (i32, i32),
    room: i32,
) -> Vec<Occupancy> {
    let (first, next) = (half_hour(), span(30 + gap, 75 + gap));
    let facial = |on: &str| Occupancy { item: 1, service: Some(1), ..ours(clinic, 1, on, next) };
    vec![
        padded(ours(clinic, 1, "ben", first), 5, after),
        padded(ours(clinic, 1, "room", first), 0, room),
        padded(ours(clinic, 1, "laser", first), 0, 10),
        padded(facial(second), before, 5),
        padded(facial(den), 0, 10),
        padded(facial("cart"), 0, 10),
    ]
}

#[test]
fn services_of_a_visit_follow_each_other_on_the_grid_and_wait_no_longer_than_they_may() {
    let clinic = visits(&json!({ "most_minutes_between": 10, "grid": 5 }));
    let apart = |gap: i32| {
        // By two people in two rooms, so that nothing else is asked.
        let held = two(&clinic, gap, ("ada", "den"), (5, 5), 10);
        of_kinds(&clinic, &[ViolationKind::Apart, ViolationKind::Incomplete], &held, &[])
    };
    let names = ["ada", "ben", "room", "den", "laser", "cart"];
    for gap in [0, 5, 10] {
        assert_eq!(apart(gap), [], "{gap}");
    }
    for gap in [15, 11, 3, -5, -10] {
        let between = if gap < 0 { span(30 + gap, 30) } else { span(30, 30 + gap) };
        assert_eq!(apart(gap), [found(ViolationKind::Apart, &names, between)], "{gap}");
    }
}

/// Where the same provider goes on, or the client stays in the room, the time between is the visit's own.
#[test]
fn buffers_between_two_services_are_left_out_only_where_one_goes_on() {
    let clinic = visits(&json!({ "most_minutes_between": 10, "grid": 5 }));
    let kinds = |held: &[Occupancy]| kinds(&clinic, held);
    let (same, others) = (("ben", "room"), ("ada", "den"));
    let incomplete = [ViolationKind::Incomplete];
    assert_eq!(kinds(&two(&clinic, 0, same, (0, 0), 0)), []);
    assert_eq!(kinds(&two(&clinic, 5, same, (5, 0), 5)), [], "all of the time between is kept");
    assert_eq!(kinds(&two(&clinic, 0, others, (5, 5), 10)), []);
    // Somebody else goes on, in another room: then each keeps their own.
    assert_eq!(kinds(&two(&clinic, 0, others, (0, 5), 10)), incomplete);
    assert_eq!(kinds(&two(&clinic, 0, others, (5, 0), 10)), incomplete);
    assert_eq!(kinds(&two(&clinic, 0, others, (5, 5), 0)), incomplete);
    // Minutes between that nobody keeps.
    let loose = kinds(&two(&clinic, 5, same, (0, 0), 0));
    assert!(loose.contains(&ViolationKind::Incomplete), "{loose:?}");
    let loose = kinds(&two(&clinic, 0, same, (0, 5), 0));
    assert!(loose.contains(&ViolationKind::Incomplete), "{loose:?}");
    // A device cools down even between two services of one visit.
    let mut hot = two(&clinic, 0, same, (0, 0), 0);
    hot[2] = padded(ours(&clinic, 1, "cart", half_hour()), 0, 0);
    assert!(kinds(&hot).contains(&ViolationKind::Incomplete));
    hot[2] = padded(ours(&clinic, 1, "cart", half_hour()), 0, 10);
    assert_eq!(kinds(&hot), [ViolationKind::Buffer]);
}

#[test]
fn a_sentence_names_who_when_and_what() {
    let clinic = clinic(&[]);
    let sentence = |used| {
        let broken = broken(&clinic, &[ours(&clinic, 1, "cleo", used)], &[]);
        broken.iter().map(|one| one.display(&clinic.rulebook).to_string()).collect::<Vec<_>>()
    };
    let text = sentence(half_hour());
    assert_eq!(text.len(), 1);
    assert!(text[0].starts_with("cleo, 2026-06-12 10:00-10:30: "), "{text:?}");
    let night = sentence(span(13 * 60 + 45, 14 * 60 + 15));
    assert!(
        night.iter().any(|one| one.starts_with("cleo, 2026-06-12 23:45 to 2026-06-13 00:15: ")),
        "{night:?}"
    );
}
