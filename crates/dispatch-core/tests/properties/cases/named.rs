//! Cases with a name: all that stands in somebody's way is named, and nothing that does not.

use dispatch_core::{
    Block, BlockId, Blocker, BookingId, Minutes, Occupancy, Occupant, Origin, ReasonCode, Span, Verdict,
    assign,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, edited, minutes, one_room_each};

fn time(clock: &str) -> String {
    format!("2026-06-12T{clock}-04:00")
}

fn span(clock: &str, length: i32) -> Span {
    minutes(&time(clock), length)
}

fn clinic(edits: &[(&str, Value)]) -> Clinic {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document = edited(document, "/ranking", json!({ "criteria": [{ "by": "rulebook_order" }] }));
    let document =
        edits.iter().fold(document, |document, (pointer, with)| edited(document, pointer, with.clone()));
    Clinic::new(document, "2026-06-12", 3)
}

fn verdict(clinic: &Clinic, booking: u64, role: &str, who: &str, start: &str) -> Verdict {
    let start = if start.contains('T') { at(start) } else { at(&time(start)) };
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(booking, start)).trace;
    let mut candidates = trace.candidates();
    candidates.find(|one| &*one.role == role && one.who.as_str() == who).unwrap().verdict
}

/// What stands in the way of booking 1, partners aside.
fn in_the_way(clinic: &Clinic, role: &str, who: &str, start: &str) -> Vec<Blocker> {
    match verdict(clinic, 1, role, who, start) {
        Verdict::Blocked(blockers) => {
            let alone = blockers.iter().filter(|blocker| !matches!(blocker, Blocker::NoPartner { .. }));
            alone.cloned().collect()
        }
        _ => Vec::new(),
    }
}

fn of_ada(clinic: &Clinic, start: &str) -> Vec<Blocker> {
    in_the_way(clinic, "provider", "ada", start)
}

fn booked(booking: u64, used: Span) -> Blocker {
    Blocker::Booked { booking: BookingId(booking), used }
}

#[test]
fn ones_own_booking_is_not_in_ones_way() {
    let mut clinic = clinic(&[]);
    clinic.booked(1, "ada", span("13:30", 60), (0, 10));
    clinic.booked(7, "ada", span("14:45", 5), (0, 0));
    assert_eq!(of_ada(&clinic, "14:00"), [booked(7, span("14:45", 5))]);
}

/// The gap that there is and the one that it takes, before and after, for both rules of padding.
#[test]
fn a_buffer_is_named_with_its_gap_whichever_side_keeps_it() {
    let edits = |padding: &str, before: i32, after: i32| {
        clinic(&[
            ("/service/0/buffers", json!({ "provider": { "before": before, "after": after } })),
            ("/padding", json!({ "provider": padding })),
        ])
    };
    for (padding, own, others, first, needed) in [
        // Only the other booking keeps one.
        ("exclusive", (0, 0), (8, 12), true, 12),
        ("exclusive", (0, 0), (12, 8), false, 12),
        ("shared", (0, 0), (8, 12), true, 12),
        ("shared", (0, 0), (12, 8), false, 12),
        // Only this one.
        ("exclusive", (12, 8), (0, 0), true, 12),
        ("exclusive", (8, 12), (0, 0), false, 12),
        ("shared", (12, 8), (0, 0), true, 12),
        ("shared", (8, 12), (0, 0), false, 12),
        // Both.
        ("exclusive", (7, 1), (2, 9), true, 16),
        ("exclusive", (1, 7), (9, 2), false, 16),
        ("shared", (12, 1), (2, 11), true, 12),
        ("shared", (1, 12), (11, 2), false, 12),
    ] {
        let mut clinic = edits(padding, own.0, own.1);
        let used = if first { span("13:29", 20) } else { span("15:11", 20) };
        clinic.booked(7, "ada", used, others);
        let buffer =
            Blocker::Buffer { booking: BookingId(7), used, gap: Minutes(11), needed: Minutes(needed) };
        assert_eq!(of_ada(&clinic, "14:00"), [buffer], "{padding} {own:?} {others:?}");
    }
}

/// A break beside what is needed is no reason why somebody is away for it.
#[test]
fn a_break_beside_it_is_not_named() {
    let breaks = json!([{ "at": "10:30-10:45" }, { "at": "15:00-15:30" }]);
    let clinic = clinic(&[
        ("/provider/0/shifts", json!({ "daily": ["10:00-16:00"] })),
        ("/provider/0/breaks", breaks),
    ]);
    for start in ["09:30", "15:30"] {
        assert_eq!(of_ada(&clinic, start), [Blocker::OffShift { needed: span(start, 60) }]);
    }
    let expected =
        [Blocker::OnBreak { span: span("15:00", 30) }, Blocker::OffShift { needed: span("15:29", 60) }];
    assert_eq!(of_ada(&clinic, "15:29"), expected);
}

