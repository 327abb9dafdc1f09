//! Cases with a name: the starts of a window, found all at once, are those that book one by one, and no others. Each
//! clinic has one rule at work, and the window covers its whole horizon, minute by minute.

use dispatch_core::{
    Block, BlockId, Cleared, Client, Minute, Minutes, Outcome, Request, SlotScratch, Span, When, assign,
    starts,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, edited, minutes, one_room_each};

/// How many starts of the whole horizon book. Those found at once are the same.
fn same(clinic: &Clinic, request: &Request) -> usize {
    let pages = clinic.rulebook.pages();
    let window = pages.horizon();
    let books = |start: &Minute| {
        let one = Request { when: When::At(*start), ..request.clone() };
        matches!(assign(&clinic.rulebook, &clinic.schedule, &one).outcome, Outcome::Assigned(_))
    };
    let from = request.not_before.map_or(window.start, |earliest| earliest.max(window.start));
    let expected: Vec<Minute> = (from.0..window.end.0).map(Minute).filter(books).collect();
    let mut scratch = SlotScratch::default();
    for grid in [1, 7, 60] {
        let within = When::Within { window, grid: Minutes(grid) };
        let request = Request { when: within, ..request.clone() };
        let found: Vec<Minute> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
        let on_grid = |start: &&Minute| {
            let midnight = pages.midnights().iter().rev().find(|midnight| midnight <= start);
            midnight.is_some_and(|midnight| start.since(*midnight).0 % grid == 0)
        };
        let expected: Vec<Minute> = expected.iter().filter(on_grid).copied().collect();
        assert_eq!(found, expected, "every {grid}");
    }
    expected.len()
}

const DAY: &str = "2026-06-12";

fn time(clock: &str) -> String {
    format!("{DAY}T{clock}-04:00")
}

fn new_york(edits: &[(&str, Value)]) -> Value {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document = edited(document, "/ranking", json!({ "criteria": [{ "by": "rulebook_order" }] }));
    edits.iter().fold(document, |document, (pointer, with)| edited(document, pointer, with.clone()))
}

fn clinic(edits: &[(&str, Value)]) -> Clinic {
    Clinic::new(new_york(edits), DAY, 2)
}

fn ask(clinic: &Clinic) -> Request {
    clinic.ask(1, at(&time("09:00")))
}

/// Nine hours of a day less the service itself.
const BARE: usize = 9 * 60 - 59;

#[test]
fn buffers_of_both_sides_and_ones_own_booking() {
    let buffers = json!({ "provider": { "before": 5, "after": 10 }, "room": { "before": 12, "after": 3 } });
    for padding in ["exclusive", "shared"] {
        for kind in ["provider", "room"] {
            let mut clinic =
                clinic(&[("/service/0/buffers", buffers.clone()), ("/padding", json!({ kind: padding }))]);
            let alone = same(&clinic, &ask(&clinic));
            assert_eq!(alone, 2 * (BARE - 12 - 10));
            let on = if kind == "provider" { "ada" } else { "room" };
            clinic.booked(7, on, minutes(&time("11:00"), 20), (0, 15));
            clinic.booked(8, on, minutes(&time("14:00"), 7), (25, 0));
            let beside = same(&clinic, &ask(&clinic));
            // Its own, which it may lie over, near one of another's.
            clinic.booked(1, "ada", minutes(&time("12:00"), 60), (5, 10));
            clinic.booked(1, "room", minutes(&time("12:00"), 60), (12, 3));
            assert_eq!(same(&clinic, &ask(&clinic)), beside, "{kind} {padding}");
            assert_ne!(same(&clinic, &clinic.ask(2, at(&time("09:00")))), beside, "{kind} {padding}");
            let lane = clinic.lane(on);
            clinic.schedule.block(Block { block: BlockId(3), lane, span: minutes(&time("16:00"), 30) });
            assert!(same(&clinic, &ask(&clinic)) < beside, "{kind} {padding}");
        }
    }
}

