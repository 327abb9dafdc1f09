//! Whatever commands come, in whatever order: nothing of ours breaks a rule, and the journal leads to the same state.

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
    let state = play(&compile(document()), &bytes).unwrap();
    assert!(state.bookings().any(|booking| booking.desired.is_some()));
    assert!(state.bookings().any(|booking| !booking.flags.is_empty()));
    assert!(state.writes().count() > 3 && state.notices().count() > 3 && state.exceptions().count() > 0);
}
