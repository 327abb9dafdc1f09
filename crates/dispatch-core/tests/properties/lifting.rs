//! A blocked candidate names exactly what stands in its way: lifting all of it frees the candidate, lifting all but
//! one thing does not.

use dispatch_core::{Blocker, Candidate, Lane, Request, Schedule, Trace, Verdict, When, assign};
use dispatch_testkit::{Practice, practice};
use proptest::prelude::*;

use super::support::Running;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn lifting_every_neighbour_named_frees_a_candidate_and_all_but_one_does_not(practice in practice()) {
        let practice = same_lengths_for_all(practice);
        let running = Running::of(&practice);
        // Of several services, what blocks one also depends on where the others go.
        for request in practice.requests.iter().filter(|request| request.items.len() == 1) {
            let trace = running.assign(request).trace;
            let Some(start) = trace.start else { continue };
            let request = Request { when: When::At(start), ..request.clone() };
            for candidate in &trace.candidates {
                let Verdict::Blocked(blockers) = &candidate.verdict else { continue };
                let blockers: Vec<_> = blockers.iter().cloned().collect();
                if !blockers.iter().all(is_neighbour) {
                    continue;
                }
                let lane = lane(&running, candidate);
                let all_lifted = judged_without(&running, &request, candidate, lane, &blockers);
                prop_assert!(is_free(&all_lifted), "{:?}\nstill {:?}", candidate, all_lifted);
                for kept in &blockers {
                    let others: Vec<_> = blockers.iter().filter(|other| *other != kept).cloned().collect();
                    let verdict = judged_without(&running, &request, candidate, lane, &others);
                    prop_assert!(!is_free(&verdict), "{:?}\nfree despite {:?}", candidate, kept);
                }
            }
        }
    }
}

/// A room is judged for the length of the best provider, who may change when something is lifted.
fn same_lengths_for_all(mut practice: Practice) -> Practice {
    practice.document.providers.iter_mut().for_each(|provider| provider.minutes.clear());
    practice
}

fn is_neighbour(blocker: &Blocker) -> bool {
    matches!(
        blocker,
        Blocker::Booked { .. }
            | Blocker::Buffer { .. }
            | Blocker::Blocked { .. }
            | Blocker::CalendarUnreadable
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Of those who fill a room that holds several, any as many as are named must go, and not one fewer.
    #[test]
    fn as_many_as_must_go_free_a_full_room_and_one_fewer_does_not(practice in practice()) {
        let practice = same_lengths_for_all(practice);
        let running = Running::of(&practice);
        // Of a visit, what is named is each service's own.
        for request in practice.requests.iter().filter(|request| request.items.len() == 1) {
            let trace = running.assign(request).trace;
            let Some(start) = trace.start else { continue };
            let request = Request { when: When::At(start), ..request.clone() };
            for candidate in &trace.candidates {
                let Verdict::Blocked(blockers) = &candidate.verdict else { continue };
                let all: Vec<&Blocker> = blockers.iter().collect();
                let [Blocker::Full { must_go, of, .. }] = all.as_slice() else { continue };
                let lane = lane(&running, candidate);
                let most = usize::from(*must_go);
                for first in 0..=of.len() - most {
                    let lift = |many: usize| {
                        let gone: Vec<_> = of.iter().skip(first).take(many).map(|one| one.booking).collect();
                        // All that these bookings have there: one may lie there twice.
                        let theirs = running.schedule.all_occupancies();
                        let theirs = theirs.filter(|one| one.lane == lane && gone.contains(&one.booking));
                        theirs.map(|one| Blocker::Booked { booking: one.booking, used: one.used }).collect::<Vec<_>>()
                    };
                    let verdict = judged_without(&running, &request, candidate, lane, &lift(most));
                    prop_assert!(is_free(&verdict), "{:?}\nstill {:?}", candidate, verdict);
                    let verdict = judged_without(&running, &request, candidate, lane, &lift(most - 1));
                    prop_assert!(!is_free(&verdict), "{:?}\nfree already", candidate);
                }
            }
        }
    }
}

fn lane(running: &Running, candidate: &Candidate) -> Lane {
    running.rulebook.lane_of(&candidate.who).unwrap()
}

/// Free by itself: a room or device may still lack what must go with it.
fn is_free(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Blocked(blockers) => blockers.iter().all(|it| matches!(it, Blocker::NoPartner { .. })),
        _ => true,
    }
}

fn judged_without(
    running: &Running,
    request: &Request,
    candidate: &Candidate,
    lane: Lane,
    lifted: &[Blocker],
) -> Verdict {
    let schedule = without(running, lane, lifted);
    let Trace { candidates, .. } = assign(&running.rulebook, &schedule, request).trace;
    let same = |other: &&Candidate| other.role == candidate.role && other.who == candidate.who;
    // What was lifted may free somebody who needs nobody to supervise.
    let found = candidates.iter().find(same);
    assert!(found.is_some() || &*candidate.role == "supervisor");
    found.map_or(Verdict::LeftFree, |same| same.verdict.clone())
}

fn without(running: &Running, lane: Lane, lifted: &[Blocker]) -> Schedule {
    let mut schedule = running.schedule.clone();
    let lies_on = |other: Lane| other == lane || other == running.rulebook.blocked_with(lane);
    for blocker in lifted {
        match blocker {
            Blocker::Booked { booking, used } | Blocker::Buffer { booking, used, .. } => {
                let named = schedule
                    .all_occupancies()
                    .filter(|other| other.lane == lane && other.booking == *booking && other.used == *used);
                for occupancy in named.copied().collect::<Vec<_>>() {
                    assert!(schedule.remove(&occupancy));
                }
            }
            Blocker::Blocked { block, .. } => {
                let named =
                    schedule.all_blocks().filter(|other| lies_on(other.lane) && other.block == *block);
                for block in named.copied().collect::<Vec<_>>() {
                    assert!(schedule.unblock(&block));
                }
            }
            Blocker::CalendarUnreadable => schedule.set_readable(running.rulebook.blocked_with(lane), true),
            _ => {}
        }
    }
    schedule
}