/// The provider leaves and comes back: another's booking, or a break, has room between.
#[test]
fn a_use_in_several_parts() {
    let service = json!([{
        "code": "PEEL",
        "phases": [
            { "name": "apply", "minutes": 20, "uses": ["provider", "room"] },
            { "name": "rest", "minutes": 45, "uses": ["room"] },
            { "name": "remove", "minutes": 15, "uses": ["provider", "room"] },
        ],
        "needs": [{ "kind": "room" }],
        "buffers": { "provider": { "before": 3, "after": 5 } },
    }]);
    let lunch = |minutes: i32| json!([{ "minutes": minutes, "within": "12:00-13:10" }]);
    let mut last = usize::MAX;
    for length in [30, 37, 38, 60] {
        for padding in ["exclusive", "shared"] {
            let mut clinic = clinic(&[
                ("/service", service.clone()),
                ("/provider/0/breaks", lunch(length)),
                ("/padding", json!({ "provider": padding })),
            ]);
            let count = same(&clinic, &ask(&clinic));
            assert!(0 < count && count <= last, "{length}: {count}");
            last = count;
            clinic.booked(7, "ada", minutes(&time("10:00"), 30), (4, 2));
            clinic.booked(8, "ada", minutes(&time("12:05"), 4), (0, 0));
            clinic.booked(9, "ada", minutes(&time("15:00"), 31), (6, 7));
            let others = same(&clinic, &ask(&clinic));
            assert!(others < count);
            clinic.booked(1, "ada", minutes(&time("12:20"), 20), (3, 5));
            clinic.booked(1, "ada", minutes(&time("13:25"), 15), (3, 5));
            assert_eq!(same(&clinic, &ask(&clinic)), others, "its own stands in no way of its break");
        }
    }
}

#[test]
fn a_break_that_floats_between_bookings() {
    for (within, length) in
        [("12:00-13:30", 30), ("09:00-18:00", 240), ("12:59-13:29", 30), ("17:00-18:00", 1)]
    {
        let breaks = json!([{ "minutes": length, "within": within }, { "at": "10:15-10:30" }]);
        let buffers = json!({ "provider": { "before": 2, "after": 4 } });
        let mut clinic = clinic(&[("/provider/0/breaks", breaks), ("/service/0/buffers", buffers)]);
        let alone = same(&clinic, &ask(&clinic));
        clinic.booked(7, "ada", minutes(&time("11:40"), 25), (0, 5));
        clinic.booked(8, "ada", minutes(&time("13:25"), 5), (1, 0));
        let beside = same(&clinic, &ask(&clinic));
        assert!(beside < alone, "{within}");
        clinic.booked(1, "ada", minutes(&time("12:15"), 60), (2, 4));
        assert_eq!(same(&clinic, &ask(&clinic)), beside, "{within}");
    }
}

#[test]
fn caps_and_minutes_in_a_row() {
    let in_a_row = json!({ "minutes": 120, "pause": 15 });
    let mut clinic = clinic(&[("/provider/0/max_in_a_row", in_a_row)]);
    clinic.booked(7, "ada", minutes(&time("10:00"), 60), (0, 0));
    clinic.booked(8, "ada", minutes(&time("13:00"), 45), (0, 10));
    clinic.booked(9, "ada", minutes(&time("15:30"), 75), (0, 0));
    let count = same(&clinic, &ask(&clinic));
    clinic.booked(1, "ada", minutes(&time("14:00"), 60), (0, 0));
    assert_eq!(same(&clinic, &ask(&clinic)), count);
    assert!(same(&clinic, &clinic.ask(2, at(&time("09:00")))) < count);

    let mut capped = self::clinic(&[("/provider/0/max_appointments_a_day", json!(2))]);
    capped.booked(1, "ada", minutes(&time("10:00"), 30), (0, 0));
    capped.booked(7, "ada", minutes(&time("13:00"), 30), (0, 0));
    assert!(same(&capped, &ask(&capped)) > BARE, "its own does not count");
    assert_eq!(same(&capped, &capped.ask(2, at(&time("09:00")))), BARE, "the other day");
}

