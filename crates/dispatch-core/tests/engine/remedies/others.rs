//! A person's change of the provider on the platform answers who treats, and nothing that is asked beside it.

use dispatch_core::ReasonCode;
use serde_json::json;

use super::{
    client::{needs_an_exam, of_the_client, other},
    scene::{Scene, filler},
};

const LEFT: [ReasonCode; 5] = [
    ReasonCode::ClearanceMissing,
    ReasonCode::LeadTime,
    ReasonCode::HighValue,
    ReasonCode::ClientElsewhere,
    ReasonCode::TooClose,
];

/// A VIP who was not examined asks for a dear filler, too soon, three days too close to the laser, and while they are
/// treated with it.
fn much_is_asked() -> Scene {
    let mut rules = needs_an_exam();
    rules["service"][0]["lead_minutes"] = json!(4 * 24 * 60);
    rules["service"][0]["price"] = json!(60_000);
    rules["service"][0]["category"] = json!("filler");
    rules["service"][2]["category"] = json!("laser");
    rules["spacing"] =
        json!([{ "after": "laser", "then": "filler", "at_least_days": 3, "same_day": "never" }]);
    rules["unknown_history"] = json!("take_known");
    rules["exceptions"] = json!({ "high_value": 50_000 });
    let mut booked = of_the_client(filler());
    booked.about_client.vip = true;
    booked.about_client.clearances = Some(Vec::new());
    let mut scene = Scene::with(rules, booked);
    scene.see(&other("LASER", "12 14:10", "P4"));
    scene.book()
}

#[test]
fn another_provider_on_the_platform_leaves_what_it_does_not_answer() {
    let mut scene = much_is_asked();
    let mut all = LEFT.to_vec();
    all.push(ReasonCode::Vip);
    all.sort_unstable();
    assert_eq!(scene.flags(), all);
    scene.show_provider("P2");
    assert_eq!(scene.flags(), LEFT, "a VIP is decided by the person who chose");
    scene.show_provider("P3");
    let mut forced = LEFT.to_vec();
    forced.push(ReasonCode::ManualOverride);
    forced.sort_unstable();
    assert_eq!(scene.flags(), forced, "the nurse may not treat");
    scene.show_again();
    scene.revise(|_| {});
    assert_eq!(scene.flags(), forced);
}

#[test]
fn what_a_person_took_as_it_was_is_asked_again_of_another_visit() {
    let mut scene = much_is_asked();
    scene.take("senior", "12 14:00");
    assert_eq!(scene.flags(), []);
    // Another day is another question: the client is free then, and all else is as it was.
    scene.show_start("11 16:30");
    let again = [ReasonCode::ClearanceMissing, ReasonCode::LeadTime, ReasonCode::HighValue];
    let mut asked = scene.flags();
    asked.retain(|flag| *flag != ReasonCode::TooClose);
    assert_eq!(asked, again, "the person's choice of the provider still answers for the VIP");
}
