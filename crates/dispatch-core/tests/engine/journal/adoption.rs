//! The rulebook that decides, and the one that follows it.

use dispatch_core::engine::{Command, Refusal};
use serde_json::json;

use crate::desk::{Desk, appointment, block, compile, document};

#[test]
fn only_the_adopted_rulebook_decides() {
    let mut desk = Desk::new();
    let mut newer = document();
    newer["revision"] = json!(2);
    let old = std::mem::replace(&mut desk.rulebook, compile(newer));
    let seen = desk.run("12 09:00", &block("12 09:00", "k", "P1", "12 14:00", "12 15:00", false));
    assert!(matches!(seen, Err(Refusal::OtherRulebook { adopted: 1, given: 2, .. })), "{seen:?}");
    desk.run("12 09:00", &Command::AdoptRulebook {}).unwrap();
    desk.run("12 09:00", &Command::AdoptRulebook {}).unwrap();
    desk.rulebook = old;
    let back = desk.run("12 09:00", &Command::AdoptRulebook {});
    assert!(matches!(back, Err(Refusal::NoSuccessor { adopted: 2, given: 1, .. })), "{back:?}");
}

#[test]
fn a_new_rulebook_carries_occupancies_over_by_name() {
    let mut desk = Desk::new();
    desk.see("12 09:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    let mut newer = document();
    newer["revision"] = json!(2);
    newer["provider"].as_array_mut().unwrap().reverse();
    newer["resource"].as_array_mut().unwrap().remove(0);
    desk.rulebook = compile(newer);
    desk.run("12 09:01", &Command::AdoptRulebook {}).unwrap();
    let booking = desk.state.bookings().next().unwrap();
    let lanes: Vec<_> = booking.occupancies.iter().map(|one| one.lane.0).collect();
    assert_eq!(
        lanes,
        [3, 4],
        "the senior injector is last now, and another room is taken for the one that is gone"
    );
    let span = booking.occupancies[0].used;
    let laid: Vec<_> = desk.state.schedule().occupancies(dispatch_core::Lane(3), span).collect();
    assert_eq!(laid, [&booking.occupancies[0]]);
}
