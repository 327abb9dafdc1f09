//! Cases with a name: shifts, breaks, duties and where somebody is.

use dispatch_core::{
    Blocker, LocationIndex, Minutes, ReasonCode, Request, Verdict, ViolationKind, assign, check,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, FREE, at, edited, minutes, one_room_each, took};

/// What stands in the way of a provider, room or device itself for the first service of the menu.
fn in_the_way(clinic: &Clinic, who: &str, start: &str) -> Vec<Blocker> {
    let trace = assign(&clinic.rulebook, &clinic.schedule, &clinic.ask(99, at(start))).trace;
    let candidate = trace.candidates().find(|candidate| candidate.who.as_str() == who).unwrap();
    match candidate.verdict {
        Verdict::Blocked(blockers) => {
            let alone = blockers.iter().filter(|blocker| !matches!(blocker, Blocker::NoPartner { .. }));
            alone.cloned().collect()
        }
        _ => Vec::new(),
    }
}

fn new_york(extra: &[(&str, Value)]) -> Value {
    let document = one_room_each("America/New_York", "09:00-18:00");
    extra.iter().fold(document, |document, (pointer, value)| edited(document, pointer, value.clone()))
}

#[test]
fn a_duty_keeps_its_time_on_its_days_alone_and_is_named() {
    let opening = json!([{ "name": "opening", "at": "09:00-09:15", "days": ["fri"] }]);
    let mut clinic = Clinic::new(new_york(&[("/provider/0/duties", opening)]), "2026-06-11", 2);
    let expected = Blocker::OnDuty { name: "opening".into(), span: minutes("2026-06-12T09:00-04:00", 15) };
    assert_eq!(in_the_way(&clinic, "ada", "2026-06-12T09:00-04:00"), [expected]);
    assert_eq!(took(&clinic.book(1, "2026-06-11T09:00-04:00")), Ok(FREE), "a Thursday");
    assert_eq!(took(&clinic.book(2, "2026-06-12T09:15-04:00")), Ok(FREE));
}

#[test]
fn a_calibration_keeps_a_device_and_a_break_inside_a_duty_does_not_hide_it() {
    let device = json!([
        { "id": "room", "kind": "room" },
        { "id": "laser", "kind": "device", "duties": [{ "name": "calibration", "at": "12:00-13:00" }] },
    ]);
    let clinic = Clinic::new(
        new_york(&[
            ("/resource", device),
            ("/service/0/needs", json!([{ "kind": "room" }, { "kind": "device" }])),
            ("/provider/0/breaks", json!([{ "at": "12:00-13:00" }])),
            ("/provider/0/duties", json!([{ "name": "papers", "at": "12:15-12:45" }])),
        ]),
        "2026-06-12",
        1,
    );
    let noon = "2026-06-12T12:00-04:00";
    let calibration = Blocker::OnDuty { name: "calibration".into(), span: minutes(noon, 60) };
    assert_eq!(in_the_way(&clinic, "laser", noon), [calibration]);
    let expected = [
        Blocker::OnBreak { span: minutes(noon, 60) },
        Blocker::OnDuty { name: "papers".into(), span: minutes("2026-06-12T12:15-04:00", 30) },
    ];
    assert_eq!(in_the_way(&clinic, "ada", noon), expected);
}

#[test]
fn no_break_is_taken_in_a_duty() {
    let clinic = |duties: Value| {
        let lunch = json!([{ "minutes": 30, "within": "12:00-13:30" }]);
        let document = new_york(&[("/provider/0/breaks", lunch), ("/provider/0/duties", duties)]);
        Clinic::new(document, "2026-06-12", 1)
    };
    let noon = "2026-06-12T12:00-04:00";
    assert_eq!(took(&clinic(json!([])).book(1, noon)), Ok(FREE), "13:00-13:30 is left");
    let papers = json!([{ "name": "papers", "at": "13:10-13:20" }]);
    assert_eq!(took(&clinic(papers).book(1, noon)), Err(&[ReasonCode::NobodyFree][..]));
}

