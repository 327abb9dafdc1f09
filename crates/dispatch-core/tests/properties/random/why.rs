//! Looked at closely, a candidate is told what would change its lot: the moves that are named clear the way and break
//! nothing, and the next start is the next one.

use std::collections::BTreeSet;

use dispatch_core::{
    Blocker, Minute, Minutes, Move, Occupancy, Outcome, Request, Schedule, Span, Verdict, When, Who, assign,
    check_booking, why,
};
use dispatch_testkit::practice;
use proptest::prelude::*;

use crate::random::support::{Running, had_as_asked};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_would_change_it_changes_it(practice in practice()) {
        let running = Running::of(&practice);
        // Of several services, what a move changes also depends on where the others go.
        let requests = practice.requests.iter().filter(|request| request.items.len() == 1);
        for request in requests.take(3) {
            let Some(start) = running.assign(request).trace.start else { continue };
            for (lane, who) in running.rulebook.lanes() {
                let answer = why(&running.rulebook, &running.schedule, request, lane, start).unwrap();
                prop_assert_eq!(&answer.who, who);
                for (at, moved) in answer.answers.iter().flat_map(|one| one.moves.iter().map(move |it| (one, it))) {
                    let schedule = after(&running.schedule, moved);
                    let old = broken(&running, &running.schedule, moved);
                    prop_assert!(broken(&running, &schedule, moved).is_subset(&old), "{:?}", moved);
                    let now = why(&running.rulebook, &schedule, request, lane, start).unwrap();
                    let now = now.answers.iter().find(|one| one.candidate.role == at.candidate.role).unwrap();
                    prop_assert!(!stands_in_the_way(&now.candidate.verdict, moved), "{:?}\n{:?}", moved, now);
                }
                // Who may supervise may be had for that at a later start, though nobody is asked to at this one.
                let supervised = practice.document.services[request.items[0].service.position()]
                    .supervision
                    .is_some();
                if matches!(who, Who::Provider(_))
                    && !supervised
                    && is_ranked(&running, request, start, who)
                {
                    let expected = (start.0 + 1..start.0 + 1 + 7 * 24 * 60)
                        .map(Minute)
                        .find(|at| takes(&running, request, *at, lane));
                    prop_assert_eq!(answer.next, expected);
                }
            }
        }
    }
}

pub(super) fn after(schedule: &Schedule, moved: &Move) -> Schedule {
    let mut after = schedule.clone();
    let own = schedule.all_occupancies().filter(|other| other.booking == moved.booking);
    for occupancy in own.copied().collect::<Vec<_>>() {
        assert!(after.remove(&occupancy));
        let by = |at: Minute| at.plus(Minutes(moved.by.0));
        let used = Span::new(by(occupancy.used.start), by(occupancy.used.end));
        after.insert(Occupancy { used, ..occupancy });
    }
    after
}

pub(super) fn broken(
    running: &Running,
    schedule: &Schedule,
    moved: &Move,
) -> BTreeSet<dispatch_core::ViolationKind> {
    check_booking(&running.rulebook, schedule, moved.booking).iter().map(|found| found.kind).collect()
}

pub(super) fn stands_in_the_way(verdict: &Verdict, moved: &Move) -> bool {
    let Verdict::Blocked(blockers) = verdict else { return false };
    blockers.iter().any(|blocker| {
        matches!(blocker, Blocker::Booked { booking, .. } | Blocker::Buffer { booking, .. } if *booking == moved.booking)
    })
}

/// True if a provider comes into question for the ranked role alone.
fn is_ranked(running: &Running, request: &Request, start: Minute, who: &Who) -> bool {
    let request = Request { when: When::At(start), ..request.clone() };
    let trace = assign(&running.rulebook, &running.schedule, &request).trace;
    let is_theirs =
        |other: &Who| !matches!(other, Who::Room(_) | Who::Device(_)) && other.as_str() == who.as_str();
    let roles = trace.candidates().filter(|candidate| is_theirs(&candidate.who));
    roles.map(|candidate| candidate.role.to_string()).eq(["provider"])
}

/// The other way round: the client asks for this very provider at this very start.
fn takes(running: &Running, request: &Request, start: Minute, lane: dispatch_core::Lane) -> bool {
    let mut request =
        Request { when: When::At(start), not_before: Some(Minute(i32::MAX)), ..request.clone() };
    for item in &mut request.items {
        item.requested = Some(lane);
    }
    match assign(&running.rulebook, &running.schedule, &request).outcome {
        Outcome::Assigned(_) => true,
        Outcome::ToPerson(flagged) => had_as_asked(&flagged.flags),
    }
}
