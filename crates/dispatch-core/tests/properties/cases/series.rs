//! Cases with a name, of the days between services: which visit of a series counts, what is said of a visit of several
//! services, and from when on something is possible.

use dispatch_core::{Note, ReasonCode, assign};
use serde_json::{Value, json};

use crate::{
    cases::{
        clearance::{self, had},
        spacing::{clinic, flags, request},
    },
    clinic::{Clinic, at},
};

const TOO_CLOSE: &[ReasonCode] = &[ReasonCode::TooClose];
const TOO_LATE: &[ReasonCode] = &[ReasonCode::TooLateInSeries];

fn notes(clinic: &Clinic, services: &[&str], start: &str, had: &[(&str, &str)]) -> Vec<Note> {
    assign(&clinic.rulebook, &clinic.schedule, &request(clinic, services, start, had)).trace.notes
}

fn peel_then_laser(rule: Value) -> Clinic {
    let mut whole = json!({ "after": "peel", "then": "laser" });
    whole.as_object_mut().unwrap().extend(rule.as_object().unwrap().clone());
    clinic(json!([whole]))
}

/// What begins at the same minute is not before it.
#[test]
fn on_one_day_the_minute_decides_which_comes_first() {
    let clinic = peel_then_laser(json!({ "at_least_days": 14, "same_day": "in_order" }));
    let noon = "2026-06-10T12:00-04:00";
    for (service, other) in [("LASER", "PEEL"), ("PEEL", "LASER")] {
        assert_eq!(flags(&clinic, &[service], noon, &[(other, noon)]), TOO_CLOSE, "{service}");
    }
    assert_eq!(flags(&clinic, &["LASER"], "2026-06-10T12:01-04:00", &[("PEEL", noon)]), []);
    assert_eq!(flags(&clinic, &["PEEL"], "2026-06-10T11:59-04:00", &[("LASER", noon)]), []);
}

#[test]
fn what_is_due_is_counted_from_the_last_one_before_it_of_those_it_comes_after() {
    let clinic = peel_then_laser(json!({ "at_most_days": 14 }));
    let laser = |had: &[(&str, &str)]| flags(&clinic, &["LASER"], "2026-06-20T10:00-04:00", had);
    let (old, new) = (("PEEL", "2026-06-01T10:00-04:00"), ("PEEL", "2026-06-15T10:00-04:00"));
    let later = ("PEEL", "2026-06-25T10:00-04:00");
    assert_eq!(laser(&[old]), TOO_LATE);
    assert_eq!(laser(&[old, new]), []);
    assert_eq!(laser(&[new, old]), [], "in any order");
    assert_eq!(laser(&[old, later]), TOO_LATE, "another one is still to come");
    assert_eq!(laser(&[later, old]), TOO_LATE);
    assert_eq!(laser(&[old, ("PEEL", "2026-06-20T10:00-04:00")]), TOO_LATE, "at the same minute");
    assert_eq!(laser(&[("LASER", "2026-06-01T10:00-04:00")]), [], "it comes after peels");
    assert_eq!(flags(&clinic, &["PEEL"], "2026-06-20T10:00-04:00", &[old]), []);
}

#[test]
fn two_that_no_rule_tells_apart_may_be_in_one_visit() {
    for same_day in ["never", "in_order"] {
        let clinic = peel_then_laser(json!({ "at_least_days": 14, "same_day": same_day }));
        for twice in ["PEEL", "LASER"] {
            assert_eq!(
                flags(&clinic, &[twice, twice], "2026-06-10T10:00-04:00", &[]),
                [],
                "{same_day} {twice}"
            );
        }
    }
}

#[test]
fn it_is_possible_from_the_first_day_on_which_all_of_it_holds() {
    let from = |clinic: &Clinic, had: &[(&str, &str)]| {
        let notes = notes(clinic, &["LASER"], "2026-06-11T10:00-04:00", had);
        let Some(Note::TooClose { possible_from, .. }) = notes.first() else { panic!("{notes:?}") };
        possible_from.unwrap().to_string()
    };
    let in_order = peel_then_laser(json!({ "at_least_days": 3, "same_day": "in_order" }));
    let tenth = ("PEEL", "2026-06-10T12:00-04:00");
    assert_eq!(from(&in_order, &[tenth]), "2026-06-13");
    // Another peel on the thirteenth: after it there is time on that day, before it there is not.
    assert_eq!(from(&in_order, &[tenth, ("PEEL", "2026-06-13T08:00-04:00")]), "2026-06-13");
    assert_eq!(from(&in_order, &[tenth, ("PEEL", "2026-06-13T12:00-04:00")]), "2026-06-16");
    // No days between, but not the same day.
    let never = peel_then_laser(json!({ "same_day": "never" }));
    assert_eq!(from(&never, &[("PEEL", "2026-06-11T12:00-04:00")]), "2026-06-12");
}

#[test]
fn a_visit_says_which_of_its_services_comes_too_soon() {
    let clinic = peel_then_laser(json!({ "at_least_days": 14 }));
    let told = |services: &[&str], had: &[(&str, &str)]| -> Vec<(u8, String)> {
        let notes = notes(&clinic, services, "2026-06-15T10:00-04:00", had);
        let told = notes.into_iter().map(|note| match note {
            Note::TooClose { item, other, .. } => (item, other.to_string()),
            other => panic!("{other:?}"),
        });
        told.collect()
    };
    let peel = [("PEEL", "2026-06-10T12:00-04:00")];
    assert_eq!(told(&["WASH", "LASER"], &peel), [(1, "PEEL".to_owned())]);
    assert_eq!(told(&["WASH", "WASH"], &peel), []);
    assert_eq!(told(&["PEEL", "LASER"], &[]), [(0, "LASER".to_owned())]);
}

/// Of two clearances the one that is missing is named, and not the other.
#[test]
fn only_the_clearance_that_is_missing_is_named() {
    let mut document = clearance::document();
    document["service"][1]["clearance"] = json!(["gfe", "patch"]);
    let clinic = Clinic::new(document, "2026-06-11", 4);
    let mut request = clinic.ask(1, at("2026-06-12T14:00-04:00"));
    request.items[0].service = clinic.rulebook.service("FILLER").unwrap();
    request.client = had(&clinic, &["2026-06-01"]);
    let notes = assign(&clinic.rulebook, &clinic.schedule, &request).trace.notes;
    let patch = Note::ClearanceMissing { item: 0, clearance: "patch".into(), last: None, in_phase: false };
    assert_eq!(notes, [patch]);
}