#[test]
fn who_is_there_over_midnight_is_not_named_as_away() {
    let mut clinic = clinic(&[("/location/0/hours", json!({ "daily": ["20:00-04:00"] }))]);
    clinic.booked(7, "ada", span("23:50", 5), (0, 0));
    assert_eq!(of_ada(&clinic, "23:30"), [booked(7, span("23:50", 5))]);
    assert_eq!(
        of_ada(&clinic, "2026-06-13T03:30-04:00"),
        [Blocker::OffShift { needed: minutes("2026-06-13T03:30-04:00", 60) }]
    );
}

/// The cap counts bookings that would still be there with all others named lifted.
#[test]
fn a_full_day_is_named_beside_what_is_not_named_yet() {
    let mut clinic = clinic(&[("/provider/0/max_appointments_a_day", json!(1))]);
    clinic.booked(7, "ada", span("14:10", 20), (0, 0));
    clinic.booked(1, "ada", span("10:00", 20), (0, 0));
    assert_eq!(of_ada(&clinic, "14:00"), [booked(7, span("14:10", 20))], "lifted, the day is empty");
    assert_eq!(of_ada(&clinic, "16:00"), [Blocker::DayFull { most: 1 }]);
    clinic.booked(7, "ada", span("16:30", 20), (0, 0));
    let expected = [booked(7, span("14:10", 20)), Blocker::DayFull { most: 1 }];
    assert_eq!(of_ada(&clinic, "14:00"), expected, "part of it would stay");
}

#[test]
fn a_lost_break_is_named_beside_what_is_not_named_yet() {
    let lunch = |length: i32| {
        clinic(&[("/provider/0/breaks", json!([{ "minutes": length, "within": "12:00-13:00" }]))])
    };
    let lost = |length: i32| Blocker::BreakLost { minutes: Minutes(length), within: span("12:00", 60) };
    assert_eq!(of_ada(&lunch(35), "12:30"), [lost(35)]);
    // A block beside it stays, one that lies over it is named and lifted.
    let blocked = |length, of: Span| {
        let mut clinic = lunch(length);
        let lane = clinic.lane("ada");
        clinic.schedule.block(Block { block: BlockId(3), lane, span: of });
        clinic
    };
    assert_eq!(of_ada(&blocked(35, span("12:00", 20)), "12:40"), [lost(35)]);
    let over = span("12:30", 40);
    assert_eq!(of_ada(&blocked(35, over), "12:40"), [Blocker::Block { block: BlockId(3), span: over }]);
    // So are bookings, and its own is not there.
    let mut clinic = lunch(30);
    clinic.booked(1, "ada", span("12:00", 30), (0, 0));
    clinic.booked(8, "ada", span("12:25", 10), (0, 0));
    assert_eq!(of_ada(&clinic, "12:30"), [booked(8, span("12:25", 10))]);
    clinic.booked(9, "ada", span("12:00", 20), (0, 0));
    assert_eq!(of_ada(&clinic, "12:30"), [booked(8, span("12:25", 10)), lost(30)]);
}

/// The break of the next day counts for a booking that reaches into it, though the day of its start has none.
#[test]
fn a_break_of_the_next_day_is_named_too() {
    let evenings = json!({ "fri": ["20:00-24:00"], "sat": ["00:00-02:00"] });
    let mut clinic = clinic(&[
        ("/location/0/hours", evenings),
        ("/provider/0/breaks", json!([{ "minutes": 50, "within": "00:00-01:00" }])),
    ]);
    let next = minutes("2026-06-13T00:00-04:00", 60);
    let lost = Blocker::BreakLost { minutes: Minutes(50), within: next };
    assert!(of_ada(&clinic, "23:30").contains(&lost));
    assert_eq!(of_ada(&clinic, "23:09"), []);
    clinic.booked(7, "ada", span("23:40", 5), (0, 0));
    assert!(of_ada(&clinic, "23:30").contains(&lost));
}

