//! Rooms and devices out of service, and calendars that cannot be read.

use dispatch_core::{
    Blocker, Lane, ReasonCode, Verdict, Who,
    engine::{
        BlockObserved, Booking, CalendarObserved, CalendarOf, Command, Disposition, Fact, FactLine,
        Resolution, State, Timer, decide,
    },
};
use serde_json::json;

use crate::desk::{Desk, appointment, at, block, connection, document, exception_of, requested, with_status};

fn out_of_service(now: &str, id: &str, resource: &str, start: &str, end: &str) -> Command {
    let Command::Fact(Fact::BlockObserved(block)) = block(now, id, resource, start, end, false) else {
        unreachable!("a block")
    };
    let (of, reason) = (CalendarOf::Resource(resource.into()), Some("repair".to_owned()));
    Command::Fact(Fact::BlockObserved(BlockObserved { of, reason, ..block }))
}

fn calendar(observed_at: &str, of: CalendarOf, readable: bool) -> Command {
    let observed_at = at(observed_at);
    Command::Fact(Fact::CalendarObserved(CalendarObserved {
        connection: "desk".into(),
        observed_at,
        of,
        readable,
    }))
}

fn provider(id: &str) -> CalendarOf {
    CalendarOf::Provider(id.into())
}

fn booking<'d>(desk: &'d Desk, appointment: &str) -> &'d Booking {
    desk.state.find(&"desk".into(), &appointment.into()).unwrap()
}

/// Who and what an assigned booking has.
fn has(desk: &Desk, appointment: &str) -> Vec<String> {
    let booking = booking(desk, appointment);
    assert_eq!(booking.disposition, Disposition::Assigned);
    let desired = booking.desired.as_ref().unwrap();
    desired.assignment.everything().map(|who| who.as_str().to_owned()).collect()
}

fn lane(desk: &Desk, name: &str) -> Lane {
    desk.rulebook.provider(name).or_else(|| desk.rulebook.resource(name)).unwrap()
}

#[test]
fn a_room_out_of_service_gives_its_bookings_to_another_and_then_to_a_person() {
    let mut desk = Desk::new();
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert_eq!(has(&desk, "a"), ["senior", "room-1"]);
    desk.run("10 09:00", &out_of_service("10 09:00", "k", "R1", "12 13:00", "12 16:00")).unwrap();
    assert_eq!(has(&desk, "a"), ["senior", "room-2"]);
    // A new booking is kept out of it too.
    desk.see("10 09:05", &requested(appointment("b", "FILLER", "12 15:00", "P1")));
    assert_eq!(has(&desk, "b")[1], "room-2");

    let last = out_of_service("10 10:00", "other", "R2", "12 13:00", "12 16:00");
    let decided = decide(&desk.rulebook, &desk.state, &last, at("10 10:00")).unwrap();
    let blocked = decided.traces[0].1.candidates().filter(|one| matches!(one.who, Who::Room(_)));
    for room in blocked {
        let Verdict::Blocked(found) = &room.verdict else { panic!("{room:?}") };
        assert!(found.iter().any(|it| matches!(it, Blocker::Block { .. })), "{room:?}");
    }
    desk.run("10 10:00", &last).unwrap();
    for id in ["a", "b"] {
        let booking = booking(&desk, id);
        assert_eq!(booking.disposition, Disposition::AwaitingPerson);
        assert_eq!(booking.flags, [ReasonCode::NoResource, ReasonCode::Displaced]);
    }
    let known = desk.state.find_block(&"desk".into(), &"other".into()).unwrap().1;
    assert_eq!(known.observed.reason.as_deref(), Some("repair"));
    assert_eq!(known.placed.unwrap().lane, lane(&desk, "room-2"));
}

/// Nothing displaces what is under way; if it then turns out not to be, it must not stand there as ours.
#[test]
fn what_was_under_way_when_its_room_went_out_of_service_is_moved_once_it_is_not() {
    let mut desk = Desk::new();
    let booked = appointment("a", "FILLER", "12 14:00", "P1");
    desk.see("09 09:00", &booked);
    desk.see("12 13:55", &with_status(booked.clone(), "arrived"));
    desk.run("12 13:56", &out_of_service("12 13:56", "k", "R1", "12 13:00", "12 16:00")).unwrap();
    assert_eq!(booking(&desk, "a").disposition, Disposition::Arrived);
    desk.see("12 13:58", &booked);
    assert_eq!(has(&desk, "a"), ["senior", "room-2"]);
}

