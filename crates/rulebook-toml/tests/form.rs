//! Faults of form: none hides another, and none is reported twice.

use rulebook_toml::read;

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
        faults.iter().map(|fault| format!("{}: {} | {}", fault.path, fault.message, fault.mend)).collect();
    insta::assert_snapshot!(all.join("\n"));
    assert!(faults.iter().all(|fault| !fault.mend.is_empty()));
}
