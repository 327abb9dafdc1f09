//! Bookings from before go-live: left as the platform has them, in rooms that are ours to give.

use dispatch_core::{
    ReasonCode,
    engine::{Connection, Disposition, Snapshot},
};
use insta::assert_snapshot;

use crate::desk::{Desk, appointment, at, block, connection, document, with_status};

fn desk() -> Desk {
    Desk::with(document(), &Connection { go_live: Some(at("09 08:00")), ..connection() })
}

fn from_before(id: &str, provider: &str) -> Snapshot {
    let created_at = Some(at("08 08:00"));
    Snapshot { created_at, ..appointment(id, "FILLER", "12 14:00", provider) }
}

fn names(desk: &Desk, id: &str) -> Vec<String> {
    let lanes = desk.booking(id).occupancies.iter().map(|one| desk.rulebook.lane_name(one.lane).to_owned());
    lanes.collect()
}

#[test]
fn each_holds_a_room_and_one_without_is_a_task() {
    let mut desk = desk();
    desk.see("09 09:00", &from_before("a", "P1"));
    desk.see("09 09:01", &from_before("b", "P2"));
    desk.see("09 09:02", &from_before("c", "P3"));
    assert_eq!(names(&desk, "a"), ["senior", "room-1"]);
    assert_eq!(names(&desk, "b"), ["junior", "room-2"]);
    assert_eq!(
        (names(&desk, "c"), desk.booking("c").flags.clone()),
        (vec!["nurse".into()], vec![ReasonCode::NoResource])
    );
    desk.see("09 09:03", &appointment("new", "LASER", "12 14:00", "P4"));
    assert_eq!(desk.booking("new").flags, [ReasonCode::NoResource], "no room is left for it");
    // One of them is called off, and the room goes to the one that has waited for it longest.
    desk.see("09 10:00", &with_status(from_before("a", "P1"), "cancelled"));
    assert_eq!((names(&desk, "c").len(), desk.booking("c").flags.clone()), (2, vec![]));
    assert_eq!(desk.booking("new").disposition, Disposition::AwaitingPerson);
    assert_snapshot!(desk.log);
}

#[test]
fn a_sick_day_over_one_is_a_task_until_it_goes_away() {
    let mut desk = desk();
    desk.see("09 09:00", &from_before("a", "P1"));
    desk.block("11 08:00", "sick", "P1", "12 09:00", "12 18:00");
    assert_eq!(desk.booking("a").disposition, Disposition::Unmanaged, "it is not ours to move");
    assert_eq!(desk.booking("a").flags, [ReasonCode::Displaced]);
    desk.run("11 09:00", &block("11 09:00", "sick", "P1", "12 09:00", "12 18:00", true)).unwrap();
    assert_eq!((desk.booking("a").flags.len(), desk.state.exceptions().count()), (0, 0));
    assert_snapshot!(desk.log);
}

#[test]
fn one_that_is_given_to_another_provider_is_a_task_no_more() {
    let mut desk = desk();
    desk.see("09 09:00", &from_before("a", "P1"));
    desk.block("11 08:00", "sick", "P1", "12 09:00", "12 18:00");
    desk.see("11 09:00", &from_before("a", "P2"));
    assert_eq!(
        (names(&desk, "a"), desk.booking("a").flags.len()),
        (vec!["junior".into(), "room-1".into()], 0)
    );
}
