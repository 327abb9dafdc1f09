//! No text makes the reader panic, and everything that it says is about a place in that text.

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon};
use proptest::prelude::*;
use rulebook_toml::{Diagnostic, load, read};

const FRIDAY: &str = include_str!("../../../../docs/scenarios/friday/rulebook.toml");

fn well_placed(text: &str, fault: &Diagnostic) -> bool {
    let line = text.split('\n').nth(fault.line - 1).map(|line| line.trim_end_matches('\r'));
    let letters = fault.source.chars().count();
    let inside = fault.column <= letters + 1 && fault.column - 1 + fault.width <= letters.max(fault.column);
    line == Some(fault.source.as_str()) && inside && fault.to_string().contains("^")
}

/// Where a character of the text starts, and where it ends.
fn letter(text: &str, at: prop::sample::Index) -> (usize, usize) {
    let starts: Vec<(usize, char)> = text.char_indices().collect();
    let (start, letter) = starts.get(at.index(starts.len())).copied().unwrap_or_default();
    (start, start + letter.len_utf8())
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let word = prop_oneof![
        Just(String::new()),
        "[\\PC\n\"]{0,6}",
        prop::sample::select(vec![
            "[",
            "]",
            "{",
            "}",
            "\"",
            "=",
            "[[",
            "-5",
            "true",
            "2026-06-12",
            "\u{e9}",
            "\n",
            "#"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, word), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_read_or_refused_with_reasons(text in "\\PC{0,80}|([a-z]{1,8} ?= ?[0-9\"\\[{,}\\]]{0,6}\n){0,6}") {
        if let Err(faults) = read(&text, "any.toml") {
            prop_assert!(!faults.is_empty());
            for fault in &faults {
                prop_assert!(well_placed(&text, fault), "{fault:?}");
            }
        }
    }

    #[test]
    fn a_damaged_rulebook_is_read_or_refused_with_reasons(edits in edits()) {
        let mut text = FRIDAY.to_owned();
        for (at, length, word) in edits {
            let (start, mut end) = letter(&text, at);
            for _ in 0..length {
                end += text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            }
            text.replace_range(start..end.max(start), &word);
        }
        let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).unwrap_or_default(), days: 7 };
        let loaded = load(&text, "damaged.toml", horizon, &Criteria::builtin());
        if let Err(faults) = read(&text, "damaged.toml") {
            prop_assert!(loaded.is_err());
            prop_assert!(!faults.is_empty());
        }
        if let Err(faults) = loaded {
            prop_assert!(!faults.is_empty());
            for fault in &faults {
                prop_assert!(well_placed(&text, fault), "{fault:?}");
            }
        }
    }
}
