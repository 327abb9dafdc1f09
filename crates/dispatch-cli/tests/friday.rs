//! The worked example, played through the real engine.

use std::sync::Arc;

use dispatch_cli::scenario::{ExpectedOutcome, Scenario};
use dispatch_core::{
    check,
    engine::{Booking, Harness},
};

fn play(scenario: &Scenario) -> Harness {
    let mut harness = Harness::new(Arc::new(scenario.compile().unwrap()));
    for line in &scenario.lines {
        harness.feed(line).unwrap();
    }
    harness
}

fn booking<'a>(harness: &'a Harness, appointment: &str) -> &'a Booking {
    let found = harness.state().bookings().find(|booking| booking.appointment.as_str() == appointment);
    found.unwrap_or_else(|| panic!("{appointment} is lost"))
}

#[test]
fn each_of_the_38_bookings_ends_as_the_scenario_says() {
    let scenario = Scenario::friday().unwrap();
    assert_eq!(scenario.expected.len(), 38);
    let harness = play(&scenario);
    assert_eq!(harness.state().bookings().count(), 38);
    let wrong: Vec<_> = scenario
        .expected
        .iter()
        .filter_map(|expected| {
            let differs = expected.differs(booking(&harness, &expected.appointment))?;
            Some(format!("{}: {differs}", expected.appointment))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_variants_of_the_lip_filler_end_as_stated() {
    let variants = Scenario::variants().unwrap();
    assert_eq!(variants.len(), 4);
    for variant in variants {
        let scenario = Scenario::friday().unwrap().with(&variant);
        let lip_filler = &scenario.lip_filler.appointment;
        let mut expected =
            scenario.expected.iter().find(|expected| expected.appointment == *lip_filler).unwrap().clone();
        expected.provider = variant.provider.clone();
        expected.room = variant.room.clone();
        expected.flags = variant.flags.clone();
        if !variant.flags.is_empty() {
            expected.outcome = ExpectedOutcome::ToPerson;
        }
        let harness = play(&scenario);
        assert_eq!(expected.differs(booking(&harness, lip_filler)), None, "{}", variant.name);
    }
}

#[test]
fn the_checker_finds_no_fault_with_what_was_assigned() {
    let harness = play(&Scenario::friday().unwrap());
    let violations = check(harness.rulebook(), harness.state().schedule());
    let ours: Vec<_> = violations.iter().filter(|violation| violation.is_ours()).collect();
    assert!(ours.is_empty(), "{ours:#?}");
}

#[test]
fn the_journal_alone_rebuilds_the_state_and_replays_are_equal_to_the_byte() {
    let scenario = Scenario::friday().unwrap();
    let (one, other) = (play(&scenario), play(&scenario));
    let text = |harness: &Harness| serde_json::to_string(harness.journal()).unwrap();
    assert_eq!(text(&one), text(&other));
    let journal: Vec<_> = serde_json::from_str(&text(&one)).unwrap();
    assert_eq!(Harness::rebuild(&journal), *one.state());
}
