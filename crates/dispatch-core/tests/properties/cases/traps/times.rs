//! Trap 4: midnight, the 23:59 habit, days on which the clock changes, zones half an hour off, starts off the grid, and a
//! closed day in between. In each of them the times that are offered are those that book, and what is booked breaks no rule.

use dispatch_core::{
    Criteria, Horizon, Minute, Minutes, ReasonCode, Request, Rulebook, RulebookDocument, SlotScratch, Span,
    When, calendar::local::LocalRange, check, pick, starts,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, FREE, at, edited, one_room_each, took};

fn within(clinic: &Clinic, window: Span, grid: i32) -> Request {
    Request { when: When::Within { window, grid: Minutes(grid) }, ..clinic.ask(1, window.start) }
}

fn offered(clinic: &Clinic, window: Span, grid: i32) -> Vec<Minute> {
    let mut scratch = SlotScratch::default();
    starts(&clinic.rulebook, &clinic.schedule, &within(clinic, window, grid), &mut scratch).collect()
}

/// Every minute of some days tried, each with what is offered; each that books is booked alone and checked.
fn offers_what_books(clinic: &Clinic, window: Span) -> usize {
    // The whole of a booking lies inside a window.
    let longer = Span::new(window.start, window.end.plus(Minutes(120)));
    let offered = offered(clinic, longer, 1);
    let offered: Vec<_> = offered.into_iter().filter(|start| *start < window.end).collect();
    let mut scratch = dispatch_core::Scratch::default();
    for start in (window.start.0..window.end.0).map(Minute) {
        let request = clinic.ask(1, start);
        let decided = clinic.decide(&request);
        assert_eq!(offered.contains(&start), decided.is_ok(), "{start}: {decided:?}");
        assert_eq!(
            pick(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).is_some(),
            decided.is_ok()
        );
        if let Ok(assignment) = decided {
            let mut schedule = clinic.schedule.clone();
            schedule.load(assignment.occupancies.iter().copied());
            assert_eq!(check(&clinic.rulebook, &schedule), [], "{start}");
        }
    }
    offered.len()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to))
}

fn new_york(hours: &str, first: &str, days: u16) -> Clinic {
    Clinic::new(one_room_each("America/New_York", hours), first, days)
}

