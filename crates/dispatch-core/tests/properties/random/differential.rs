//! The solver against the reference, and the hot path against the full one.

use dispatch_core::{Decision, Lane, Outcome, ReasonCode, Scratch, Verdict, pick};
use dispatch_reference::{self as reference, ReferenceOutcome};
use dispatch_testkit::practice;
use proptest::prelude::*;

use crate::random::support::{Running, assigned, lanes};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn pick_is_some_exactly_when_assign_assigns_and_then_the_same(practice in practice()) {
        let running = Running::of(&practice);
        let mut scratch = Scratch::default();
        for request in &practice.requests {
            let decision = running.assign(request);
            let choice = pick(&running.rulebook, &running.schedule, request, &mut scratch);
            prop_assert_eq!(choice.is_some(), assigned(&decision).is_some());
            if let Some((choice, assignment)) = choice.zip(assigned(&decision)) {
                prop_assert_eq!(choice.start(), assignment.start());
                prop_assert_eq!(choice.lanes(), lanes(&running.rulebook, assignment));
                prop_assert_eq!(choice.occupancies().collect::<Vec<_>>(), assignment.occupancies.clone());
            }
        }
    }

    #[test]
    fn the_solver_decides_as_the_reference_does(practice in practice()) {
        let running = Running::of(&practice);
        for request in &practice.requests {
            let decision = running.assign(request);
            let expected = reference::decide(
                &practice.document,
                practice.horizon,
                &practice.occupancies,
                &practice.blocks,
                &practice.unreadable,
                request,
            );
            compare(&running, &decision, &expected)?;
        }
    }
}

fn compare(running: &Running, decision: &Decision, expected: &ReferenceOutcome) -> Result<(), TestCaseError> {
    let context = || format!("solver: {decision:?}\nreference: {expected:#?}");
    prop_assert_eq!(flags(decision), expected.flags.clone(), "{}", context());
    prop_assert_eq!(decision.trace.start, expected.start, "{}", context());
    let able: Vec<Lane> = expected.able.iter().map(|able| able.provider).collect();
    if expected.able_for_items.is_empty() {
        prop_assert_eq!(able_in_trace(running, decision, 0), able, "{}", context());
    }
    for (item, able) in (0u8..).zip(&expected.able_for_items) {
        prop_assert_eq!(&able_in_trace(running, decision, item), able, "{}", context());
    }
    match &decision.outcome {
        Outcome::Assigned(assignment) => {
            let winner = expected.able.iter().find(|able| Some(able.provider) == expected.winner);
            let Some(winner) = winner else { return Err(TestCaseError::fail(context())) };
            prop_assert_eq!(lanes(&running.rulebook, assignment), winner.lanes.clone(), "{}", context());
            prop_assert_eq!(assignment.occupancies.clone(), winner.occupancies.clone(), "{}", context());
        }
        Outcome::ToPerson(flagged) => {
            let mut offered: Vec<_> = flagged
                .candidates
                .iter()
                .map(|one| (lanes(&running.rulebook, one), one.occupancies.clone()))
                .collect();
            offered.sort_by(|left, right| left.0.cmp(&right.0));
            let mut able: Vec<_> =
                expected.able.iter().map(|able| (able.lanes.clone(), able.occupancies.clone())).collect();
            able.sort_by(|left, right| left.0.cmp(&right.0));
            prop_assert_eq!(offered, able, "{}", context());
        }
    }
    Ok(())
}

fn flags(decision: &Decision) -> Vec<ReasonCode> {
    match &decision.outcome {
        Outcome::Assigned(_) => Vec::new(),
        Outcome::ToPerson(flagged) => flagged.flags.clone(),
    }
}

/// Providers of the trace that were ranked. One who could have a service of a visit if another treated before, or the
/// client waited longer, is left free: asked for, they would have it (`why_visits.rs` tries that).
fn able_in_trace(running: &Running, decision: &Decision, item: u8) -> Vec<Lane> {
    let of_item = decision.trace.candidates().filter(|candidate| candidate.item == item);
    of_item
        .filter(|candidate| candidate.role.as_ref() == "provider")
        .filter(|candidate| !matches!(candidate.verdict, Verdict::Blocked(_) | Verdict::LeftFree))
        .filter_map(|candidate| running.rulebook.provider(candidate.who.as_str()))
        .collect()
}
