//! The core's purity: no clock, no outside world, and local time in one file.

use std::path::PathBuf;

use crate::workspace::{self, cargo};

const LOWER_LAYER: &[&str] = &["assign", "calendar", "check", "explain", "rulebook", "slots", "why"];

/// Another crate may turn the clock on for the whole build, so the core is looked at alone.
#[test]
fn the_core_alone_has_no_clock() {
    let tree = cargo(&["tree", "-p", "dispatch-core", "-e", "normal,features", "--prefix", "none"]);
    let lines = || tree.lines().map(|line| line.trim_end_matches(" (*)"));
    assert!(lines().any(|line| line.starts_with("chrono v")), "chrono is not in the tree:\n{tree}");
    for feature in ["clock", "now", "default", "wasmbind"] {
        let banned = format!("chrono feature \"{feature}\"");
        assert!(!lines().any(|line| line == banned), "{banned} is on for the core alone");
    }
    assert!(!lines().any(|line| line.starts_with("schemars v")), "schemars comes without being asked for");
}

#[test]
fn the_lower_layer_never_mentions_the_engine() {
    for (path, code) in LOWER_LAYER.iter().flat_map(|folder| sources(folder)) {
        assert!(!words(&code).any(|word| word == "engine"), "{} mentions the engine", path.display());
    }
}

#[test]
fn time_zones_are_known_in_one_file() {
    for (path, code) in sources("") {
        let local = path.ends_with("calendar/local.rs");
        assert_eq!(words(&code).any(|word| word == "chrono_tz"), local, "{}", path.display());
    }
}

#[test]
fn the_core_touches_no_outside_world() {
    for (path, code) in sources("") {
        let path = path.display();
        let close: String = code.split_whitespace().collect();
        for module in ["fs", "net", "env", "thread", "process"] {
            let named = close.contains(&format!("std::{module}"));
            let grouped = std_groups(&close).any(|group| words(group).any(|word| word == module));
            assert!(!named && !grouped, "{path} uses std::{module}");
        }
        for banned in ["SystemTime", "Instant", "HashMap", "HashSet", "println", "eprintln", "async"] {
            assert!(!words(&code).any(|word| word == banned), "{path} uses {banned}");
        }
        assert!(!close.contains("Utc::now") && !close.contains("Local::now"), "{path} reads a clock");
    }
}

/// Every source file of a folder of the core, comments taken out.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let found = workspace::sources(&format!("crates/dispatch-core/src/{folder}"));
    let without_comments = |(path, code): (PathBuf, String)| {
        let code = code.lines().map(|line| line.split("//").next().unwrap_or_default());
        let code = code.collect::<Vec<_>>().join("\n");
        (path, code)
    };
    found.into_iter().map(without_comments).collect()
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// What stands in the braces of each `std::{..}`, up to the end of the statement.
fn std_groups(close: &str) -> impl Iterator<Item = &str> {
    close.split("std::{").skip(1).map(|rest| rest.split(';').next().unwrap_or_default())
}