#[test]
fn trap_4_midnight_a_booking_over_it_takes_both_days() {
    let mut clinic = new_york("20:00-02:00", "2026-06-11", 4);
    let night = span("2026-06-12T20:00-04:00", "2026-06-13T03:00-04:00");
    assert_eq!(offers_what_books(&clinic, night), 5 * 60 + 1, "from eight until one");
    assert_eq!(took(&clinic.book(1, "2026-06-12T23:30-04:00")), Ok(FREE));
    for start in ["2026-06-12T22:31-04:00", "2026-06-13T00:00-04:00", "2026-06-13T00:29-04:00"] {
        assert_eq!(took(&clinic.book(2, start)), Err(&[ReasonCode::NobodyFree][..]), "{start}");
    }
    assert_eq!(took(&clinic.book(2, "2026-06-13T00:30-04:00")), Ok(FREE));
    assert_eq!(took(&clinic.book(3, "2026-06-12T22:30-04:00")), Ok(FREE));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

#[test]
fn trap_4_midnight_a_shift_over_it_belongs_to_the_day_on_which_it_starts() {
    let closed = json!(["2026-06-13"]);
    let document = one_room_each("America/New_York", "20:00-02:00");
    let clinic = Clinic::new(edited(document, "/location/0/closures", closed), "2026-06-11", 4);
    // The night from the 12th goes on into the closed date; the night from that date is none.
    let after_midnight = span("2026-06-13T00:00-04:00", "2026-06-13T03:00-04:00");
    assert_eq!(offers_what_books(&clinic, after_midnight), 61);
    assert_eq!(offered(&clinic, span("2026-06-13T03:00-04:00", "2026-06-14T19:00-04:00"), 1), []);
    assert_ne!(offered(&clinic, span("2026-06-14T19:00-04:00", "2026-06-15T00:00-04:00"), 1), []);
}

/// `23:59` is the minute before midnight and nothing else: whoever means the end of the day writes `24:00`, and is told.
#[test]
fn trap_4_the_23_59_habit_leaves_out_a_minute_and_says_so() {
    let (last, next) = ("2026-06-12T23:00-04:00", "2026-06-12T22:59-04:00");
    let mut habit = new_york("09:00-23:59", "2026-06-12", 3);
    let too_late = habit.book(1, last);
    assert_eq!(took(&too_late), Err(&[ReasonCode::NobodyFree, ReasonCode::OutsideOpening][..]));
    assert_eq!(took(&habit.book(1, next)), Ok(FREE));
    let mut whole = new_york("09:00-24:00", "2026-06-12", 3);
    assert_eq!(took(&whole.book(1, last)), Ok(FREE));
    // Open round the clock, a booking lies over midnight; with a minute missing none does.
    for (hours, over_midnight) in [("00:00-24:00", true), ("00:00-23:59", false)] {
        let document = one_room_each("America/New_York", hours);
        let clinic = Clinic::new(document, "2026-06-12", 3);
        assert_eq!(clinic.decide(&clinic.ask(1, at("2026-06-12T23:30-04:00"))).is_ok(), over_midnight);
        offers_what_books(&clinic, span("2026-06-12T21:30-04:00", "2026-06-13T01:30-04:00"));
    }
    assert!("00:00-00:00".parse::<LocalRange>().is_err(), "that is no way to write it");
    let told = weak(one_room_each("UTC", "09:00-23:59"));
    assert!(told.contains(&"location[0].hours minute_to_midnight".to_owned()), "{told:?}");
    let shifts = json!([{ "id": "ada", "shifts": { "fri": ["09:00-12:00", "13:00-23:59"] } }]);
    let told = weak(edited(one_room_each("UTC", "09:00-24:00"), "/provider", shifts));
    assert!(told.contains(&"provider[0].shifts minute_to_midnight".to_owned()), "{told:?}");
    let told = weak(one_room_each("UTC", "09:00-24:00"));
    assert!(!told.iter().any(|it| it.contains("minute_to_midnight")), "{told:?}");
}

/// The weak spots of a document.
fn weak(mut document: Value) -> Vec<String> {
    document["practice"] = "clinic".into();
    let document: RulebookDocument = serde_json::from_value(document).unwrap();
    let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 3 };
    let compiled = Rulebook::compile(&document, horizon, &Criteria::builtin()).unwrap();
    compiled.warnings.iter().map(|one| format!("{} {}", one.path(), one.code())).collect()
}

#[test]
fn trap_4_a_day_with_a_gap_is_an_hour_shorter_and_with_an_overlap_an_hour_longer() {
    let days = [
        ("2026-03-07", "2026-03-07T00:00-05:00", "2026-03-08T00:00-05:00", 5),
        ("2026-03-07", "2026-03-08T00:00-05:00", "2026-03-09T00:00-04:00", 4),
        ("2026-10-31", "2026-10-31T00:00-04:00", "2026-11-01T00:00-04:00", 5),
        ("2026-10-31", "2026-11-01T00:00-04:00", "2026-11-02T00:00-05:00", 6),
    ];
    for (first, from, to, hours) in days {
        let clinic = new_york("00:00-05:00", first, 3);
        let day = span(from, to);
        assert_eq!(offers_what_books(&clinic, day), hours * 60 - 59, "{from}");
        assert_eq!(offered(&clinic, day, 60).len(), hours, "one an hour, whatever the clock shows");
    }
}

#[test]
fn trap_4_what_stands_on_either_side_of_a_change_of_the_clock_keeps_its_distance() {
    // 01:30 to 03:30 is an hour on that day, and 01:30 comes twice on the other.
    let mut gap = new_york("00:00-05:00", "2026-03-07", 3);
    assert_eq!(took(&gap.book(1, "2026-03-08T01:30-05:00")), Ok(FREE));
    assert_eq!(took(&gap.book(2, "2026-03-08T03:29-04:00")), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&gap.book(2, "2026-03-08T03:30-04:00")), Ok(FREE));
    let mut overlap = new_york("00:00-05:00", "2026-10-31", 3);
    assert_eq!(took(&overlap.book(1, "2026-11-01T01:30-04:00")), Ok(FREE));
    assert_eq!(took(&overlap.book(2, "2026-11-01T01:29-05:00")), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&overlap.book(2, "2026-11-01T01:30-05:00")), Ok(FREE), "the second time");
    for clinic in [gap, overlap] {
        assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    }
}