#[test]
fn facts_written_before_blocks_could_be_of_rooms_are_read() {
    let old = r#"{"at":"2026-06-10T13:00:00.000Z","fact":"block_observed","connection":"desk","observed_at":"2026-06-10T13:00:00.000Z","id":"k","provider":"P1","start":"2026-06-12T17:00:00.000Z","end":"2026-06-12T20:00:00.000Z"}"#;
    let line: FactLine = serde_json::from_str(old).unwrap();
    let Fact::BlockObserved(block) = &line.fact else { panic!("{line:?}") };
    assert_eq!((&block.of, &block.reason), (&provider("P1"), &None));
    let again = serde_json::to_string(&line).unwrap();
    assert_eq!(again, old.replace("20:00:00.000Z\"}", "20:00:00.000Z\",\"cancelled\":false}"));
    let of_a_room = old.replace("\"provider\":\"P1\"", "\"resource\":\"R1\"");
    let line: FactLine = serde_json::from_str(&of_a_room).unwrap();
    let Fact::BlockObserved(block) = &line.fact else { panic!("{line:?}") };
    assert_eq!(block.of, CalendarOf::Resource("R1".into()));
    assert!(serde_json::from_str::<FactLine>(&old.replace("\"provider\":\"P1\",", "")).is_err());
}

#[test]
fn one_calendar_that_cannot_be_read_takes_out_that_provider_alone() {
    let mut desk = Desk::new();
    desk.see("09 08:00", &appointment("stands", "FILLER", "12 10:00", "P1"));
    desk.run("09 09:00", &calendar("09 09:00", provider("P1"), false)).unwrap();
    assert_eq!(has(&desk, "stands"), ["senior", "room-1"], "what was decided stays");
    desk.see("09 09:10", &appointment("new", "FILLER", "12 14:00", "P1"));
    assert_eq!(has(&desk, "new")[0], "junior", "the others go on");

    desk.see("09 09:20", &requested(appointment("asked", "FILLER", "12 16:00", "P1")));
    let asked = booking(&desk, "asked");
    assert_eq!(asked.flags, [ReasonCode::CalendarUnreadable, ReasonCode::RequestedUnavailable]);

    // It can be read again: the booking that waited for that is decided, and no other is touched.
    desk.run("09 10:00", &calendar("09 10:00", provider("P1"), true)).unwrap();
    assert_eq!(has(&desk, "asked")[0], "senior");
    assert_eq!(has(&desk, "new")[0], "junior");
    assert!(desk.state.exceptions().next().is_none());
}

#[test]
fn two_who_waited_for_the_same_hour_are_decided_one_after_the_other() {
    let mut desk = Desk::new();
    desk.run("09 09:00", &calendar("09 09:00", provider("P1"), false)).unwrap();
    desk.see("09 09:10", &requested(appointment("one", "FILLER", "12 14:00", "P1")));
    desk.see("09 09:20", &requested(appointment("two", "FILLER", "12 14:15", "P1")));
    desk.run("09 10:00", &calendar("09 10:00", provider("P1"), true)).unwrap();
    // The platform has both on her: the first to be asked cannot have her while the second is shown there.
    for id in ["one", "two"] {
        assert!(!booking(&desk, id).flags.contains(&ReasonCode::CalendarUnreadable), "{id}");
    }
    let taken: Vec<_> =
        ["one", "two"].into_iter().filter(|id| booking(&desk, id).desired.is_some()).collect();
    assert!(taken.len() < 2, "{taken:?} both have her");
}

