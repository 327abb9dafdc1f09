//! Any bytes as a journal, as facts and as what else is stored: each line is read or refused, and what is read can be
//! replayed, laid out and written again as it was.
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
    if let Err(broken) = dispatch_testkit::stored::read(&RULEBOOK, bytes) {
        panic!("{broken}");
    }
});
