//! Invariants: they hold whatever is asked.

use dispatch_core::{Schedule, check, check_booking};
use dispatch_testkit::practice;
use proptest::prelude::*;

use crate::random::support::{Running, assigned};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// Every assignment is committed before the next is decided: qualified, inside hours, and overlapping nothing.
    #[test]
    fn what_is_assigned_breaks_no_rule(practice in practice()) {
        let mut running = Running::of(&practice);
        for request in &practice.requests {
            let decision = running.assign(request);
            let Some(assignment) = assigned(&decision) else { continue };
            running.forget(request);
            for occupancy in &assignment.occupancies {
                let clashes = running.schedule.insert(*occupancy);
                prop_assert!(clashes.is_empty(), "{:?} clashes with {:?}", occupancy, clashes);
            }
            let broken = check_booking(&running.rulebook, &running.schedule, request.booking);
            prop_assert!(broken.is_empty(), "{:?}\n{:#?}", assignment, broken);
        }
        let ours = check(&running.rulebook, &running.schedule);
        let ours: Vec<_> = ours.iter().filter(|violation| violation.is_ours()).collect();
        prop_assert!(ours.is_empty(), "{:#?}", ours);
    }

    #[test]
    fn inserting_and_removing_leaves_an_equal_schedule(practice in practice()) {
        let running = Running::of(&practice);
        let mut schedule = running.schedule.clone();
        for request in &practice.requests {
            let decision = running.assign(request);
            let Some(assignment) = assigned(&decision) else { continue };
            let before = schedule.clone();
            for occupancy in &assignment.occupancies {
                schedule.insert(*occupancy);
            }
            for occupancy in assignment.occupancies.iter().rev() {
                prop_assert!(schedule.remove(occupancy));
            }
            prop_assert_eq!(&schedule, &before);
        }
    }

    /// Bookings at the same minute included: what a schedule holds says nothing of how it came there.
    #[test]
    fn the_order_of_insertion_does_not_matter(
        (practice, shuffled) in practice().prop_flat_map(|practice| {
            let shuffled = Just(practice.occupancies.clone()).prop_shuffle();
            (Just(practice), shuffled)
        })
    ) {
        let running = Running::of(&practice);
        let mut schedule = Schedule::new(running.rulebook.pages().clone(), running.rulebook.capacities());
        for occupancy in shuffled {
            schedule.insert(occupancy);
        }
        for block in &practice.blocks {
            schedule.block(*block);
        }
        practice.unreadable.iter().for_each(|lane| schedule.set_readable(*lane, false));
        let other = Running { rulebook: running.rulebook.clone(), schedule };
        prop_assert_eq!(check(&running.rulebook, &running.schedule), check(&other.rulebook, &other.schedule));
        for request in &practice.requests {
            prop_assert_eq!(running.assign(request), other.assign(request));
        }
    }
}