fn no_more_than_two_hours(hours: &str) -> Value {
    let document = one_room_each("America/New_York", hours);
    let document = edited(document, "/provider/0/max_in_a_row", json!({ "minutes": 120, "pause": 15 }));
    edited(document, "/service/0/buffers", json!({ "provider": { "after": 15 } }))
}

#[test]
fn only_a_pause_ends_a_run_of_bookings_and_a_buffer_is_one() {
    let document = no_more_than_two_hours("09:00-18:00");
    let without_buffers = edited(document.clone(), "/service/0/buffers", json!({}));
    let mut clinic = Clinic::new(without_buffers, "2026-06-12", 1);
    assert_eq!(took(&clinic.book(1, "2026-06-12T09:00-04:00")), Ok(FREE));
    assert_eq!(took(&clinic.book(2, "2026-06-12T10:00-04:00")), Ok(FREE));
    let early = "2026-06-12T11:14-04:00";
    assert_eq!(took(&clinic.book(3, early)), Err(&[ReasonCode::NobodyFree][..]));
    let expected = Blocker::TooLongInARow {
        run: minutes("2026-06-12T09:00-04:00", 194),
        most: Minutes(120),
        pause: Minutes(15),
    };
    assert_eq!(in_the_way(&clinic, "ada", early), [expected]);
    assert_eq!(took(&clinic.book(3, "2026-06-12T11:15-04:00")), Ok(FREE));
    let between = clinic.book(4, "2026-06-12T12:15-04:00");
    assert_eq!(took(&between), Ok(FREE), "the pause at 11 stays");

    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    for (booking, start) in [(1, "09:00"), (2, "10:15"), (3, "11:30"), (4, "12:45")] {
        assert_eq!(took(&clinic.book(booking, &format!("2026-06-12T{start}-04:00"))), Ok(FREE), "{start}");
    }
}

#[test]
fn a_run_that_two_bookings_make_with_a_third_is_refused_between_them_too() {
    let document = edited(no_more_than_two_hours("09:00-18:00"), "/service/0/buffers", json!({}));
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    clinic.booked(1, "ada", minutes("2026-06-12T09:50-04:00", 60), (0, 0));
    clinic.booked(2, "ada", minutes("2026-06-12T12:00-04:00", 30), (0, 0));
    let between = clinic.book(3, "2026-06-12T11:00-04:00");
    assert_eq!(took(&between), Err(&[ReasonCode::NobodyFree][..]), "09:50-12:30 in one run");
    clinic.booked(4, "ada", minutes("2026-06-12T11:10-04:00", 10), (0, 0));
    let trace = in_the_way(&clinic, "ada", "2026-06-12T11:00-04:00");
    let kinds: Vec<_> = trace.iter().map(Blocker::reason).collect();
    assert_eq!(kinds, [ReasonCode::Booked, ReasonCode::TooLongInARow], "judged with the other lifted");
}

#[test]
fn a_run_goes_on_over_midnight() {
    let document = edited(no_more_than_two_hours("20:00-04:00"), "/service/0/buffers", json!({}));
    let mut clinic = Clinic::new(document, "2026-06-12", 2);
    assert_eq!(took(&clinic.book(1, "2026-06-12T22:00-04:00")), Ok(FREE));
    assert_eq!(took(&clinic.book(2, "2026-06-12T23:00-04:00")), Ok(FREE));
    let after = clinic.book(3, "2026-06-13T00:10-04:00");
    assert_eq!(took(&after), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&clinic.book(3, "2026-06-13T00:15-04:00")), Ok(FREE));
}

