//! Any sequence of commands: nothing of ours breaks a rule, and the journal leads to the same state.
#![no_main]

use std::sync::LazyLock;

use dispatch_core::{Criteria, Horizon, Rulebook};
use libfuzzer_sys::fuzz_target;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let document = serde_json::from_str(include_str!("../../examples/practice.json")).expect("a rulebook");
    let horizon = Horizon { first: "2026-06-08".parse().expect("a date"), days: 14 };
    Rulebook::compile(&document, horizon, &Criteria::builtin()).expect("no faults").rulebook
});

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = dispatch_testkit::commands::play(&RULEBOOK, bytes) {
        panic!("{broken}");
    }
});