/// Of crowds of the same bookings the largest is named, the first of several; others stand beside it.
#[test]
fn each_crowd_of_a_full_room_is_named_once() {
    let service = json!([{
        "code": "PEEL",
        "phases": [
            { "name": "apply", "minutes": 30, "uses": ["provider", "room"] },
            { "name": "rest", "minutes": 30, "uses": ["provider"] },
            { "name": "remove", "minutes": 30, "uses": ["provider", "room"] },
        ],
        "needs": [{ "kind": "room" }],
    }]);
    let room = json!([{ "id": "room", "kind": "room", "holds": 2 }]);
    let full = |must_go: u16, of: &[(u64, &str, i32)]| Blocker::Full {
        holds: 2,
        must_go,
        of: of
            .iter()
            .map(|(booking, start, length)| Occupant {
                booking: BookingId(*booking),
                used: span(start, *length),
            })
            .collect(),
    };
    let with = |others: &[(u64, &str, i32)]| {
        let mut clinic = clinic(&[("/service", service.clone()), ("/resource", room.clone())]);
        for (booking, start, length) in others {
            clinic.booked(*booking, "room", span(start, *length), (0, 0));
        }
        in_the_way(&clinic, "room", "room", "14:00")
    };
    // Three at first, of whom two stay a while; two others later.
    let (three, two) =
        ([(7, "14:00", 10), (8, "14:00", 20), (9, "14:00", 20)], [(10, "15:05", 9), (11, "15:05", 9)]);
    assert_eq!(with(&[three.as_slice(), &two].concat()), [full(2, &three), full(1, &two)]);
    // The same two in both parts, each with two occupancies.
    let (first, second) = ([(7, "14:00", 20), (8, "14:00", 20)], [(7, "15:05", 9), (8, "15:05", 9)]);
    assert_eq!(with(&[first.as_slice(), &second].concat()), [full(1, &first)]);
    // Two, and later a third with them.
    let (first, later) =
        ([(7, "14:00", 20), (8, "14:00", 20)], [(7, "15:05", 9), (8, "15:05", 9), (9, "15:05", 9)]);
    assert_eq!(with(&[first.as_slice(), &later].concat()), [full(2, &later)]);
}

fn supervised(edits: &[(&str, Value)]) -> Clinic {
    let all = [
        ("/credential", json!([{ "id": "rn" }, { "id": "ma" }, { "id": "md" }])),
        (
            "/provider",
            json!([
                { "id": "ada", "credentials": [{ "id": "rn" }] },
                { "id": "cleo", "credentials": [{ "id": "ma" }] },
                { "id": "dora", "credentials": [{ "id": "ma" }] },
                { "id": "director", "credentials": [{ "id": "md" }] },
            ]),
        ),
        ("/service/0/qualification", json!([["rn"]])),
        ("/service/0/supervision", json!({ "by": [["md"]], "presence": "reachable" })),
    ];
    clinic(&[all.as_slice(), edits].concat())
}

fn supervises(clinic: &mut Clinic, booking: u64, used: Span) {
    clinic.schedule.insert(Occupancy {
        lane: clinic.rulebook.supervisor("director").unwrap(),
        booking: BookingId(booking),
        item: 0,
        phase: 0,
        service: None,
        used,
        before: Minutes(0),
        after: Minutes(0),
        origin: Origin::Observed,
    });
}

#[test]
fn who_supervises_one_at_a_time_is_named_as_booked_and_not_as_full() {
    let mut clinic = supervised(&[]);
    supervises(&mut clinic, 1, span("13:30", 60));
    supervises(&mut clinic, 7, span("14:40", 10));
    assert_eq!(in_the_way(&clinic, "supervisor", "director", "14:00"), [booked(7, span("14:40", 10))]);
    assert_eq!(clinic.book(1, &time("14:00")), Err(vec![ReasonCode::NoSupervisor]));
    assert!(clinic.book(1, &time("13:40")).is_ok(), "its own is not in the way");
}

/// Helpers, a supervisor and a room: what is said to be missing is what is.
#[test]
fn of_people_supervisors_and_things_those_are_lacking_that_are_taken() {
    let helper = |count: u32| json!({ "kind": "provider", "role": "helper", "count": count, "qualification": [["ma"]] });
    let needs = |helpers: u32| ("/service/0/needs", json!([{ "kind": "room" }, helper(helpers)]));
    let flags = |helpers: u32, taken: &[&str]| {
        let edits = if helpers == 0 { Vec::new() } else { vec![needs(helpers)] };
        let mut clinic = supervised(&edits);
        for (booking, who) in (7..).zip(taken) {
            match *who {
                "director" => supervises(&mut clinic, booking, span("14:00", 60)),
                _ => clinic.booked(booking, who, span("14:00", 60), (0, 0)),
            }
        }
        clinic.decide(&clinic.ask(1, at(&time("14:00")))).err().unwrap_or_default()
    };
    assert_eq!(flags(0, &[]), []);
    assert_eq!(flags(0, &["room"]), [ReasonCode::NoResource]);
    assert_eq!(flags(0, &["director"]), [ReasonCode::NoSupervisor]);
    assert_eq!(flags(1, &["cleo"]), []);
    assert_eq!(flags(1, &["cleo", "dora"]), [ReasonCode::NoFurtherProvider]);
    assert_eq!(flags(1, &["cleo", "director"]), [ReasonCode::NoSupervisor]);
    assert_eq!(flags(2, &["room"]), [ReasonCode::NoResource]);
    assert_eq!(flags(2, &["cleo"]), [ReasonCode::NoFurtherProvider]);
    let mut both = flags(2, &["cleo", "director"]);
    both.sort();
    let mut expected = [ReasonCode::NoFurtherProvider, ReasonCode::NoSupervisor];
    expected.sort();
    assert_eq!(both, expected);
}

