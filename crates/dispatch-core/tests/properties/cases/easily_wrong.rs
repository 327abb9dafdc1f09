//! Cases with a name: what is easily got wrong, and what once was.

use dispatch_core::{Blocker, Blockers, BookingId, Minutes, ReasonCode, Span, Verdict, When, assign};
use serde_json::json;

use crate::clinic::{Clinic, FREE, at, edited, minutes, one_room_each, took};

/// The provider leaves and comes back: a booking in between stands in the way of both uses.
#[test]
fn one_booking_is_named_once_though_it_blocks_two_uses() {
    let service = json!([{
        "code": "PEEL",
        "phases": [
            { "name": "apply", "minutes": 20, "uses": ["provider", "room"] },
            { "name": "rest", "minutes": 20, "uses": ["room"] },
            { "name": "remove", "minutes": 20, "uses": ["provider", "room"] },
        ],
        "needs": [{ "kind": "room" }],
        "buffers": { "provider": { "after": 5 } },
    }]);
    let document = edited(one_room_each("America/New_York", "09:00-18:00"), "/service", service);
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    let between = minutes("2026-06-12T14:22-04:00", 20);
    clinic.booked(1, "ada", between, (0, 0));
    let request = clinic.ask(2, at("2026-06-12T14:00-04:00"));
    let trace = assign(&clinic.rulebook, &clinic.schedule, &request).trace;
    let expected = vec![Blocker::Booked { booking: BookingId(1), used: between }];
    assert_eq!(trace.candidates().next().unwrap().verdict, Verdict::Blocked(Blockers::of(expected).unwrap()));
}

#[test]
fn two_half_free_rooms_are_not_one_free_room() {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let rooms = json!([{ "id": "left", "kind": "room" }, { "id": "right", "kind": "room" }]);
    let mut clinic = Clinic::new(edited(document, "/resource", rooms), "2026-06-12", 1);
    clinic.booked(1, "left", minutes("2026-06-12T14:00-04:00", 30), (0, 0));
    clinic.booked(2, "right", minutes("2026-06-12T14:30-04:00", 30), (0, 0));
    assert_eq!(clinic.book(3, "2026-06-12T14:00-04:00"), Err(vec![ReasonCode::NoResource]));
    assert_eq!(clinic.book(3, "2026-06-12T14:30-04:00"), Ok(vec!["ada".into(), "left".into()]));
}

#[test]
fn the_buffer_of_the_other_booking_counts_as_much_as_the_own() {
    let buffers = json!({ "room": { "before": 10 } });
    let document = edited(one_room_each("America/New_York", "09:00-18:00"), "/service/0/buffers", buffers);
    for (padding, earliest) in [("exclusive", "15:25"), ("shared", "15:15")] {
        let document = edited(document.clone(), "/padding", json!({ "room": padding }));
        let mut clinic = Clinic::new(document, "2026-06-12", 1);
        clinic.booked(1, "room", minutes("2026-06-12T14:00-04:00", 60), (0, 15));
        let earliest = at(&format!("2026-06-12T{earliest}-04:00"));
        let too_soon = clinic.decide(&clinic.ask(2, earliest.minus(Minutes(1))));
        assert_eq!(took(&too_soon), Err(&[ReasonCode::NoResource][..]), "{padding}");
        assert_eq!(took(&clinic.decide(&clinic.ask(2, earliest))), Ok(FREE), "{padding}");
    }
}

#[test]
fn a_shift_may_run_over_midnight() {
    let mut clinic = Clinic::new(one_room_each("America/New_York", "20:00-04:00"), "2026-06-12", 3);
    assert_eq!(took(&clinic.book(1, "2026-06-12T23:30-04:00")), Ok(FREE));
    let taken = clinic.book(2, "2026-06-13T00:00-04:00");
    assert_eq!(took(&taken), Err(&[ReasonCode::NobodyFree][..]), "the second day knows of it");
    assert_eq!(took(&clinic.book(2, "2026-06-13T00:30-04:00")), Ok(FREE));
    let late = clinic.book(3, "2026-06-13T03:30-04:00");
    assert_eq!(took(&late), Err(&[ReasonCode::NobodyFree, ReasonCode::OutsideOpening][..]));
}

