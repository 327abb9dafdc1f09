//! Properties of random commands: nothing of ours breaks a rule, and the journal leads to the same state.

use dispatch_core::engine::State;
use dispatch_testkit::commands::play;
use proptest::{collection::vec, prelude::*};

use crate::desk::{compile, document};

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_commands_leave_what_is_ours_lawful_and_replay_alike(bytes in vec(any::<u8>(), 0..800)) {
        let played = play(&compile(document()), &bytes);
        prop_assert!(played.is_ok(), "{}", played.unwrap_err());
    }
}

/// The bytes reach what they are meant to reach.
#[test]
fn the_commands_assign_flag_write_and_tell() {
    let bytes: Vec<u8> = (0..20_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let rulebook = compile(document());
    let states: Vec<_> = bytes.chunks(500).map(|bytes| play(&rulebook, bytes).unwrap()).collect();
    let assigned = states.iter().flat_map(State::bookings).filter(|booking| booking.desired.is_some());
    let flagged = states.iter().flat_map(State::bookings).filter(|booking| !booking.flags.is_empty());
    let (written, told) = (states.iter().flat_map(State::writes), states.iter().flat_map(State::notices));
    let raised = states.iter().flat_map(State::exceptions);
    let reached = [assigned.count(), flagged.count(), written.count(), told.count(), raised.count()];
    assert!(reached.iter().all(|count| *count > 5), "{reached:?}");
}