#[test]
fn a_room_whose_calendar_cannot_be_read_is_left_out_and_told_of() {
    let mut desk = Desk::new();
    for room in ["R1", "R2"] {
        desk.run("09 09:00", &calendar("09 09:00", CalendarOf::Resource(room.into()), false)).unwrap();
    }
    desk.see("09 09:10", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert_eq!(booking(&desk, "a").flags, [ReasonCode::CalendarUnreadable, ReasonCode::NoResource]);
    desk.run("09 09:20", &calendar("09 09:20", CalendarOf::Resource("R2".into()), true)).unwrap();
    assert_eq!(has(&desk, "a"), ["senior", "room-2"]);
}

#[test]
fn an_older_word_of_a_calendar_changes_nothing_and_every_calendar_of_a_lane_must_be_readable() {
    let mut desk = Desk::new();
    desk.run("09 09:00", &calendar("09 09:00", provider("P1"), false)).unwrap();
    desk.run("09 09:05", &calendar("09 08:00", provider("P1"), true)).unwrap();
    desk.run("09 09:06", &calendar("09 09:00", provider("P1"), false)).unwrap();
    assert_eq!(desk.state.schedule().unreadable(), [lane(&desk, "senior")]);
    // The rulebook's own id names the same lane.
    desk.run("09 09:10", &calendar("09 09:10", provider("senior"), false)).unwrap();
    desk.run("09 09:15", &calendar("09 09:15", provider("P1"), true)).unwrap();
    assert_eq!(desk.state.schedule().unreadable(), [lane(&desk, "senior")]);
    desk.run("09 09:20", &calendar("09 09:20", provider("senior"), true)).unwrap();
    assert!(desk.state.schedule().unreadable().is_empty());
    // The rulebook does not know whose it is.
    desk.run("09 09:25", &calendar("09 09:25", provider("P9"), false)).unwrap();
    assert!(desk.state.schedule().unreadable().is_empty());
    assert_eq!(desk.state.calendars().unreadable().count(), 1);
}

#[test]
fn a_deadline_does_not_assign_to_a_calendar_that_cannot_be_read_and_a_person_may() {
    let mut rules = document();
    rules["exceptions"] = json!({ "on_deadline": "assign_best" });
    let mut desk = Desk::with(rules, &connection());
    let mut vip = appointment("a", "FILLER", "12 14:00", "P1");
    vip.about_client.vip = true;
    let exception = exception_of(&desk.see("12 09:00", &vip));
    let best = desk.state.exception(exception).unwrap().raised.candidates[0].clone();
    assert_eq!(best.everything().next(), Some(&Who::Provider("senior".into())));
    desk.run("12 09:05", &calendar("12 09:05", provider("P1"), false)).unwrap();
    let due = Command::TimerFired { timer: Timer::Exception(exception) };
    let mut other = Desk { rulebook: desk.rulebook.clone(), state: desk.state.clone(), ..Desk::new() };
    other.run("12 09:20", &due).unwrap();
    assert_eq!(has(&other, "a")[0], "junior");

    let answer = Command::ResolveException {
        exception,
        resolution: Resolution::Candidate(0),
        by: "user-1".into(),
        why: None,
    };
    desk.run("12 09:10", &answer).unwrap();
    assert_eq!(has(&desk, "a")[0], "senior");
}

#[test]
fn a_stored_state_keeps_what_cannot_be_read_and_one_from_before_is_read() {
    let mut desk = Desk::new();
    let stored = serde_json::to_value(&desk.state).unwrap();
    let mut before = stored.clone();
    before["state"].as_object_mut().unwrap().remove("calendars").unwrap();
    assert_eq!(serde_json::from_value::<State>(before).unwrap(), desk.state);

    desk.run("09 09:00", &calendar("09 09:00", provider("P2"), false)).unwrap();
    let again: State = serde_json::from_value(serde_json::to_value(&desk.state).unwrap()).unwrap();
    assert_eq!(again, desk.state);
    assert_eq!(again.schedule(), desk.state.schedule());
    assert_eq!(again.schedule().unreadable(), [lane(&desk, "junior")]);
}

#[test]
fn a_new_rulebook_carries_over_what_cannot_be_read() {
    let mut desk = Desk::new();
    desk.run("09 09:00", &calendar("09 09:00", provider("P2"), false)).unwrap();
    let mut rules = document();
    rules["revision"] = json!(2);
    rules["provider"].as_array_mut().unwrap().remove(0);
    desk.rulebook = crate::desk::compile(rules);
    desk.run("09 10:00", &Command::AdoptRulebook {}).unwrap();
    assert_eq!(desk.state.schedule().unreadable(), [lane(&desk, "junior")]);
    desk.run("09 11:00", &calendar("09 11:00", provider("P2"), true)).unwrap();
    assert!(desk.state.schedule().unreadable().is_empty());
}
