//! Slots with a name: what is easily got wrong about starts, their order, and who can take a walk-in.

use dispatch_core::{
    Lane, Minute, Minutes, ReasonCode, Request, Slot, SlotScratch, Span, When, best_slots, slots, starts,
    who_can,
};
use serde_json::{Value, json};

use crate::clinic::{Clinic, at, minutes};

/// Two providers and one room, open on three mornings.
fn document(ranking: &Value) -> Value {
    json!({
        "location": [{ "id": "main", "time_zone": "America/New_York", "hours": { "daily": ["09:00-12:00"] } }],
        "provider": [{ "id": "ada", "grade": 1 }, { "id": "ben", "grade": 2 }],
        "resource": [{ "id": "room", "kind": "room" }],
        "service": [{ "code": "TOX", "minutes": 60, "needs": [{ "kind": "room" }] }],
        "ranking": ranking,
    })
}

fn within(clinic: &Clinic, from: &str, days: i32) -> Request {
    let window = Span::from_start(at(from), Minutes(days * 24 * 60));
    Request { when: When::Within { window, grid: Minutes(30) }, ..clinic.ask(99, Minute(0)) }
}

fn all(clinic: &Clinic, request: &Request) -> Vec<Slot> {
    slots(&clinic.rulebook, &clinic.schedule, request, usize::MAX, &mut SlotScratch::default())
}

fn best(clinic: &Clinic, request: &Request) -> Vec<Slot> {
    best_slots(&clinic.rulebook, &clinic.schedule, request, usize::MAX, &mut SlotScratch::default())
}

fn times(slots: &[Slot]) -> Vec<String> {
    slots.iter().map(|slot| slot.start().to_string()).collect()
}

fn provider(slot: &Slot) -> &str {
    slot.assignment.everything().next().map_or("", |who| who.as_str())
}

#[test]
fn a_start_is_offered_only_if_all_of_the_service_fits_before_and_after_it() {
    let ranking = json!({ "criteria": [{ "by": "rulebook_order" }] });
    let mut clinic = Clinic::new(document(&ranking), "2026-06-12", 3);
    clinic.booked(1, "room", minutes("2026-06-12T10:30-04:00", 30), (0, 0));
    let request = within(&clinic, "2026-06-12T00:00-04:00", 1);
    let expected = ["2026-06-12T13:00Z", "2026-06-12T13:30Z", "2026-06-12T15:00Z"];
    assert_eq!(times(&all(&clinic, &request)), expected);
    // The service must end inside the window.
    let until = Span::new(at("2026-06-12T09:00-04:00"), at("2026-06-12T10:29-04:00"));
    let request = Request { when: When::Within { window: until, grid: Minutes(30) }, ..request };
    assert_eq!(times(&all(&clinic, &request)), ["2026-06-12T13:00Z"]);
}

#[test]
fn the_grid_counts_from_local_midnight_and_needs_not_divide_the_hour() {
    let ranking = json!({ "criteria": [{ "by": "rulebook_order" }] });
    let clinic = Clinic::new(document(&ranking), "2026-06-12", 3);
    let mut request = within(&clinic, "2026-06-13T00:00-04:00", 1);
    let When::Within { window, .. } = request.when else { unreachable!() };
    request.when = When::Within { window, grid: Minutes(35) };
    let mut scratch = SlotScratch::default();
    let found: Vec<Minute> = starts(&clinic.rulebook, &clinic.schedule, &request, &mut scratch).collect();
    // 9:20 is 16 times 35 minutes after midnight.
    let expected = ["09:20", "09:55", "10:30"].map(|time| at(&format!("2026-06-13T{time}-04:00")));
    assert_eq!(found, expected);
}

/// The lighter day comes first, though it is the later one; a tolerance keeps people equal, not slots.
#[test]
fn the_best_slot_is_the_one_whose_provider_ranks_best() {
    let ranking = json!({
        "criteria": [{ "by": "lighter_day", "tolerance": 500 }, { "by": "rulebook_order" }],
    });
    let mut clinic = Clinic::new(document(&ranking), "2026-06-12", 3);
    for (booking, on) in [(1, "ada"), (2, "ben")] {
        clinic.booked(booking, on, minutes("2026-06-12T09:00-04:00", 60), (0, 0));
    }
    clinic.booked(3, "ada", minutes("2026-06-13T09:00-04:00", 30), (0, 0));
    let request = within(&clinic, "2026-06-12T00:00-04:00", 3);
    let found = best(&clinic, &request);
    let firsts: Vec<(String, &str)> =
        found.iter().map(|slot| (slot.start().to_string()[..10].to_owned(), provider(slot))).collect();
    let day = |day: &str, who| (format!("2026-06-{day}"), who);
    let expected = [
        // Ada's day is free.
        vec![day("14", "ada"); 5],
        // Ben alone is free at nine, and his day is free too; but of two alike the rulebook's first is better.
        vec![day("13", "ben"); 1],
        vec![day("13", "ada"); 4],
        vec![day("12", "ada"); 3],
    ]
    .concat();
    assert_eq!(firsts, expected);
}

