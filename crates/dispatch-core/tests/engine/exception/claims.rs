//! Claims: a person at work on an exception, and what happens to it meanwhile.

use dispatch_core::{
    ReasonCode,
    engine::{Command, Disposition, Refusal, Resolution, Timer, question},
};
use insta::assert_snapshot;

use crate::desk::{Desk, answer, appointment, at, block, chosen, exception_of, requested};

fn vip() -> dispatch_core::engine::Snapshot {
    let mut snapshot = appointment("a", "FILLER", "12 14:00", "P2");
    snapshot.about_client.vip = true;
    snapshot
}

fn claim(desk: &Desk, by: &str) -> Command {
    Command::ClaimException { exception: desk.exception("a"), by: by.into() }
}

fn release(desk: &Desk, by: &str) -> Command {
    Command::ReleaseException { exception: desk.exception("a"), by: by.into() }
}

/// The client asked for the senior, who is off, and a person has it in hand.
fn in_hand() -> Desk {
    let mut desk = Desk::new();
    desk.block("12 08:30", "k", "P1", "12 13:00", "12 16:00");
    desk.see("12 09:00", &requested(appointment("a", "FILLER", "12 14:00", "P1")));
    desk.run("12 09:05", &claim(&desk, "user-1")).unwrap();
    desk.log.clear();
    desk
}

fn back_at_work(desk: &mut Desk, now: &str) {
    desk.run(now, &block(now, "k", "P1", "12 13:00", "12 16:00", true)).unwrap();
}

#[test]
fn a_claim_lasts_five_minutes_and_keeps_others_off() {
    let mut desk = Desk::new();
    let exception = exception_of(&desk.see("12 09:00", &vip()));
    desk.run("12 09:05", &claim(&desk, "user-1")).unwrap();
    let by_another = Refusal::InHand { exception, by: "user-1".into() };
    let keep = Resolution::KeepPlatform;
    let other = Command::ResolveException { exception, resolution: keep, by: "user-2".into(), why: None };
    for command in [claim(&desk, "user-2"), release(&desk, "user-2"), other] {
        assert_eq!(desk.run("12 09:06", &command), Err(by_another.clone()));
    }
    desk.run("12 09:08", &claim(&desk, "user-1")).unwrap();
    // The first timer comes too early for the claim that was renewed.
    let ends = Command::TimerFired { timer: Timer::Claim(exception) };
    desk.run("12 09:10", &ends).unwrap();
    assert!(desk.state.exception(exception).unwrap().claim.is_some());
    desk.run("12 09:13", &ends).unwrap();
    desk.run("12 09:14", &claim(&desk, "user-2")).unwrap();
    let junior = Resolution::Take(chosen("12 14:00", &[("junior", &[])]));
    let mine = Command::ResolveException { exception, resolution: junior, by: "user-2".into(), why: None };
    desk.run("12 09:15", &mine).unwrap();
    assert_eq!(desk.run("12 09:16", &ends), Ok(Vec::new()), "it is closed, and the timer says nothing");
    let gone = Command::ClaimException { exception, by: "user-2".into() };
    assert_eq!(desk.run("12 09:17", &gone), Err(Refusal::NotOpen(exception)));
    assert_snapshot!(desk.log);
}

#[test]
fn a_claim_whose_timer_is_late_holds_nobody_off() {
    let mut desk = in_hand();
    desk.run("12 09:10", &claim(&desk, "user-2")).unwrap();
    let claim = desk.state.exception(desk.exception("a")).unwrap().claim.clone().unwrap();
    assert_eq!((claim.by.as_str(), claim.until), ("user-2", at("12 09:15")));
}

#[test]
fn nothing_is_assigned_under_a_persons_hands_until_they_give_it_back() {
    let mut desk = in_hand();
    back_at_work(&mut desk, "12 09:06");
    assert_eq!(desk.booking("a").disposition, Disposition::AwaitingPerson);
    let asked = question(&desk.rulebook, &desk.state, desk.exception("a"), at("12 09:06")).unwrap();
    assert_eq!(asked.flags, [], "who looks at it sees that nothing stands against it");
    assert_eq!(asked.candidates[0].everything().next().unwrap().as_str(), "senior");
    desk.run("12 09:07", &release(&desk, "user-1")).unwrap();
    assert_eq!((desk.booking("a").disposition, desk.treats("a")), (Disposition::Assigned, "senior"));
    assert_snapshot!(desk.log);
}

#[test]
fn a_claim_that_ends_by_itself_lets_the_rules_decide() {
    let mut desk = in_hand();
    back_at_work(&mut desk, "12 09:06");
    let exception = desk.exception("a");
    desk.run("12 09:10", &Command::TimerFired { timer: Timer::Claim(exception) }).unwrap();
    assert_eq!((desk.booking("a").disposition, desk.treats("a")), (Disposition::Assigned, "senior"));
}

#[test]
fn a_newer_picture_is_shown_to_who_has_it_in_hand_and_not_assigned() {
    let mut desk = in_hand();
    desk.see("12 09:06", &appointment("a", "FILLER", "12 14:00", "P1"));
    assert_eq!(
        desk.booking("a").flags,
        [ReasonCode::InHand],
        "the wish is taken back, and the junior is free"
    );
    let exception = desk.exception("a");
    let open = desk.state.exception(exception).unwrap();
    assert_eq!(open.raised.candidates.len(), 1);
    assert_eq!(open.claim.as_ref().unwrap().by, "user-1", "another picture takes nothing out of their hands");
    desk.run("12 09:07", &answer(exception, Resolution::Candidate(0))).unwrap();
    assert_eq!(desk.treats("a"), "junior");
    assert_snapshot!(desk.log);
}

#[test]
fn a_deadline_during_a_claim_waits_for_its_end() {
    let mut desk = Desk::new();
    let exception = exception_of(&desk.see("12 09:00", &vip()));
    desk.run("12 09:14", &claim(&desk, "user-1")).unwrap();
    let due = Command::TimerFired { timer: Timer::Exception(exception) };
    desk.run("12 09:15", &due).unwrap();
    assert!(!desk.state.exception(exception).unwrap().escalated);
    desk.run("12 09:19", &Command::TimerFired { timer: Timer::Claim(exception) }).unwrap();
    desk.run("12 09:19", &due).unwrap();
    assert!(desk.state.exception(exception).unwrap().escalated);
    assert_snapshot!(desk.log);
}
