//! Faults of form: none hides another, and none is reported twice.

use chrono::NaiveDate;
use dispatch_core::{Criteria, Horizon};
use rulebook_toml::{load, read};

const START: &str = "practice = \"p\"\n[[location]]\nid = \"main\"\ntime_zone = \"UTC\"\nhours = { daily = [\"09:00-17:00\"] }\n";

fn faults(rest: &str) -> Vec<(usize, usize, String, String)> {
    let faults = read(&format!("{START}{rest}"), "x.toml").err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.line, fault.column, fault.code, fault.path)).collect()
}

#[track_caller]
fn check(rest: &str, expected: &[(usize, usize, &str, &str)]) {
    let found = faults(rest);
    let found: Vec<_> = found
        .iter()
        .map(|(line, column, code, path)| (*line, *column, code.as_str(), path.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_misspelt_required_field_is_one_fault() {
    check("[[credential]]\nidd = \"rn\"\n", &[(7, 1, "unknown_field", "credential[0].idd")]);
}

#[test]
fn a_missing_field_points_at_its_entry() {
    check("[[credential]]\nname = \"Nurse\"\n", &[(6, 1, "missing_field", "credential[0]")]);
}

#[test]
fn several_faults_of_one_entry_are_all_found() {
    check(
        "[[provider]]\nid = 5\ngrade = \"x\"\ncolour = 1\nbreaks = [{ minutes = 30, within = \"11-14\" }]\n",
        &[
            (7, 6, "wrong_type", "provider[0].id"),
            (8, 9, "wrong_type", "provider[0].grade"),
            (9, 1, "unknown_field", "provider[0].colour"),
            (10, 36, "bad_value", "provider[0].breaks[0].within"),
        ],
    );
}

#[test]
fn a_break_of_neither_kind_is_a_fault() {
    check(
        "[[provider]]\nid = \"a\"\nbreaks = [{ minutes = 30 }]\n",
        &[(8, 11, "bad_value", "provider[0].breaks[0]")],
    );
}

#[test]
fn positions_count_what_could_not_be_read() {
    check(
        "[[resource]]\nid = \"r\"\n[[resource]]\nid = \"s\"\nkind = \"rom\"\n[[resource]]\nid = \"t\"\nkind = \"room\"\naliases = [1, \"x\", 2]\n",
        &[
            (6, 1, "missing_field", "resource[0]"),
            (10, 8, "unknown_word", "resource[1].kind"),
            (14, 12, "wrong_type", "resource[2].aliases[0]"),
            (14, 20, "wrong_type", "resource[2].aliases[2]"),
        ],
    );
}

#[test]
fn a_date_may_be_written_without_quotes() {
    check("closures = [2026-12-25, \"2026-12-26\"]\n", &[]);
    check("closures = [\"2026-02-30\"]\n", &[(6, 13, "bad_value", "location[0].closures[0]")]);
}

/// Each kind of fault in words: nobody has to know Rust or serde to read them.
#[test]
fn every_kind_says_what_to_write() {
    let rest = "closures = [2026-02-20T10:00:00, \"soon\", 7]\nname = [\"a\"]\n[[provider]]\nid = \"a\"\n\
        grade = 99999999999\nmax_appointments_a_day = -1\nshifts = \"late\"\nbreaks = [{ at = \"24:00-25:00\" }, {}]\n\
        [[resource]]\nkind = 1\n[vip]\nwhen = \"always\"\n[padding]\nroom = \"none\"\n";
    let faults = read(&format!("{START}{rest}"), "x.toml").err().unwrap_or_default();
    let all: Vec<String> =
        faults.iter().map(|fault| format!("{}: {} | {}", fault.path, fault.message, fault.help)).collect();
    insta::assert_snapshot!(all.join("\n"));
    assert!(faults.iter().all(|fault| !fault.help.is_empty()));
}

#[test]
fn a_practice_without_a_name_hides_nothing() {
    let text = START.replace("practice = \"p\"", "practice = 5").replace("UTC", "UCT1");
    for (text, code, place) in [
        (text.clone(), "wrong_type", (1, 12)),
        (text.replace("practice = 5", "# none"), "missing_field", (1, 1)),
        (text.replace("practice = 5", "practise = \"p\""), "unknown_field", (1, 1)),
    ] {
        let horizon = Horizon { first: NaiveDate::from_ymd_opt(2026, 6, 8).unwrap_or_default(), days: 1 };
        let faults = load(&text, "x.toml", horizon, &Criteria::builtin()).err().unwrap_or_default();
        let found: Vec<_> =
            faults.iter().map(|fault| (fault.code.as_str(), (fault.line, fault.column))).collect();
        assert!(found.contains(&(code, place)), "{found:?}");
        assert!(found.contains(&("unknown_time_zone", (4, 13))), "{found:?}");
        assert!(
            !found.iter().any(|(other, _)| *other != code && ["missing_field", "empty_name"].contains(other))
        );
    }
}

#[test]
fn of_very_many_faults_the_first_hundred_are_told() {
    let many = "[[credential]]\nidd = 1\n".repeat(5_000);
    assert_eq!(faults(&many).len(), 100);
}