#[test]
fn hours_in_two_parts_and_who_takes_longer() {
    let providers = json!([
        { "id": "ada", "minutes": { "TOX": 75 }, "shifts": { "daily": ["09:00-12:40", "13:00-19:00"] } },
        { "id": "ben", "minutes": { "TOX": 50 }, "shifts": { "daily": ["10:00-11:30"] } },
        { "id": "cleo", "shifts": { "daily": ["16:00-18:00"] } },
        { "id": "dora", "minutes": { "TOX": 75 }, "shifts": { "daily": ["08:00-09:30", "13:00-14:20"] } },
    ]);
    let hours = json!({ "daily": ["09:00-12:30", "13:00-18:00"] });
    let mut clinic = clinic(&[("/provider", providers), ("/location/0/hours", hours)]);
    let count = same(&clinic, &ask(&clinic));
    clinic.booked(7, "cleo", minutes(&time("16:30"), 30), (0, 0));
    clinic.booked(8, "room", minutes(&time("15:10"), 10), (0, 0));
    let beside = same(&clinic, &ask(&clinic));
    assert!(beside < count);
    for name in ["ada", "ben", "cleo", "dora"] {
        let mut request = ask(&clinic);
        request.items[0].requested = Some(clinic.lane(name));
        let theirs = same(&clinic, &request);
        assert!(0 < theirs && theirs < beside, "{name}");
    }
    let mut without = ask(&clinic);
    without.client.avoid = vec![clinic.lane("ada")];
    assert!(same(&clinic, &without) < beside);
    // Where the client must leave in time, whoever takes longer is out; so is a longer service.
    let mut request = ask(&clinic);
    request.client.busy = vec![minutes(&time("11:15"), 10), minutes(&time("17:30"), 5)];
    let busy = same(&clinic, &request);
    assert!(0 < busy && busy < beside);
    request.items[0].added_minutes = Minutes(20);
    let longer = same(&clinic, &request);
    assert!(0 < longer && longer < busy);
    clinic.schedule.set_readable(clinic.lane("ada"), false);
    let unread = same(&clinic, &request);
    assert!(0 < unread && unread < longer);
}

#[test]
fn days_that_differ_and_uses_over_midnight() {
    let kolkata = [
        ("Asia/Kolkata", "2026-06-12"),
        ("America/New_York", "2026-03-07"),
        ("America/New_York", "2026-10-31"),
    ];
    for (zone, first) in kolkata {
        for hours in ["20:00-04:00", "00:00-24:00", "09:00-18:00"] {
            let document = edited(new_york(&[]), "/location/0/time_zone", json!(zone));
            let document = edited(document, "/location/0/hours", json!({ "daily": [hours] }));
            let buffers =
                json!({ "provider": { "before": 5, "after": 10 }, "room": { "before": 1, "after": 20 } });
            let document = edited(document, "/service/0/buffers", buffers);
            let breaks = json!([{ "minutes": 30, "within": "00:30-01:20" }]);
            let document = edited(
                document,
                "/provider/0/breaks",
                if hours == "09:00-18:00" { json!([]) } else { breaks },
            );
            let document = edited(document, "/provider/0/max_appointments_a_day", json!(2));
            let mut clinic = Clinic::new(document, first, 3);
            let midnight = clinic.rulebook.pages().midnights()[1];
            let request = clinic.ask(1, midnight);
            let alone = same(&clinic, &request);
            let later = |by| Span::from_start(midnight.plus(Minutes(by)), Minutes(20));
            clinic.booked(7, "ada", later(-90), (0, 5));
            clinic.booked(8, "ada", later(23 * 60), (0, 5));
            clinic.booked(9, "room", later(11 * 60), (0, 5));
            let beside = same(&clinic, &request);
            assert!(0 < beside && beside < alone, "{zone} {hours}");
        }
    }
}

#[test]
fn cleaning_after_closing() {
    let all = json!({ "provider": true, "room": true });
    let buffers = json!({ "provider": { "before": 4, "after": 10 }, "room": { "after": 25 } });
    for padding in ["exclusive", "shared"] {
        let mut clinic = clinic(&[
            ("/service/0/buffers", buffers.clone()),
            ("/padding", json!({ "cleanup_may_overrun_close": all, "provider": padding, "room": padding })),
        ]);
        assert_eq!(same(&clinic, &ask(&clinic)), 2 * (BARE - 4), "{padding}");
        clinic.booked(7, "room", minutes(&time("18:10"), 10), (5, 0));
        clinic.booked(8, "ada", minutes(&time("12:00"), 10), (5, 7));
        let lane = clinic.lane("room");
        clinic.schedule.block(Block { block: BlockId(3), lane, span: minutes("2026-06-13T18:20-04:00", 5) });
        assert!(same(&clinic, &ask(&clinic)) < 2 * (BARE - 4), "{padding}");
    }
    // Of the room alone: a provider's ten minutes lie inside, with buffers or without.
    for buffers in [json!({ "provider": { "after": 10 }, "room": { "after": 25 } }), json!({})] {
        let room = json!({ "cleanup_may_overrun_close": { "room": true } });
        let after = if buffers == json!({}) { 0 } else { 10 };
        let clinic = clinic(&[("/service/0/buffers", buffers), ("/padding", room)]);
        assert_eq!(same(&clinic, &ask(&clinic)), 2 * (BARE - after));
    }
}

