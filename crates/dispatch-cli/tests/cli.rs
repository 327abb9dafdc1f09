//! The `dispatch` command as a person meets it.

#![expect(clippy::unwrap_used, reason = "helpers of a test binary: a failure is the test's")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use dispatch_core::{Criteria, Horizon, Rulebook, RulebookDocument};

fn dispatch(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dispatch")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn help_names_the_commands_and_the_exit_codes() {
    let output = dispatch(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_mistyped_command_is_answered_with_the_nearest() {
    let output = dispatch(&["schma"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("'schema'"), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
}

#[test]
fn every_schema_is_json_and_describes_its_format() {
    for (format, property) in [("rulebook", "practice"), ("fact", "at"), ("decision", "outcome")] {
        let output = dispatch(&["schema", format]);
        assert_eq!(output.status.code(), Some(0));
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(schema["properties"][property].is_object(), "{format}: {schema:#}");
    }
}

#[test]
fn init_writes_a_rulebook_that_compiles_and_never_overwrites() {
    let path = folder("init").join("rulebook.toml");
    let shown = path.to_str().unwrap();
    assert_eq!(dispatch(&["init", shown]).status.code(), Some(0));
    let written = fs::read_to_string(&path).unwrap();
    let document: RulebookDocument = toml::from_str(&written).unwrap();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 6, 12).unwrap();
    Rulebook::compile(&document, Horizon { first, days: 7 }, &Criteria::builtin()).unwrap();

    fs::write(&path, "mine").unwrap();
    let again = dispatch(&["init", shown]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("is there already"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn init_in_a_folder_that_is_missing_says_so() {
    let path = folder("init-missing").join("no").join("rulebook.toml");
    let output = dispatch(&["init", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("its folder does not exist"), "{}", text(&output.stderr));
}
