//! The worked example, played through the real engine.

use std::sync::Arc;

use dispatch_cli::scenario::{ExpectedOutcome, Scenario};
use dispatch_core::{
    Rulebook, check,
    engine::{Booking, Command, Disposition, FactLine, Harness, State, decide, evolve},
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

/// The deliveries between the first line and the last, some of them doubled, in an order drawn from `seed`; each is known no sooner
/// than it was observed and than the one before it.
fn shuffled(scenario: &Scenario, seed: u64) -> Vec<FactLine> {
    let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    let [first, rest @ .., last] = scenario.lines.as_slice() else { panic!("no lines") };
    let mut rest = rest.to_vec();
    for _ in 0..next(8) {
        let doubled = rest[next(rest.len())].clone();
        rest.push(doubled);
    }
    for at in (1..rest.len()).rev() {
        rest.swap(at, next(at + 1));
    }
    let mut now = first.at;
    for line in &mut rest {
        now = now.max(line.at);
        line.at = now;
    }
    std::iter::once(first.clone()).chain(rest).chain([last.clone()]).collect()
}

/// Decides without a platform that answers, so that the observed picture is what was delivered and nothing else.
fn observe(rulebook: &Rulebook, lines: &[FactLine]) -> State {
    let mut state = State::new();
    let mut take = |at, command: &Command| {
        for event in decide(rulebook, &state, command, at).unwrap().events {
            evolve(&mut state, &event);
        }
    };
    take(lines[0].at, &Command::AdoptRulebook {});
    for line in lines {
        take(line.at, &Command::Fact(line.fact.clone()));
    }
    state
}

#[test]
fn shuffled_doubled_and_delayed_deliveries_end_in_the_same_picture() {
    let scenario = Scenario::friday().unwrap();
    let rulebook = scenario.compile().unwrap();
    let in_order = observe(&rulebook, &scenario.lines);
    let picture: Vec<_> = in_order.observed_picture().collect();
    assert_eq!(picture.len(), 38);
    for seed in 1..=1000 {
        let state = observe(&rulebook, &shuffled(&scenario, seed));
        assert!(picture.iter().copied().eq(state.observed_picture()), "seed {seed}");
    }
}

#[test]
fn in_a_thousand_shuffles_nothing_of_ours_breaks_a_rule_and_the_rest_is_flagged() {
    let scenario = Scenario::friday().unwrap();
    let mut judged = 0;
    for seed in 1..=1000 {
        let shuffle = Scenario { lines: shuffled(&scenario, seed), ..scenario.clone() };
        let harness = play(&shuffle);
        assert_eq!(harness.state().bookings().count(), 38, "seed {seed}");
        for violation in check(harness.rulebook(), harness.state().schedule()) {
            assert!(!violation.is_ours(), "seed {seed}: {}", violation.display(harness.rulebook()));
            let mut bookings = violation.bookings.iter().map(|id| harness.state().booking(*id).unwrap());
            // What was over before it became known is left as it is: nobody can act on it.
            let flagged = bookings
                .clone()
                .any(|booking| !booking.flags.is_empty() || booking.disposition == Disposition::Unmanaged);
            let told = bookings.all(|booking| {
                booking.disposition != Disposition::AwaitingPerson || booking.exception.is_some()
            });
            assert!(told, "seed {seed}: flagged without an exception");
            judged += 1;
            assert!(flagged, "seed {seed}: nobody is told of {}", violation.display(harness.rulebook()));
        }
    }
    assert!(judged > 1000, "shuffles make conflicts: {judged} judged");
}
