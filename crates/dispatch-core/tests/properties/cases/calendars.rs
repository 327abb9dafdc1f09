//! Cases with a name: rooms and devices out of service, and calendars that cannot be read.

use dispatch_core::{
    Block, BlockId, Blocker, Lane, Minutes, ReasonCode, Request, Schedule, SlotScratch, Verdict, When,
    assign, check, starts, why,
};
use serde_json::json;

use crate::clinic::{Clinic, at, edited, minutes, one_room_each};

/// Two providers, two rooms, and no difference between them but the order.
fn two_of_each() -> Clinic {
    let document = one_room_each("America/New_York", "09:00-18:00");
    let document = edited(document, "/provider", json!([{ "id": "ada", "grade": 2 }, { "id": "ben" }]));
    let rooms = json!([{ "id": "room", "kind": "room" }, { "id": "den", "kind": "room" }]);
    Clinic::new(edited(document, "/resource", rooms), "2026-06-12", 2)
}

const TEN: &str = "2026-06-12T10:00-04:00";

fn blockers(clinic: &Clinic, who: &str, request: &Request) -> Vec<Blocker> {
    let trace = assign(&clinic.rulebook, &clinic.schedule, request).trace;
    let candidate = trace.candidates().find(|candidate| candidate.who.as_str() == who).unwrap();
    match candidate.verdict {
        Verdict::Blocked(blockers) => blockers.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

fn day(clinic: &Clinic, booking: u64) -> Request {
    let window = minutes("2026-06-12T09:00-04:00", 9 * 60);
    Request { when: When::Within { window, grid: Minutes(60) }, ..clinic.ask(booking, at(TEN)) }
}

fn offered(clinic: &Clinic, request: &Request) -> usize {
    starts(&clinic.rulebook, &clinic.schedule, request, &mut SlotScratch::default()).count()
}

#[test]
fn a_room_out_of_service_is_left_for_another_and_named() {
    let mut clinic = two_of_each();
    let (lane, span) = (clinic.lane("room"), minutes("2026-06-12T09:30-04:00", 120));
    clinic.schedule.block(Block { block: BlockId(7), lane, span });
    assert_eq!(clinic.book(1, TEN).unwrap(), ["ada", "den"]);
    let blocked = Blocker::Block { block: BlockId(7), span };
    assert_eq!(blockers(&clinic, "room", &clinic.ask(2, at(TEN))), [blocked]);
    assert_eq!(clinic.book(2, TEN), Err(vec![ReasonCode::NoResource]));
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
}

/// One provider's unreadable calendar removes that provider, visibly, not the whole page.
#[test]
fn one_unreadable_calendar_removes_that_provider_visibly_and_not_the_whole_page() {
    let mut clinic = two_of_each();
    let ada = clinic.lane("ada");
    let before = offered(&clinic, &day(&clinic, 9));
    assert_eq!(clinic.book(1, "2026-06-12T12:00-04:00").unwrap(), ["ada", "room"]);
    clinic.schedule.set_readable(ada, false);

    assert_eq!(offered(&clinic, &day(&clinic, 9)), before, "everybody else's starts are all there");
    let mut hers = day(&clinic, 9);
    hers.items[0].requested = Some(ada);
    assert_eq!(offered(&clinic, &hers), 0);
    assert_eq!(clinic.book(2, TEN).unwrap(), ["ben", "room"]);
    assert_eq!(blockers(&clinic, "ada", &clinic.ask(3, at(TEN)))[0], Blocker::CalendarUnreadable);
    assert_eq!(
        clinic.decide(&Request { when: When::At(at(TEN)), ..hers.clone() }),
        Err(vec![ReasonCode::CalendarUnreadable, ReasonCode::NobodyFree, ReasonCode::RequestedUnavailable])
    );
    // What stands on her stays, and is no fault of ours.
    assert_eq!(check(&clinic.rulebook, &clinic.schedule), []);
    let answer = why(&clinic.rulebook, &clinic.schedule, &clinic.ask(3, at(TEN)), ada, at(TEN)).unwrap();
    assert_eq!(answer.next, None, "at no time");

    clinic.schedule.set_readable(ada, true);
    assert_eq!(offered(&clinic, &hers), before - 1, "all but the hour that she has");
}

#[test]
fn the_flag_is_raised_only_where_not_knowing_may_be_what_is_in_the_way() {
    let mut clinic = two_of_each();
    let ben = clinic.lane("ben");
    clinic.schedule.set_readable(ben, false);
    assert_eq!(clinic.book(1, TEN).unwrap()[0], "ada");
    assert_eq!(clinic.book(2, TEN), Err(vec![ReasonCode::CalendarUnreadable, ReasonCode::NobodyFree]));
    // She was asked for and is taken, whatever is known of him.
    let mut hers = clinic.ask(3, at(TEN));
    hers.items[0].requested = Some(clinic.lane("ada"));
    assert_eq!(clinic.decide(&hers), Err(vec![ReasonCode::NobodyFree, ReasonCode::RequestedUnavailable]));
}

#[test]
fn a_visit_leaves_out_whose_calendar_cannot_be_read_too() {
    let mut clinic = two_of_each();
    let mut visit = clinic.ask(1, at(TEN));
    visit.items.push(visit.items[0]);
    let (ada, ben) = (clinic.lane("ada"), clinic.lane("ben"));
    clinic.schedule.set_readable(ada, false);
    let assignment = clinic.decide(&visit).unwrap();
    assert!(assignment.everything().all(|who| who.as_str() != "ada"));
    clinic.schedule.set_readable(ben, false);
    assert_eq!(clinic.decide(&visit), Err(vec![ReasonCode::CalendarUnreadable, ReasonCode::NobodyFree]));
}

#[test]
fn a_stored_schedule_keeps_it_and_one_from_before_is_read() {
    let mut clinic = two_of_each();
    let text = serde_json::to_string(&clinic.schedule).unwrap();
    assert!(!text.contains("unreadable"), "nothing is said where all can be read");
    assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), clinic.schedule);
    clinic.schedule.set_readable(clinic.lane("den"), false);
    let text = serde_json::to_string(&clinic.schedule).unwrap();
    let again: Schedule = serde_json::from_str(&text).unwrap();
    assert_eq!(again.unreadable(), [clinic.lane("den")]);
    assert_eq!(again, clinic.schedule);
    let damaged = text.replace("\"unreadable\":[3]", "\"unreadable\":[9]");
    assert!(serde_json::from_str::<Schedule>(&damaged).unwrap_err().to_string().contains("a lane"));
    // A lane that is not there is nobody's.
    let mut none = clinic.rulebook.empty_schedule();
    none.set_readable(Lane(99), false);
    assert_eq!(none, clinic.rulebook.empty_schedule());
}
