//! Bookings that more than one provider takes part in. A platform holds one of them; the others are ours to keep.

use dispatch_core::{Origin, engine::FieldAuthority};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::desk::{Desk, acknowledge, appointment, connection, document, exception_of, requested, write_of};

/// The filler needs an assistant: a nurse or a filler injector.
fn assisted() -> Value {
    let mut document = document();
    let needs = document["service"][0]["needs"].as_array_mut().unwrap();
    needs.push(json!({ "kind": "provider", "role": "assistant", "qualification": [["rn"]] }));
    document
}

#[test]
fn the_platform_is_told_of_the_one_who_treats_alone() {
    let mut desk = Desk::with(assisted(), &connection());
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    let write = write_of(&effects);
    assert_eq!(write.items[0].provider.as_ref().unwrap().id.as_str(), "senior");
    assert!(write.items[0].resources.is_none());
    desk.run("09 09:01", &acknowledge(&effects, "09 09:01")).unwrap();
    // Its echo changes nothing: the platform knows of no assistant.
    desk.see("09 09:02", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert_snapshot!(desk.log);
}

/// The desk gives the booking to the nurse, who may not treat: it stays so and is flagged. The junior still assists,
/// until they are the ones who treat.
#[test]
fn an_override_leaves_the_assistant_in_place() {
    let mut desk = Desk::with(assisted(), &connection());
    desk.block("08 09:00", "k", "P3", "12 09:00", "12 18:00");
    let effects = desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert!(effects.iter().any(|effect| matches!(effect, dispatch_core::engine::Effect::Notify(_))));
    desk.see("10 09:00", &appointment("a", "FILLER", "12 14:00", "P4"));
    desk.see("10 10:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn an_assistant_who_goes_away_is_replaced_and_the_client_sees_the_same_person() {
    let mut desk = Desk::with(assisted(), &connection());
    let effects = desk.see("09 09:00", &requested(appointment("a", "FILLER", "12 14:00", "P1")));
    assert!(!effects.is_empty());
    desk.block("10 09:00", "k", "P2", "12 13:00", "12 16:00");
    assert_snapshot!(desk.log);
}

/// What is kept while a person thinks is named, not merely a time: the providers and the room that the best candidate
/// needs. Another booking finds them taken, and the next room free.
#[test]
fn a_hold_names_the_resources_it_holds() {
    let mut rules = assisted();
    rules["provider"].as_array_mut().unwrap().push(json!({ "id": "aide", "credentials": [{ "id": "rn" }] }));
    let mut desk = Desk::with(rules, &connection());
    let mut vip = appointment("a", "FILLER", "12 14:00", "P2");
    vip.about_client.vip = true;
    let exception = exception_of(&desk.see("09 09:00", &vip));
    let raised = &desk.state.exception(exception).unwrap().raised;
    let waiting = raised.waiting.as_ref().unwrap();
    let best = raised.candidates.first().unwrap();
    let held: Vec<_> = waiting.occupancies.iter().filter(|one| one.origin == Origin::Hold).collect();
    assert_eq!(best.occupancies.len(), 3, "who treats, who assists, and a room");
    for needed in &best.occupancies {
        let is_held = |held: &&dispatch_core::Occupancy| held.lane == needed.lane && held.used == needed.used;
        assert!(waiting.occupancies.iter().any(|held| is_held(&held)), "{needed:?} of {waiting:?}");
    }
    assert!(held.iter().any(|held| desk.rulebook.lane_name(held.lane) == "room-1"), "{held:?}");
    let other = desk.see("09 09:05", &appointment("b", "TOX", "12 14:00", "P3"));
    assert!(!other.is_empty());
    let taken = desk.state.bookings().last().unwrap().occupancies.clone();
    let rooms: Vec<_> = taken.iter().map(|one| desk.rulebook.lane_name(one.lane)).collect();
    assert!(rooms.contains(&"room-2") && !rooms.contains(&"room-1"), "{rooms:?}");
    assert_eq!(connection().authority.room, FieldAuthority::Local, "no platform keeps it for us");
}
