//! A rulebook with ten different faults: each is pointed at, with its help, and nothing else is.

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon};
use rulebook_toml::{Diagnostic, load};

const TEN: &str = include_str!("rulebooks/ten_faults.toml");

fn faults(text: &str) -> Vec<Diagnostic> {
    let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).unwrap_or_default(), days: 14 };
    load(text, "ten_faults.toml", horizon, &Criteria::builtin()).err().unwrap_or_default()
}

#[test]
fn all_ten_are_pointed_at() {
    let all: Vec<String> = faults(TEN).iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn each_is_placed_on_what_is_wrong() {
    let found = faults(TEN);
    let meant: Vec<(usize, &str, String)> = found
        .iter()
        .map(|fault| {
            let letters = fault.source.chars().skip(fault.column - 1).take(fault.width);
            (fault.line, fault.code.as_str(), letters.collect())
        })
        .collect();
    let meant: Vec<_> = meant.iter().map(|(line, code, letters)| (*line, *code, letters.as_str())).collect();
    let expected = [
        (3, "wrong_type", "\"one\""),
        (7, "unknown_time_zone", "\"America/New_Yrok\""),
        (18, "unknown_field", "grad"),
        (20, "bad_value", "\"2pm-6pm\""),
        (23, "duplicate_id", "\"injector\""),
        (33, "unknown_credential", "\"rnn\""),
        (35, "bad_buffer", "-10"),
        (40, "nobody_qualified", "[[\"rn\", \"laser\"]]"),
        (48, "unknown_role", "\"chiar\""),
        (52, "unknown_criterion", "\"lighter_halfday\""),
    ];
    assert_eq!(meant, expected);
}

/// A lost entry must not make those that refer to it, or that depend on it, look wrong.
#[test]
fn nothing_follows_from_what_could_not_be_read() {
    let friday = include_str!("../../../../docs/scenarios/friday/rulebook.toml");
    for (written, damaged, code) in [
        ("id = \"filler\"\n", "id = \"filler\"\nname = 5\n", "wrong_type"),
        ("[[credential]]\nid = \"laser\"\n", "[[credential]]\nidd = \"laser\"\n", "unknown_field"),
        ("[[credential]]\nid = \"rn\"\n", "[[credentail]]\nid = \"rn\"\n", "unknown_field"),
        ("id = \"room-3\"\nkind = \"room\"\n", "id = \"room-3\"\nkind = \"rooom\"\n", "unknown_word"),
        ("id = \"laser-2\"\nkind = \"device\"\n", "id = \"laser-2\"\n", "missing_field"),
        ("hours = { daily = [\"09:00-18:00\"] }", "hours = { daily = [\"9-18\"] }", "bad_value"),
        ("minutes = 45\n", "mintues = 45\n", "unknown_field"),
        ("credentials = [{ id = \"rn\" }, { id = \"filler\" }]", "credentials = \"filler\"", "wrong_type"),
    ] {
        assert!(friday.contains(written), "{written}");
        let found = faults(&friday.replace(written, damaged));
        let codes: Vec<_> = found.iter().map(|fault| fault.code.as_str()).collect();
        assert!(!codes.is_empty() && codes.iter().all(|found| *found == code), "{damaged}: {found:#?}");
    }
}

/// The other way round: a fault of the same entry that has nothing to do with what was lost is told as well.
#[test]
fn what_does_not_follow_is_told() {
    let friday = include_str!("../../../../docs/scenarios/friday/rulebook.toml");
    let written = "code = \"INJ-TOX\"\nname = \"Tox\"\ncategory = \"injectables\"\nminutes = 25\nqualification = [[\"rn\"]]\n";
    assert!(friday.contains(written));
    let damaged = "code = \"INJ-TOX\"\ncolour = 5\nbuffers = { romm = {} }\nqualification = [[\"rm\"]]\n";
    let friday = friday.replace(written, damaged);
    let found =
        faults(&friday.replacen("buffers = { provider = { after = 5 }, room = { after = 10 } }\n", "", 1));
    let codes: Vec<_> = found.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["no_length", "unknown_field", "unknown_field", "unknown_credential"], "{found:#?}");

    let empty = faults("practice = \"p\"\nrevision = \"x\"\n[[provder]]\nid = \"a\"\n");
    let codes: Vec<_> = empty.iter().map(|fault| (fault.code.as_str(), fault.path.as_str())).collect();
    let lists = [("empty_list", "location"), ("empty_list", "service")];
    assert_eq!(codes, [lists[0], lists[1], ("wrong_type", "revision"), ("unknown_field", "provder")]);
}
