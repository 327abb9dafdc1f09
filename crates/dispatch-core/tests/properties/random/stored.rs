//! Stored forms: each is read back equal, a schedule loaded at once is the one that was filled piece by piece, and a
//! format that is not known is refused by its number.

use dispatch_core::{
    Decision, Horizon, Request, SCHEDULE_FORMAT, Schedule, Violation, check,
    engine::{SNAPSHOT_FORMAT, State},
    why,
};
use dispatch_testkit::practice;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::random::support::{Running, assigned};

fn again<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn requests_answers_and_findings_are_read_back_equal(practice in practice()) {
        let mut running = Running::of(&practice);
        prop_assert_eq!(again::<Horizon>(&practice.horizon), practice.horizon);
        for request in &practice.requests {
            prop_assert_eq!(&again::<Request>(request), request);
            let decision = running.assign(request);
            prop_assert_eq!(&again::<Decision>(&decision), &decision);
            if let (Some(start), Some((lane, _))) = (decision.trace.start, running.rulebook.lanes().next()) {
                let answer = why(&running.rulebook, &running.schedule, request, lane, start);
                prop_assert_eq!(again(&answer), answer);
            }
            for occupancy in assigned(&decision).into_iter().flat_map(|assignment| &assignment.occupancies) {
                running.schedule.insert(*occupancy);
            }
        }
        let found = check(&running.rulebook, &running.schedule);
        prop_assert_eq!(again::<Vec<Violation>>(&found), found);
    }

    #[test]
    fn a_schedule_loaded_at_once_is_the_one_filled_piece_by_piece(practice in practice(), cut in 0..40_usize) {
        let running = Running::of(&practice);
        let mut all: Vec<_> = running.schedule.all_occupancies().copied().collect();
        all.reverse();
        let cut = cut.min(all.len());
        let (first, rest) = all.split_at(cut);
        let mut loaded = running.rulebook.empty_schedule();
        let mut filled = running.rulebook.empty_schedule();
        for block in running.schedule.all_blocks() {
            loaded.block(*block);
            filled.block(*block);
        }
        for lane in &practice.unreadable {
            loaded.set_readable(*lane, false);
            filled.set_readable(*lane, false);
        }
        for occupancy in &all {
            filled.insert(*occupancy);
        }
        for occupancy in first {
            loaded.insert(*occupancy);
        }
        loaded.load(rest.iter().copied());
        prop_assert_eq!(&loaded, &filled);
        prop_assert_eq!(&again::<Schedule>(&filled), &filled);
        // What was loaded can be taken out again like what was inserted.
        for occupancy in &all {
            prop_assert!(loaded.remove(occupancy));
            prop_assert!(filled.remove(occupancy));
            prop_assert_eq!(&loaded, &filled);
        }
    }
}

#[test]
fn another_format_is_refused_by_its_number() {
    let schedule = Schedule::new(Default::default(), []);
    let refused = |text: String, format: u32| {
        let newer = text.replacen(&format!("\"format\":{format}"), "\"format\":99,\"more\":1", 1);
        assert_ne!(newer, text);
        newer
    };
    let newer = refused(serde_json::to_string(&schedule).unwrap(), SCHEDULE_FORMAT);
    let told = serde_json::from_str::<Schedule>(&newer).unwrap_err().to_string();
    assert!(told.starts_with("this is a schedule of format 99, and this version reads format 1"), "{told}");
    let newer = refused(serde_json::to_string(&State::new()).unwrap(), SNAPSHOT_FORMAT);
    let told = serde_json::from_str::<State>(&newer).unwrap_err().to_string();
    assert!(told.starts_with("this is a state of format 99, and this version reads format 2"), "{told}");
}

#[test]
fn a_damaged_schedule_is_refused() {
    let damaged = |text: &str| serde_json::from_str::<Schedule>(text).unwrap_err().to_string();
    let days = r#"{"format":1,"days":["2026-06-12T00:00Z","2026-06-12T01:00Z"],"paddings":[],"occupancies":[],"blocks":[]}"#;
    assert!(damaged(days).starts_with("the days do not follow each other"));
    let lane = r#"{"format":1,"days":[],"paddings":["shared"],"occupancies":[],"blocks":[{"block":1,"lane":1,"span":{"start":"2026-06-12T00:00Z","end":"2026-06-12T01:00Z"}}]}"#;
    assert!(damaged(lane).starts_with("this schedule takes up a lane"));
}