/// Two assistants, two rooms, and devices of which some stand in a room.
#[test]
fn people_and_things_that_go_together() {
    let document = new_york(&[
        ("/credential", json!([{ "id": "rn" }, { "id": "ma" }])),
        (
            "/provider",
            json!([
                { "id": "ada", "credentials": [{ "id": "rn" }, { "id": "ma" }] },
                { "id": "ben", "credentials": [{ "id": "rn" }], "minutes": { "TOX": 70 } },
                { "id": "cleo", "credentials": [{ "id": "ma" }] },
                { "id": "dora", "credentials": [{ "id": "ma" }], "shifts": { "daily": ["10:00-16:00"] } },
            ]),
        ),
        (
            "/resource",
            json!([
                { "id": "left", "kind": "room" }, { "id": "middle", "kind": "room" },
                { "id": "right", "kind": "room", "hours": { "daily": ["09:00-15:00"] } },
                { "id": "laser", "kind": "device", "fixed_in": "left" },
                { "id": "cart", "kind": "device", "hours": { "daily": ["11:00-18:00"] } },
            ]),
        ),
        (
            "/service/0/needs",
            json!([
                { "kind": "room", "count": 2 }, { "kind": "device" },
                { "kind": "provider", "role": "assistant", "count": 2, "qualification": [["ma"]] },
            ]),
        ),
        ("/service/0/qualification", json!([["rn"]])),
    ]);
    let mut clinic = Clinic::new(document, DAY, 1);
    let mut last = same(&clinic, &ask(&clinic));
    for (booking, who, clock, length) in [
        (7, "ada", "12:00", 20),
        (8, "left", "10:30", 20),
        (9, "cleo", "13:40", 10),
        (10, "cart", "14:50", 5),
        (11, "middle", "15:00", 20),
        (12, "ben", "11:10", 10),
    ] {
        clinic.booked(booking, who, minutes(&time(clock), length), (0, 0));
        let count = same(&clinic, &ask(&clinic));
        assert!(0 < count && count <= last, "{who}: {count}");
        last = count;
    }
    let mut request = ask(&clinic);
    request.client.avoid = vec![clinic.lane("cleo")];
    assert!(same(&clinic, &request) < last);
    clinic.schedule.set_readable(clinic.lane("left"), false);
    assert!(same(&clinic, &ask(&clinic)) < last);
}

#[test]
fn supervisors_of_every_presence() {
    for presence in ["in_room", "on_site", "reachable"] {
        let document = new_york(&[
            ("/credential", json!([{ "id": "rn" }, { "id": "np" }, { "id": "md" }])),
            (
                "/provider",
                json!([
                    { "id": "ada", "credentials": [{ "id": "rn" }] },
                    { "id": "ben", "credentials": [{ "id": "rn" }], "minutes": { "TOX": 75 } },
                    { "id": "nina", "credentials": [{ "id": "rn" }, { "id": "np" }], "shifts": { "daily": ["16:00-17:30"] } },
                    { "id": "drew", "credentials": [{ "id": "rn" }, { "id": "md" }], "shifts": { "daily": ["09:00-12:00"] } },
                    {
                        "id": "director", "credentials": [{ "id": "md" }], "shifts": { "daily": ["11:00-15:00"] },
                        "supervises": { "at_once": 2, "hours": { "daily": ["11:30-16:00"] } },
                    },
                ]),
            ),
            ("/resource", json!([{ "id": "room", "kind": "room" }, { "id": "den", "kind": "room" }])),
            ("/service/0/qualification", json!([["rn"]])),
            ("/service/0/supervision", json!({ "by": [["md"]], "presence": presence, "unless": [["np"]] })),
        ]);
        let mut clinic = Clinic::new(document, DAY, 1);
        let alone = same(&clinic, &ask(&clinic));
        assert!(alone > 0, "{presence}");
        let outside = clinic.rulebook.supervisor("director");
        let mut hold = |booking: u64, clock: &str| match outside.filter(|_| presence != "in_room") {
            Some(lane) => {
                let mut one = dispatch_core::Occupancy {
                    lane,
                    booking: dispatch_core::BookingId(booking),
                    item: 0,
                    phase: 0,
                    service: None,
                    used: minutes(&time(clock), 60),
                    before: Minutes(0),
                    after: Minutes(0),
                    origin: dispatch_core::Origin::Observed,
                };
                clinic.schedule.insert(one);
                one.booking = dispatch_core::BookingId(booking + 100);
                one.used = minutes(&time(clock), 20);
                clinic.schedule.insert(one);
            }
            None => clinic.booked(booking, "director", minutes(&time(clock), 20), (0, 0)),
        };
        hold(7, "14:00");
        hold(1, "12:10");
        let lane = clinic.lane("director");
        clinic.schedule.block(Block { block: BlockId(3), lane, span: minutes(&time("12:40"), 10) });
        let beside = same(&clinic, &ask(&clinic));
        assert!(0 < beside && beside < alone, "{presence}");
        let mut request = ask(&clinic);
        request.client.avoid = vec![lane];
        let without = same(&clinic, &request);
        assert!(0 < without && without < beside, "{presence}");
        clinic.schedule.set_readable(clinic.lane("drew"), false);
        assert!(same(&clinic, &ask(&clinic)) < beside, "{presence}");
    }
}