/// The role that is named is the one of which too few are free.
#[test]
fn the_partner_named_is_the_one_that_is_missing() {
    let role = |role: &str, id: &str| json!({ "kind": "provider", "role": role, "qualification": [[id]] });
    let named = |needs: Value, taken: &[&str]| {
        let mut clinic = supervised(&[
            ("/credential", json!([{ "id": "rn" }, { "id": "ma" }, { "id": "md" }, { "id": "sc" }])),
            ("/provider/2/credentials", json!([{ "id": "ma" }, { "id": "sc" }])),
            ("/service/0/needs", needs),
        ]);
        for (booking, who) in (7..).zip(taken) {
            match *who {
                "director" => supervises(&mut clinic, booking, span("14:00", 60)),
                _ => clinic.booked(booking, who, span("14:00", 60), (0, 0)),
            }
        }
        match verdict(&clinic, 1, "provider", "ada", "14:00") {
            Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
            _ => Vec::new(),
        }
    };
    let missing = |role: &str| vec![Blocker::NoPartner { role: role.into() }];
    let two = || json!([role("helper", "ma"), role("scribe", "sc")]);
    assert_eq!(named(two(), &[]), []);
    assert_eq!(named(two(), &["dora"]), missing("scribe"), "Cleo could help");
    // Dora alone is left for both: of each there is one.
    assert_eq!(named(two(), &["cleo"]), missing("helper"));
    assert_eq!(named(two(), &["cleo", "director"]), missing("supervisor"));
    let things = json!([{ "kind": "room" }, role("scribe", "sc")]);
    assert_eq!(named(things.clone(), &["room"]), missing("room"));
    assert_eq!(named(things, &["dora", "room"]), missing("scribe"));
}

/// What is not chosen and could be is told as left free, wherever it stands among its like.
#[test]
fn a_room_that_could_serve_is_left_free() {
    let rooms = json!([
        { "id": "left", "kind": "room" }, { "id": "middle", "kind": "room" }, { "id": "right", "kind": "room" },
        { "id": "laser", "kind": "device", "fixed_in": "left" }, { "id": "cart", "kind": "device" },
    ]);
    let needs = |count: u32, any_of: &str| json!([{ "kind": "room", "count": count }, { "kind": "device", "any_of": [any_of] }]);
    let with = |count: u32, device: &str| {
        let mut clinic = clinic(&[
            ("/resource", rooms.clone()),
            ("/service/0/needs", needs(count, device)),
            ("/ranking/resource_order", json!("listed")),
        ]);
        let told = ["left", "middle", "right"].map(|room| verdict(&clinic, 1, "room", room, "14:00"));
        (told, clinic.book(1, &time("14:00")).unwrap())
    };
    let fixed_elsewhere = Verdict::Blocked(
        dispatch_core::Blockers::of(vec![Blocker::NoPartner { role: "device".into() }]).unwrap(),
    );
    let (told, took) = with(1, "cart");
    assert_eq!(took, ["ada", "left", "cart"]);
    assert_eq!(told, [Verdict::Chosen, Verdict::LeftFree, Verdict::LeftFree]);
    let (told, _) = with(1, "laser");
    assert_eq!(told, [Verdict::Chosen, fixed_elsewhere.clone(), fixed_elsewhere]);
    // Two rooms, the laser in the first: the third room would do beside that one.
    for device in ["cart", "laser"] {
        let (told, took) = with(2, device);
        assert_eq!(took, ["ada", "left", "middle", device]);
        assert_eq!(told, [Verdict::Chosen, Verdict::Chosen, Verdict::LeftFree], "{device}");
    }
}