/// Ada is uptown in the morning and, on the 13th, downtown in the afternoon, an hour behind.
fn two_locations(extra: &[(&str, Value)]) -> Value {
    let document = json!({
        "travel_minutes": 30,
        "location": [
            { "id": "uptown", "time_zone": "America/New_York", "hours": { "daily": ["09:00-20:00"] } },
            { "id": "downtown", "time_zone": "America/Chicago", "hours": { "daily": ["09:00-18:00"] } },
        ],
        "provider": [{
            "id": "ada", "location": "uptown", "shifts": { "daily": ["09:00-12:00"] },
            "elsewhere": [{
                "location": "downtown", "dates": [{ "date": "2026-06-13", "shifts": ["13:00-17:00"] }],
            }],
        }],
        "resource": [
            { "id": "up", "kind": "room", "location": "uptown" },
            { "id": "down", "kind": "room", "location": "downtown" },
        ],
        "service": [{ "code": "TOX", "minutes": 60, "needs": [{ "kind": "room" }] }],
    });
    extra.iter().fold(document, |document, (pointer, value)| edited(document, pointer, value.clone()))
}

fn book_at(
    clinic: &mut Clinic,
    booking: u64,
    place: u16,
    start: &str,
) -> Result<Vec<String>, Vec<ReasonCode>> {
    let request = Request { location: LocationIndex(place), ..clinic.ask(booking, at(start)) };
    let assignment = clinic.decide(&request)?;
    assignment.occupancies.iter().for_each(|occupancy| _ = clinic.schedule.insert(*occupancy));
    Ok(assignment.everything().map(|who| who.as_str().to_owned()).collect())
}