/// On the last day the exam no longer holds: it takes somebody else, and time.
#[test]
fn a_service_that_is_another_from_a_day_on() {
    let document = new_york(&[
        ("/credential", json!([{ "id": "rn" }, { "id": "np" }])),
        ("/clearance", json!([{ "id": "gfe", "valid_days": 3 }])),
        (
            "/provider",
            json!([
                { "id": "ada", "credentials": [{ "id": "rn" }] },
                { "id": "nora", "credentials": [{ "id": "np" }], "shifts": { "daily": ["10:00-12:00"] } },
            ]),
        ),
        (
            "/service",
            json!([{
                "code": "TOX", "clearance": ["gfe"], "qualification": [["rn"]],
                "needs": [
                    { "kind": "room" },
                    { "kind": "provider", "role": "examiner", "qualification": [["np"]] },
                ],
                "phases": [
                    { "name": "exam", "minutes": 15, "uses": ["room", "examiner"], "only": "clearance_missing" },
                    { "name": "tox", "minutes": 30, "uses": ["room", "provider"] },
                ],
            }]),
        ),
    ]);
    let mut clinic = Clinic::new(document, DAY, 3);
    clinic.booked(7, "room", minutes("2026-06-14T11:00-04:00", 10), (0, 0));
    let clearance = clinic.rulebook.clearance("gfe").unwrap();
    let on = "2026-06-10".parse().unwrap();
    let client = Client { clearances: Some(vec![Cleared { clearance, on }]), ..Client::default() };
    let request = Request { client, ..ask(&clinic) };
    assert_eq!(same(&clinic, &request), 2 * (9 * 60 - 29) + (16 + 36));
}

#[test]
fn lead_times_and_what_is_not_to_be_before() {
    let clinic = clinic(&[("/service/0/lead_minutes", json!(90)), ("/service/0/furthest_days", json!(0))]);
    let now = at(&time("10:00"));
    let request = Request { now: Some(now), ..ask(&clinic) };
    assert_eq!(same(&clinic, &request), 5 * 60 + 31);
    let request = Request { not_before: Some(at(&time("12:00"))), ..request };
    assert_eq!(same(&clinic, &request), 5 * 60 + 1);
}

/// Without a room, whose hours would say the same.
#[test]
fn who_takes_longer_is_done_before_closing() {
    let providers =
        json!([{ "id": "ada", "minutes": { "TOX": 75 }, "shifts": { "daily": ["09:00-20:00"] } }]);
    let clinic = clinic(&[("/provider", providers), ("/service/0/needs", json!([]))]);
    assert_eq!(same(&clinic, &ask(&clinic)), 2 * (9 * 60 - 74));
}

/// Of two rooms beside one device, each room is another.
#[test]
fn two_rooms_are_two() {
    let resources = json!([
        { "id": "left", "kind": "room" }, { "id": "right", "kind": "room" }, { "id": "cart", "kind": "device" },
    ]);
    let needs = json!([{ "kind": "room", "count": 2 }, { "kind": "device" }]);
    let mut clinic = clinic(&[("/resource", resources), ("/service/0/needs", needs)]);
    assert_eq!(same(&clinic, &ask(&clinic)), 2 * BARE);
    clinic.booked(7, "right", minutes(&time("09:00"), 8 * 60), (0, 0));
    assert_eq!(same(&clinic, &ask(&clinic)), BARE + 1);
}