/// The first room that is free is not the one with the device: another is looked for.
#[test]
fn a_device_that_stands_in_another_room_is_taken_with_that_room() {
    let mut clinic = clinic(&[
        (
            "/resource",
            json!([
                { "id": "left", "kind": "room" }, { "id": "right", "kind": "room" },
                { "id": "laser", "kind": "device", "fixed_in": "right" },
            ]),
        ),
        ("/service/0/needs", json!([{ "kind": "room" }, { "kind": "device" }])),
        ("/ranking/resource_order", json!("listed")),
    ]);
    assert_eq!(clinic.book(1, &time("14:00")).unwrap(), ["ada", "right", "laser"]);
}

fn lacks(role: &str) -> Verdict {
    Verdict::Blocked(dispatch_core::Blockers::of(vec![Blocker::NoPartner { role: role.into() }]).unwrap())
}

/// A room that is free says what is missing beside it; one that is taken itself says no more than that.
#[test]
fn a_room_that_is_free_lacks_the_device_that_is_taken() {
    let mut clinic = clinic(&[
        (
            "/resource",
            json!([
                { "id": "left", "kind": "room" }, { "id": "right", "kind": "room" },
                { "id": "cart", "kind": "device" },
            ]),
        ),
        ("/service/0/needs", json!([{ "kind": "room" }, { "kind": "device" }])),
    ]);
    clinic.booked(7, "cart", span("14:00", 60), (0, 0));
    clinic.booked(8, "right", span("14:00", 60), (0, 0));
    let taken = dispatch_core::Blockers::of(vec![booked(8, span("14:00", 60))]).unwrap();
    assert_eq!(verdict(&clinic, 1, "room", "left", "14:00"), lacks("device"));
    assert_eq!(verdict(&clinic, 1, "room", "right", "14:00"), Verdict::Blocked(taken));
}

/// Of two rooms or two devices that are needed together, the only one for the second role is free for the first too, and
/// then the second has none.
#[test]
fn what_alone_can_fill_another_role_lacks_that_partner() {
    for kind in ["room", "device"] {
        let clinic = clinic(&[
            (
                "/resource",
                json!([
                    { "id": "first", "kind": kind }, { "id": "second", "kind": kind }, { "id": "third", "kind": kind },
                ]),
            ),
            (
                "/service/0/needs",
                json!([{ "kind": kind, "role": "any" }, { "kind": kind, "role": "one", "any_of": ["second"] }]),
            ),
            ("/ranking/resource_order", json!("listed")),
        ]);
        let any = |who: &str| verdict(&clinic, 1, "any", who, "14:00");
        assert_eq!(
            [any("first"), any("second"), any("third")],
            [Verdict::Chosen, lacks("one"), Verdict::LeftFree]
        );
    }
}

/// What is missing beside somebody is asked for as long as they take, whoever was asked about before.
#[test]
fn a_partner_is_missing_for_those_who_take_too_long_for_it_alone() {
    let provider = |id: &str, minutes: i32| json!({ "id": id, "minutes": { "TOX": minutes } });
    let mut clinic = clinic(&[(
        "/provider",
        json!([{ "id": "ada" }, provider("ben", 90), provider("cleo", 45), { "id": "dora" }]),
    )]);
    for (booking, who) in (7..).zip(["ada", "cleo"]) {
        clinic.booked(booking, who, span("14:00", 30), (0, 0));
    }
    clinic.booked(9, "room", span("15:00", 60), (0, 0));
    let of = |who: &str| verdict(&clinic, 1, "provider", who, "14:00");
    let taken = |booking: u64| {
        Verdict::Blocked(dispatch_core::Blockers::of(vec![booked(booking, span("14:00", 30))]).unwrap())
    };
    assert_eq!([of("ada"), of("ben"), of("cleo")], [taken(7), lacks("room"), taken(8)]);
    assert_eq!(of("dora"), Verdict::Chosen);
}

/// Somebody who takes longer is judged last, with a room for longer: who treats gets the one that was found for them.
#[test]
fn the_room_is_the_one_that_was_found_for_whoever_treats() {
    let mut clinic = clinic(&[
        ("/provider", json!([{ "id": "ada" }, { "id": "ben", "minutes": { "TOX": 90 } }])),
        ("/resource", json!([{ "id": "left", "kind": "room" }, { "id": "right", "kind": "room" }])),
        ("/ranking/resource_order", json!("listed")),
    ]);
    clinic.booked(7, "left", span("15:00", 30), (0, 0));
    assert_eq!(clinic.book(1, &time("14:00")).unwrap(), ["ada", "left"]);
}