#[test]
fn a_provider_is_where_the_date_says_by_the_clock_there() {
    let mut clinic = Clinic::new(two_locations(&[]), "2026-06-12", 3);
    let at_home = book_at(&mut clinic, 1, 0, "2026-06-13T09:00-04:00");
    assert_eq!(at_home, Ok(vec!["ada".into(), "up".into()]));
    let away = book_at(&mut clinic, 2, 1, "2026-06-13T13:00-05:00");
    assert_eq!(away, Ok(vec!["ada".into(), "down".into()]));
    let too_early = book_at(&mut clinic, 3, 1, "2026-06-13T12:00-05:00");
    assert_eq!(took(&too_early), Err(&[ReasonCode::NobodyFree][..]));
    let at_home_then = book_at(&mut clinic, 3, 0, "2026-06-13T14:00-04:00");
    assert_eq!(took(&at_home_then), Err(&[ReasonCode::NobodyFree][..]), "she has left");
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

#[test]
fn who_works_somewhere_on_another_day_is_off_shift_there_and_not_at_another_location() {
    let clinic = Clinic::new(two_locations(&[]), "2026-06-12", 3);
    let reason = |place: u16, start: &str| {
        let request = Request { location: LocationIndex(place), ..clinic.ask(1, at(start)) };
        let trace = assign(&clinic.rulebook, &clinic.schedule, &request).trace;
        match trace.candidates().next().unwrap().verdict {
            Verdict::Blocked(blockers) => blockers.iter().map(Blocker::reason).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(reason(1, "2026-06-12T10:00-05:00"), [ReasonCode::OffShift]);
    let document = two_locations(&[("/provider/0/elsewhere", json!([]))]);
    let clinic = Clinic::new(document, "2026-06-12", 3);
    let request = Request { location: LocationIndex(1), ..clinic.ask(1, at("2026-06-12T09:00-05:00")) };
    assert_eq!(clinic.decide(&request).map(|_| ()), Err(vec![ReasonCode::NobodyQualified]));
}

#[test]
fn a_break_may_be_taken_at_either_location_and_a_duty_is_done_by_the_clock_of_each() {
    let lunch = json!([{ "minutes": 60, "within": "11:00-14:00" }]);
    let duties = json!([{ "name": "opening", "at": "13:00-13:15" }]);
    let document = two_locations(&[("/provider/0/breaks", lunch), ("/provider/0/duties", duties)]);
    let mut clinic = Clinic::new(document, "2026-06-13", 1);
    let opening = book_at(&mut clinic, 1, 1, "2026-06-13T13:00-05:00");
    assert_eq!(took(&opening), Err(&[ReasonCode::NobodyFree][..]));
    // By the clock of uptown she has 11:00-12:00 for it; by that of downtown, 11:00 to 13:15 is 12:00 to 14:15 there.
    let late_morning = book_at(&mut clinic, 2, 0, "2026-06-13T10:30-04:00");
    assert_eq!(took(&late_morning), Err(&[ReasonCode::NobodyFree][..]));
    assert_eq!(took(&book_at(&mut clinic, 3, 0, "2026-06-13T10:00-04:00")), Ok(FREE));
    assert_eq!(took(&book_at(&mut clinic, 4, 1, "2026-06-13T13:15-05:00")), Ok(FREE));
}

#[test]
fn the_cap_of_a_day_counts_both_locations() {
    let document = two_locations(&[("/provider/0/max_appointments_a_day", json!(1))]);
    let mut clinic = Clinic::new(document, "2026-06-13", 1);
    assert_eq!(took(&book_at(&mut clinic, 1, 0, "2026-06-13T09:00-04:00")), Ok(FREE));
    let second = book_at(&mut clinic, 2, 1, "2026-06-13T13:00-05:00");
    assert_eq!(took(&second), Err(&[ReasonCode::NobodyFree][..]));
}

#[test]
fn a_device_on_wheels_is_where_its_dates_say() {
    let resources = json!([
        { "id": "up", "kind": "room", "location": "uptown" },
        { "id": "down", "kind": "room", "location": "downtown" },
        {
            "id": "laser", "kind": "device", "location": "downtown",
            "dates": [{ "date": "2026-06-12", "shifts": [] }],
            "elsewhere": [{
                "location": "uptown", "dates": [{ "date": "2026-06-12", "shifts": ["09:00-18:00"] }],
            }],
        },
    ]);
    let needs = json!([{ "kind": "room" }, { "kind": "device" }]);
    let document = two_locations(&[("/resource", resources), ("/service/0/needs", needs)]);
    let mut clinic = Clinic::new(document, "2026-06-12", 2);
    let everything = Ok(vec!["ada".into(), "up".into(), "laser".into()]);
    assert_eq!(book_at(&mut clinic, 1, 0, "2026-06-12T09:00-04:00"), everything);
    let next_day = book_at(&mut clinic, 2, 0, "2026-06-13T09:00-04:00");
    assert_eq!(took(&next_day), Err(&[ReasonCode::NoResource][..]));
}

#[test]
fn the_checker_finds_a_booking_whose_room_is_where_its_provider_is_not() {
    let mut clinic = Clinic::new(two_locations(&[]), "2026-06-13", 1);
    let request = clinic.ask(1, at("2026-06-13T09:00-04:00"));
    let mut occupancies = clinic.decide(&request).unwrap().occupancies;
    occupancies[1].lane = clinic.lane("down");
    occupancies.iter().for_each(|occupancy| _ = clinic.schedule.insert(*occupancy));
    let kinds: Vec<_> =
        check(&clinic.rulebook, &clinic.schedule).iter().map(|violation| violation.kind).collect();
    assert!(kinds.contains(&ViolationKind::OutsideHours), "08:00 there: {kinds:?}");
    let mut clinic = Clinic::new(two_locations(&[]), "2026-06-13", 1);
    let mut occupancies = clinic.decide(&request).unwrap().occupancies;
    occupancies.iter_mut().for_each(|own| own.used = minutes("2026-06-13T10:30-04:00", 60));
    occupancies[1].lane = clinic.lane("down");
    occupancies.iter().for_each(|occupancy| _ = clinic.schedule.insert(*occupancy));
    let kinds: Vec<_> =
        check(&clinic.rulebook, &clinic.schedule).iter().map(|violation| violation.kind).collect();
    assert_eq!(kinds, [ViolationKind::TwoLocations]);
}
