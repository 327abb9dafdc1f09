//! Any text is read as a rulebook and as cases, or refused with reasons, each at a place in the text.
#![no_main]

use dispatch_core::{Criteria, Horizon};
use libfuzzer_sys::fuzz_target;

const FRIDAY: &str = include_str!("../../../../docs/scenarios/friday/rulebook.toml");

fuzz_target!(|text: &str| {
    let criteria = Criteria::builtin();
    let horizon = Horizon { first: chrono::NaiveDate::from_ymd_opt(2026, 6, 8).expect("a date"), days: 7 };
    let read = rulebook_toml::read(text, "any.toml");
    match (rulebook_toml::load(text, "any.toml", horizon, &criteria), &read) {
        (Ok(_), read) => assert!(read.is_ok(), "what can be used can be read"),
        (Err(faults), _) => placed(text, &faults),
    }
    if let Err(faults) = &read {
        placed(text, faults);
    }
    let friday = rulebook_toml::read(FRIDAY, "rulebook.toml").expect("the Friday can be read");
    match rulebook_toml::cases::load(text, "any.cases.toml", &friday, &criteria) {
        Ok(cases) => cases.iter().for_each(|case| drop(case.run())),
        Err(faults) => placed(text, &faults),
    }
});

fn placed(text: &str, faults: &[rulebook_toml::Diagnostic]) {
    assert!(!faults.is_empty());
    for fault in faults {
        let line = text.split('\n').nth(fault.line - 1).map(|line| line.trim_end_matches('\r'));
        assert_eq!(line, Some(fault.source.as_str()), "{fault:?}");
        assert!(fault.to_string().contains('^'));
    }
}
