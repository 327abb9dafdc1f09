//! A person's change on the platform over an assignment of ours.

use insta::assert_snapshot;

use crate::desk::{Desk, appointment};

#[test]
fn a_persons_change_on_the_platform_is_adopted_and_pinned() {
    let mut desk = Desk::new();
    desk.see("09 08:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P2"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_persons_change_that_breaks_a_rule_is_flagged_and_never_moved_back() {
    let mut desk = Desk::new();
    desk.see("09 08:00", &appointment("a", "FILLER", "12 14:00", "P1"));
    desk.see("09 09:00", &appointment("a", "FILLER", "12 14:00", "P3"));
    desk.see("09 10:00", &appointment("a", "FILLER", "12 14:00", "P3"));
    assert_snapshot!(desk.log);
}
