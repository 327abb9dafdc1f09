//! Choices by names, and the question as it is now.

use dispatch_core::{
    ReasonCode,
    engine::{Disposition, Refusal, Resolution, question},
};
use insta::assert_snapshot;
use serde_json::json;

use crate::desk::{Desk, appointment, at, chosen, connection, document, requested};

fn vip() -> dispatch_core::engine::Snapshot {
    let mut snapshot = appointment("a", "FILLER", "12 14:00", "P2");
    snapshot.about_client.vip = true;
    snapshot
}

fn waiting() -> Desk {
    let mut desk = Desk::new();
    desk.see("12 09:00", &vip());
    desk.log.clear();
    desk
}

fn refused(desk: &mut Desk, resolution: Resolution) -> Vec<ReasonCode> {
    let before = desk.journal.len();
    let reasons = match desk.answer("12 09:05", "a", resolution) {
        Err(Refusal::ChoiceRefused { reasons, .. }) => reasons,
        other => panic!("{other:?}"),
    };
    assert_eq!(desk.journal.len(), before, "what is refused changes nothing");
    reasons
}

#[test]
fn a_person_names_who_treats_in_which_room_and_when() {
    let mut desk = waiting();
    let choice = chosen("12 15:00", &[("junior", &["room-2"])]);
    desk.answer("12 09:05", "a", Resolution::Take(choice)).unwrap();
    assert_snapshot!(desk.log);
}

#[test]
fn what_cannot_be_had_is_refused_with_its_reasons() {
    let mut desk = waiting();
    let mut take = |start: &str, provider: &str, resources: &[&str]| {
        refused(&mut desk, Resolution::Take(chosen(start, &[(provider, resources)])))
    };
    assert_eq!(take("12 14:00", "nurse", &[]), [ReasonCode::RequestedUnavailable]);
    assert_eq!(
        take("12 17:45", "senior", &[]),
        [ReasonCode::NobodyFree, ReasonCode::RequestedUnavailable, ReasonCode::OutsideOpening]
    );
    assert_eq!(take("12 14:00", "somebody", &[]), [ReasonCode::UnknownProvider]);
    assert_eq!(take("12 14:00", "senior", &["room-9"]), [ReasonCode::UnknownResource]);
    assert_eq!(take("12 14:00", "senior", &["laser-1"]), [ReasonCode::NoResource], "no room can be a laser");
    assert_eq!(take("12 14:00", "senior", &["room-1", "room-2"]), [ReasonCode::NoResource], "it needs one");
    let two = chosen("12 14:00", &[("senior", &[]), ("junior", &[])]);
    assert_eq!(refused(&mut desk, Resolution::Take(two)), [ReasonCode::SeveralServices]);
}

#[test]
fn an_override_takes_it_all_the_same_and_the_unknown_is_refused() {
    let mut desk = waiting();
    let somebody = Resolution::Override(chosen("12 14:00", &[("somebody", &[])]));
    assert_eq!(refused(&mut desk, somebody), [ReasonCode::UnknownProvider]);
    let nurse = Resolution::Override(chosen("12 14:00", &[("nurse", &["room-2"])]));
    desk.answer("12 09:05", "a", nurse).unwrap();
    assert_eq!((desk.booking("a").disposition, desk.treats("a")), (Disposition::Assigned, "nurse"));
    assert!(desk.booking("a").pinned);
    assert_snapshot!(desk.log);
}

/// Overridden by name, and nothing stood against it: it is an assignment like others.
#[test]
fn an_override_that_breaks_no_rule_has_a_room_and_gives_way() {
    let mut desk = waiting();
    let junior = Resolution::Override(chosen("12 14:00", &[("junior", &[])]));
    desk.answer("12 09:05", "a", junior).unwrap();
    let origins: Vec<_> = desk.booking("a").occupancies.iter().map(|one| one.origin).collect();
    assert_eq!(origins, [dispatch_core::Origin::Ours; 2]);
}

#[test]
fn each_service_of_a_visit_is_named() {
    let mut desk = Desk::new();
    let mut both = appointment("a", "TOX", "12 16:00", "P3");
    both.items.extend(appointment("a", "FILLER", "12 16:25", "P1").items);
    both.about_client.vip = true;
    desk.see("12 09:00", &both);
    let one = Resolution::Take(chosen("12 14:00", &[("nurse", &[])]));
    assert_eq!(refused(&mut desk, one), [ReasonCode::SeveralServices]);
    let choice = chosen("12 14:00", &[("nurse", &["room-2"]), ("junior", &[])]);
    desk.answer("12 09:05", "a", Resolution::Take(choice)).unwrap();
    let desired = desk.booking("a").desired.clone().unwrap();
    let names: Vec<Vec<_>> = desired
        .assignment
        .items
        .iter()
        .map(|item| item.roles.iter().map(|role| role.who.as_str()).collect())
        .collect();
    assert_eq!(names[0], ["nurse", "room-2"]);
    assert_eq!(names[1][0], "junior");
    assert_eq!(desired.assignment.start().timestamp(), at("12 14:00"));
}

#[test]
fn the_question_is_judged_when_somebody_looks() {
    let mut rules = document();
    rules["exceptions"] = json!({ "hold_best": false });
    let mut desk = Desk::with(rules, &connection());
    desk.see("12 09:00", &vip());
    let exception = desk.exception("a");
    let asked = |desk: &Desk, now: &str| {
        let question = question(&desk.rulebook, &desk.state, exception, at(now)).unwrap();
        let names =
            question.candidates.iter().map(|one| one.everything().next().unwrap().as_str().to_owned());
        (question.flags, names.collect::<Vec<_>>())
    };
    assert_eq!(asked(&desk, "12 09:00"), (vec![ReasonCode::Vip], vec!["senior".into(), "junior".into()]));
    desk.see("12 09:01", &requested(appointment("b", "FILLER", "12 14:00", "P1")));
    let raised = &desk.state.exception(exception).unwrap().raised;
    assert_eq!(raised.candidates.len(), 2, "what was raised is as it was");
    assert_eq!(asked(&desk, "12 09:01"), (vec![ReasonCode::Vip], vec!["junior".into()]));
    assert_eq!(asked(&desk, "12 13:00"), (vec![ReasonCode::Vip], vec!["junior".into()]));
    desk.answer("12 13:01", "a", Resolution::KeepPlatform).unwrap();
    assert!(question(&desk.rulebook, &desk.state, exception, at("12 13:02")).is_none(), "it is closed");
}

#[test]
fn a_task_has_reasons_and_no_choices() {
    let mut desk = Desk::new();
    let mut called = appointment("a", "FILLER", "12 14:00", "P1");
    called.about_client.prefers_call = true;
    desk.see("12 09:00", &called);
    let task = question(&desk.rulebook, &desk.state, desk.exception("a"), at("12 09:01")).unwrap();
    assert_eq!(task.flags, [ReasonCode::PrefersCall]);
    assert!(task.candidates.is_empty() && task.alternatives.is_empty() && task.trace.is_none());
}