#[test]
fn the_cap_of_both_days_counts_for_a_booking_over_midnight() {
    let document = one_room_each("America/New_York", "20:00-04:00");
    let document = edited(document, "/provider/0/max_appointments_a_day", json!(1));
    let mut clinic = Clinic::new(document, "2026-06-12", 3);
    assert_eq!(took(&clinic.book(1, "2026-06-13T21:00-04:00")), Ok(FREE));
    let over_midnight = clinic.book(2, "2026-06-12T23:30-04:00");
    assert_eq!(took(&over_midnight), Err(&[ReasonCode::NobodyFree][..]), "the 13th is full");
    assert_eq!(took(&clinic.book(2, "2026-06-12T23:00-04:00")), Ok(FREE));
}

#[test]
fn an_hour_that_the_clock_skips_is_no_time_at_all() {
    let document = one_room_each("America/New_York", "00:00-24:00");
    let document = edited(document, "/provider/0/breaks", json!([{ "at": "02:15-02:45" }]));
    let mut clinic = Clinic::new(document, "2026-03-07", 3);
    let on_break = clinic.book(1, "2026-03-07T02:00-05:00");
    assert_eq!(took(&on_break), Err(&[ReasonCode::NobodyFree][..]), "the day before it is there");
    assert_eq!(took(&clinic.book(2, "2026-03-08T01:30-05:00")), Ok(FREE), "from 01:30 to 03:30 is an hour");
    let taken = clinic.book(3, "2026-03-08T03:00-04:00");
    assert_eq!(took(&taken), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&clinic.book(3, "2026-03-08T03:30-04:00")), Ok(FREE));
}

#[test]
fn an_hour_that_comes_twice_is_open_twice() {
    let mut clinic = Clinic::new(one_room_each("America/New_York", "00:30-01:30"), "2026-10-31", 3);
    let day_before = clinic.book(1, "2026-10-31T01:00-04:00");
    assert_eq!(took(&day_before), Err(&[ReasonCode::NobodyFree, ReasonCode::OutsideOpening][..]));
    assert_eq!(took(&clinic.book(2, "2026-11-01T00:30-04:00")), Ok(FREE));
    assert_eq!(took(&clinic.book(3, "2026-11-01T01:30-04:00")), Ok(FREE), "until 01:30, an hour later");
    let late = clinic.book(4, "2026-11-01T01:15-05:00");
    assert_eq!(took(&late), Err(&[ReasonCode::NobodyFree, ReasonCode::OutsideOpening][..]));
}

#[test]
fn a_zone_may_be_half_an_hour_off() {
    let clinic = Clinic::new(one_room_each("Asia/Kolkata", "09:00-18:00"), "2026-06-12", 1);
    let mut request = clinic.ask(1, at("2026-06-12T03:30Z"));
    assert_eq!(took(&clinic.decide(&request)), Ok(FREE), "09:00 there");
    let window = Span::new(at("2026-06-12T00:00Z"), at("2026-06-12T12:00Z"));
    request.when = When::Within { window, grid: Minutes(60) };
    let start = clinic.decide(&request).map(|assignment| assignment.start());
    assert_eq!(start, Ok(at("2026-06-12T03:30Z")), "the grid counts from local midnight");
}