#[test]
fn a_slot_that_goes_to_a_person_comes_after_those_that_do_not() {
    // Of equal grade where both are free: a tie.
    let mut document = document(&json!({ "criteria": [{ "by": "seniority" }] }));
    document["provider"][0]["grade"] = 2.into();
    let mut clinic = Clinic::new(document, "2026-06-12", 1);
    clinic.booked(1, "ada", minutes("2026-06-12T11:00-04:00", 60), (0, 0));
    let request = within(&clinic, "2026-06-12T00:00-04:00", 1);
    let flags = |slots: &[Slot]| slots.iter().map(|slot| slot.flags.clone()).collect::<Vec<_>>();
    let (tie, none) = (vec![ReasonCode::Tie], Vec::new());
    let expected = [tie.clone(), tie.clone(), tie.clone(), none.clone(), none.clone()];
    assert_eq!(flags(&all(&clinic, &request)), expected);
    let expected = [none.clone(), none, tie.clone(), tie.clone(), tie];
    assert_eq!(flags(&best(&clinic, &request)), expected);
    assert_eq!(times(&best(&clinic, &request))[..2], ["2026-06-12T14:30Z", "2026-06-12T15:00Z"]);
}

#[test]
fn nobody_but_the_one_asked_for_makes_a_slot() {
    let ranking = json!({ "criteria": [{ "by": "rulebook_order" }] });
    let mut clinic = Clinic::new(document(&ranking), "2026-06-12", 1);
    clinic.booked(1, "ben", minutes("2026-06-12T09:00-04:00", 120), (0, 0));
    let mut request = within(&clinic, "2026-06-12T00:00-04:00", 1);
    let ben: Lane = clinic.lane("ben");
    request.items[0].requested = Some(ben);
    let found = all(&clinic, &request);
    assert_eq!(times(&found), ["2026-06-12T15:00Z"]);
    assert_eq!(provider(&found[0]), "ben");
}

#[test]
fn a_walk_in_is_shown_everybody_who_could_best_first() {
    let ranking = json!({ "criteria": [{ "by": "seniority" }] });
    let mut clinic = Clinic::new(document(&ranking), "2026-06-12", 1);
    let request = clinic.ask(99, Minute(0));
    let mut scratch = SlotScratch::default();
    let now = at("2026-06-12T10:07-04:00");
    let can = who_can(&clinic.rulebook, &clinic.schedule, &request, now, &mut scratch);
    let names = |can: &dispatch_core::WhoCan| -> Vec<String> {
        let first =
            |one: &dispatch_core::Assignment| one.everything().next().map(|who| who.as_str().to_owned());
        can.candidates.iter().filter_map(first).collect()
    };
    assert_eq!((names(&can), can.flags), (vec!["ben".to_owned(), "ada".to_owned()], Vec::new()));
    clinic.booked(1, "room", Span::from_start(now, Minutes(5)), (0, 0));
    let can = who_can(&clinic.rulebook, &clinic.schedule, &request, now, &mut scratch);
    assert_eq!((names(&can), can.flags), (Vec::new(), vec![ReasonCode::NoResource]));
}

/// What is asked for an unknown service, or for several, has no starts and says why.
#[test]
fn what_cannot_be_judged_has_no_slots() {
    let clinic = Clinic::new(document(&json!({})), "2026-06-12", 1);
    let mut request = within(&clinic, "2026-06-12T00:00-04:00", 1);
    request.items[0].service.0 = 7;
    assert!(all(&clinic, &request).is_empty() && best(&clinic, &request).is_empty());
    let can = who_can(
        &clinic.rulebook,
        &clinic.schedule,
        &request,
        at("2026-06-12T10:00-04:00"),
        &mut SlotScratch::default(),
    );
    assert_eq!((can.candidates, can.flags), (Vec::new(), vec![ReasonCode::UnknownService]));
}