#[test]
fn trap_4_zones_half_an_hour_off_open_and_count_by_their_own_clock() {
    let kolkata = Clinic::new(one_room_each("Asia/Kolkata", "09:00-12:00"), "2026-06-12", 2);
    let day = span("2026-06-12T00:00+05:30", "2026-06-13T00:00+05:30");
    assert_eq!(offers_what_books(&kolkata, day), 121);
    let hours = ["2026-06-12T03:30Z", "2026-06-12T04:30Z", "2026-06-12T05:30Z"];
    assert_eq!(offered(&kolkata, day, 60), hours.map(at), "the hours there");
}

/// Lord Howe moves its clock by half an hour.
#[test]
fn trap_4_a_clock_may_move_by_half_an_hour() {
    let days = [
        ("2026-04-03", "2026-04-04T00:00+11:00", "2026-04-05T00:00+11:00", 300),
        ("2026-04-03", "2026-04-05T00:00+11:00", "2026-04-06T00:00+10:30", 330),
        ("2026-10-02", "2026-10-04T00:00+10:30", "2026-10-05T00:00+11:00", 270),
    ];
    for (first, from, to, minutes) in days {
        let clinic = Clinic::new(one_room_each("Australia/Lord_Howe", "00:00-05:00"), first, 4);
        assert_eq!(offers_what_books(&clinic, span(from, to)), minutes - 59, "{from}");
    }
}

#[test]
fn trap_4_starts_off_the_grid_in_steps_of_35_minutes_fill_a_day_without_a_gap() {
    let document = edited(one_room_each("America/New_York", "09:00-18:00"), "/service/0/minutes", json!(35));
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    let day = span("2026-06-12T09:00-04:00", "2026-06-12T18:00-04:00");
    assert_eq!(offers_what_books(&clinic, day), 540 - 34);
    // Multiples of 35 from midnight: 09:20 is the first, and no two are nearer than that.
    let grid = offered(&clinic, day, 35);
    assert_eq!(grid.first(), Some(&at("2026-06-12T09:20-04:00")));
    assert!(grid.windows(2).all(|pair| pair[1].since(pair[0]) == Minutes(35)));
    for (booking, start) in (2..).zip(&grid) {
        assert_eq!(took(&clinic.book(booking, &start.to_string())), Ok(FREE), "{start}");
    }
    assert_eq!(grid.len(), 14);
    assert_eq!(offered(&clinic, day, 1), [], "every half hour and five minutes is taken");
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

#[test]
fn trap_4_a_closure_in_the_middle_of_a_horizon_is_passed_over() {
    let document = one_room_each("America/New_York", "09:00-12:00");
    let closed = edited(document, "/location/0/closures", json!(["2026-06-13"]));
    let clinic = Clinic::new(closed, "2026-06-12", 3);
    let all = span("2026-06-12T00:00-04:00", "2026-06-15T00:00-04:00");
    assert_eq!(offers_what_books(&clinic, all), 2 * 121);
    let found = offered(&clinic, all, 60);
    let expected = ["12T09", "12T10", "12T11", "14T09", "14T10", "14T11"];
    assert_eq!(found, expected.map(|hour| at(&format!("2026-06-{hour}:00-04:00"))));
    let on_the_day = clinic.decide(&clinic.ask(1, at("2026-06-13T10:00-04:00")));
    assert_eq!(took(&on_the_day), Err(&[ReasonCode::NobodyFree, ReasonCode::OutsideOpening][..]));
    let earliest = within(&clinic, span("2026-06-12T11:30-04:00", "2026-06-15T00:00-04:00"), 30);
    assert_eq!(clinic.decide(&earliest).map(|it| it.start()), Ok(at("2026-06-14T09:00-04:00")));
}