#[test]
fn no_grid_stands_between_lengths_of_35_minutes() {
    let document = edited(one_room_each("America/New_York", "09:00-18:00"), "/service/0/minutes", json!(35));
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    for (booking, start) in [(1, "09:00"), (2, "09:35"), (3, "10:10")] {
        assert_eq!(took(&clinic.book(booking, &format!("2026-06-12T{start}-04:00"))), Ok(FREE), "{start}");
    }
    let a_minute_early = clinic.book(4, "2026-06-12T10:44-04:00");
    assert_eq!(took(&a_minute_early), Err(&[ReasonCode::NobodyFree][..]));
    let window = Span::new(at("2026-06-12T09:00-04:00"), at("2026-06-12T18:00-04:00"));
    let mut request = clinic.ask(4, window.start);
    request.when = When::Within { window, grid: Minutes(1) };
    assert_eq!(clinic.decide(&request).map(|it| it.start()), Ok(at("2026-06-12T10:45-04:00")));
}

#[test]
fn a_longer_length_of_their_own_must_end_before_closing() {
    let document = json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-18:00"] } }],
        "provider": [{ "id": "ada", "shifts": { "daily": ["09:00-20:00"] }, "minutes": { "TOX": 45 } }],
        "service": [{ "code": "TOX", "minutes": 30 }],
    });
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    let late = clinic.book(1, "2026-06-12T17:30-04:00");
    assert_eq!(took(&late), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&clinic.book(1, "2026-06-12T17:15-04:00")), Ok(FREE));
}

#[test]
fn a_fixed_device_is_used_only_while_its_room_is() {
    let service = |room_to_the_end: bool| {
        let last = if room_to_the_end { json!(["device", "room"]) } else { json!(["device"]) };
        json!([{
            "code": "LASER",
            "phases": [
                { "name": "treat", "minutes": 30, "uses": ["provider", "room", "device"] },
                { "name": "cool", "minutes": 10, "uses": last },
            ],
            "needs": [{ "kind": "room" }, { "kind": "device" }],
        }])
    };
    let document = one_room_each("America/New_York", "09:00-18:00");
    let resources = json!([
        { "id": "room", "kind": "room" },
        { "id": "laser", "kind": "device", "fixed_in": "room" },
    ]);
    let document = edited(document, "/resource", resources);
    for (room_to_the_end, expected) in [(true, Ok(FREE)), (false, Err(&[ReasonCode::NoResource][..]))] {
        let document = edited(document.clone(), "/service", service(room_to_the_end));
        let mut clinic = Clinic::new(document, "2026-06-12", 1);
        assert_eq!(took(&clinic.book(1, "2026-06-12T14:00-04:00")), expected);
    }
}

/// Each break runs through all days: the second was lost when their spans were taken for one list in order.
#[test]
fn every_fixed_break_counts_on_every_day() {
    let pause = |at: &str| json!({ "at": at });
    let breaks =
        json!([pause("16:00-16:30"), pause("10:00-10:30"), pause("10:15-10:20"), pause("12:00-12:30")]);
    let document = edited(one_room_each("America/New_York", "09:00-18:00"), "/provider/0/breaks", breaks);
    let clinic = Clinic::new(document, "2026-06-12", 3);
    for day in ["2026-06-12", "2026-06-13", "2026-06-14"] {
        for (start, free) in [
            ("09:00", true),
            ("09:30", false),
            ("10:30", true),
            ("11:30", false),
            ("15:30", false),
            ("16:30", true),
        ] {
            let request = clinic.ask(1, at(&format!("{day}T{start}-04:00")));
            assert_eq!(clinic.decide(&request).is_ok(), free, "{day} {start}");
        }
    }
    let inner = clinic.ask(1, at("2026-06-12T10:12-04:00"));
    let trace = assign(&clinic.rulebook, &clinic.schedule, &inner).trace;
    let of = |at_time: &str, length: i32| Blocker::OnBreak {
        span: minutes(&format!("2026-06-12T{at_time}-04:00"), length),
    };
    assert_eq!(
        trace.candidates().next().unwrap().verdict,
        Verdict::Blocked(Blockers::of(vec![of("10:00", 30), of("10:15", 5)]).unwrap()),
        "both are named"
    );
}
