//! Reasons about the client: what they have had, where else they are to be, and what their booking is worth.

use dispatch_core::{
    Cure, ReasonCode,
    engine::{ClearanceFact, Snapshot},
};
use serde_json::{Value, json};

use super::{
    row::Row,
    scene::{Scene, filler},
};
use crate::desk::{appointment, document, requested, with_status};

pub(super) const ROWS: &[Row] = &[
    Row::new(ReasonCode::ClearanceMissing, Cure::Fact, "the exam is recorded", not_examined, examine),
    Row::new(ReasonCode::ClearanceMissing, Cure::Word, "taken all the same", not_examined, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::ClearanceMissing, Cure::Word, "the platform's stays", not_examined, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::ClearanceUnknown, Cure::Fact, "the exam is recorded", perhaps_examined, examine),
    Row::new(ReasonCode::ClearanceUnknown, Cure::Word, "taken all the same", perhaps_examined, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::HistoryUnknown, Cure::Fact, "the platform tells it", no_history, |scene| {
        scene.show(|booked| booked.about_client.history = Some(Vec::new()));
    }),
    Row::new(ReasonCode::HistoryUnknown, Cure::Word, "taken all the same", no_history, |scene| {
        scene.take("technician", "12 14:00");
    }),
    Row::new(ReasonCode::HighValue, Cure::Word, "taken", worth_much, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::HighValue, Cure::Word, "the platform's stays", worth_much, Scene::keep_platform),
    Row::new(ReasonCode::Grouped, Cure::Word, "taken", couple, |scene| {
        scene.take("senior", "12 14:00");
    }),
    Row::new(ReasonCode::Grouped, Cure::Word, "the platform's stays", couple, Scene::keep_platform),
    Row::new(ReasonCode::ClientElsewhere, Cure::Time, "named in the answer", elsewhere, |scene| {
        scene.take("senior", "12 16:30");
    }),
    Row::new(ReasonCode::ClientElsewhere, Cure::Time, "moved on the platform", elsewhere, |scene| {
        scene.show_start("12 16:30");
    }),
    Row::new(ReasonCode::ClientElsewhere, Cure::Fact, "the other is called off", elsewhere, |scene| {
        scene.see(&with_status(requested(other("TOX", "12 14:10", "P3")), "cancelled"));
    }),
    Row::new(ReasonCode::ClientElsewhere, Cure::Fact, "the other is moved", elsewhere, |scene| {
        scene.see(&requested(other("TOX", "12 11:00", "P3")));
    }),
    Row::new(ReasonCode::ClientElsewhere, Cure::Word, "the platform's stays", elsewhere, |scene| {
        scene.keep_platform();
    }),
    Row::new(ReasonCode::TooClose, Cure::Time, "named in the answer", too_close, |scene| {
        scene.take("technician", "15 14:00");
    }),
    Row::new(ReasonCode::TooClose, Cure::Time, "moved on the platform", too_close, |scene| {
        scene.show_start("15 14:00");
    }),
    Row::new(ReasonCode::TooClose, Cure::Fact, "the other is called off", too_close, |scene| {
        scene.see(&with_status(other("FILLER", "11 11:00", "P1"), "cancelled"));
    }),
    Row::new(ReasonCode::TooClose, Cure::Fact, "the other is moved", too_close, |scene| {
        scene.see(&other("FILLER", "09 16:00", "P1"));
    }),
    Row::new(ReasonCode::TooClose, Cure::Word, "taken all the same", too_close, |scene| {
        scene.take("technician", "12 14:00");
    }),
    Row::new(ReasonCode::TooLateInSeries, Cure::Time, "named in the answer", too_late, |scene| {
        scene.take("technician", "12 14:00");
    }),
    Row::new(ReasonCode::TooLateInSeries, Cure::Time, "moved on the platform", too_late, |scene| {
        scene.show_start("12 14:00");
    }),
    Row::new(ReasonCode::TooLateInSeries, Cure::Fact, "the other is moved", too_late, |scene| {
        scene.see(&other("FILLER", "12 11:00", "P1"));
    }),
    Row::new(ReasonCode::TooLateInSeries, Cure::Word, "taken all the same", too_late, |scene| {
        scene.take("technician", "18 14:00");
    }),
];

/// Another booking of the same client.
pub(super) fn other(service: &str, start: &str, provider: &str) -> Snapshot {
    of_the_client(appointment("other", service, start, provider))
}

pub(super) fn of_the_client(snapshot: Snapshot) -> Snapshot {
    Snapshot { client: "one".into(), ..snapshot }
}

pub(super) fn needs_an_exam() -> Value {
    let mut rules = document();
    rules["clearance"] = json!([{ "id": "gfe", "valid_days": 365 }]);
    rules["service"][0]["clearance"] = json!(["gfe"]);
    rules
}

fn not_examined() -> Scene {
    let mut booked = filler();
    booked.about_client.clearances = Some(Vec::new());
    Scene::with(needs_an_exam(), booked).book()
}

fn perhaps_examined() -> Scene {
    Scene::with(needs_an_exam(), filler()).book()
}

fn examine(scene: &mut Scene) {
    let on = "2026-06-09".parse().unwrap();
    let exam = ClearanceFact { id: "gfe".into(), on };
    scene.show(|booked| booked.about_client.clearances = Some(vec![exam]));
}

/// The laser follows a filler, or it does not.
fn spaced(rule: &Value, unknown: &str, start: &str) -> Scene {
    let mut rules = document();
    rules["service"][0]["category"] = json!("filler");
    rules["service"][2]["category"] = json!("laser");
    rules["spacing"] = json!([rule]);
    rules["unknown_history"] = json!(unknown);
    Scene::with(rules, of_the_client(appointment("a", "LASER", start, "P4")))
}

fn no_history() -> Scene {
    spaced(&json!({ "after": "filler", "then": "laser", "at_least_days": 3 }), "flag", "12 14:00").book()
}

fn too_close() -> Scene {
    let rule = json!({ "after": "filler", "then": "laser", "at_least_days": 3 });
    let mut scene = spaced(&rule, "take_known", "12 14:00");
    scene.see(&other("FILLER", "11 11:00", "P1"));
    scene.book()
}

fn too_late() -> Scene {
    let rule = json!({ "after": "filler", "then": "laser", "at_most_days": 7 });
    let mut scene = spaced(&rule, "take_known", "18 14:00");
    scene.see(&other("FILLER", "10 11:00", "P1"));
    scene.book()
}

fn worth_much() -> Scene {
    let mut rules = document();
    rules["service"][0]["price"] = json!(60_000);
    rules["exceptions"] = json!({ "high_value": 50_000 });
    Scene::with(rules, filler()).book()
}

fn couple() -> Scene {
    Scene::of(Snapshot { grouped: true, ..filler() }).book()
}

fn elsewhere() -> Scene {
    let mut scene = Scene::of(of_the_client(filler()));
    scene.see(&requested(other("TOX", "12 14:10", "P3")));
    scene.book()
}
