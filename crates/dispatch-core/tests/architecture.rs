//! The shape of the workspace: who may use whom, and what keeps the core pure.

#![expect(clippy::unwrap_used, reason = "a test that cannot look has failed")]
#![expect(clippy::disallowed_methods, reason = "the test reads the sources; the core does not")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Which crates of the workspace each one may use. A new crate needs a line here.
const MAY_USE: &[(&str, &[&str])] = &[
    ("dispatch-core", &[]),
    ("rulebook-toml", &["dispatch-core"]),
    ("adapter-kit", &["dispatch-core"]),
    ("boulevard-adapter", &["adapter-kit", "dispatch-core"]),
    ("zenoti-adapter", &["adapter-kit", "dispatch-core"]),
    ("gohighlevel-adapter", &["adapter-kit", "dispatch-core"]),
    ("aesthetic-record-adapter", &["adapter-kit", "dispatch-core"]),
    ("notifier", &["dispatch-core"]),
    ("dispatch-store", &["dispatch-core"]),
    ("dispatch-bench", &["dispatch-core"]),
    ("dispatch-testkit", &["adapter-kit", "dispatch-core"]),
    ("dispatch-sim", &["adapter-kit", "dispatch-core"]),
    ("vendor-sandbox", &["adapter-kit", "dispatch-core"]),
    ("dispatch-server", &["adapter-kit", "dispatch-core", "dispatch-store", "notifier", "rulebook-toml"]),
    ("dispatch-cli", &[EVERYTHING]),
    // Nothing uses the benches; they replay the scenario with the reader of the binary.
    (
        "dispatch-benches",
        &["dispatch-bench", "dispatch-cli", "dispatch-core", "dispatch-testkit", "rulebook-toml"],
    ),
];
const EVERYTHING: &str = "*";

/// All that the core brings, and what of it comes only when asked for.
const CORE_USES: &[&str] = &["chrono", "chrono-tz", "serde", "smallvec", "thiserror"];
const CORE_OFFERS: &[&str] = &["schemars"];

/// Crates that decide or translate bring none of these.
const SHELL_LIBRARIES: &[&str] = &["axum", "hyper", "reqwest", "rusqlite", "sqlx", "tokio", "tracing"];

const LOWER_LAYER: &[&str] = &["assign", "calendar", "check", "explain", "rulebook", "slots", "why"];

#[test]
fn crates_use_only_what_stands_above_them() {
    let packages = packages();
    let mut wrong = Vec::new();
    for (name, dependencies) in &packages {
        let Some((_, allowed)) = MAY_USE.iter().find(|(known, _)| known == name) else {
            wrong.push(format!("`{name}` has no line in MAY_USE"));
            continue;
        };
        let used = dependencies.iter().map(|used| used.name.as_str());
        for used in used.filter(|used| packages.contains_key(*used)) {
            if !allowed.contains(&EVERYTHING) && !allowed.contains(&used) {
                wrong.push(format!("`{name}` must not use `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_decides_or_translates_brings_no_shell_library() {
    let pure = |name: &str| {
        ["dispatch-core", "rulebook-toml", "adapter-kit", "dispatch-bench"].contains(&name)
            || name.ends_with("-adapter")
    };
    for (name, dependencies) in packages().iter().filter(|(name, _)| pure(name)) {
        for used in dependencies {
            assert!(!SHELL_LIBRARIES.contains(&used.name.as_str()), "`{name}` must not use `{}`", used.name);
        }
    }
}

#[test]
fn the_core_brings_four_libraries_and_offers_one() {
    let packages = packages();
    let names = |optional: bool| -> Vec<&str> {
        let used = packages["dispatch-core"].iter().filter(|used| used.optional == optional);
        let mut names: Vec<_> = used.map(|used| used.name.as_str()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(false), CORE_USES);
    assert_eq!(names(true), CORE_OFFERS);
}

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

struct Dependency {
    name: String,
    optional: bool,
}

/// The workspace's packages with what each uses outside its tests.
fn packages() -> BTreeMap<String, Vec<Dependency>> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let dependency = |used: &Value| Dependency {
        name: used["name"].as_str().unwrap().to_owned(),
        optional: used["optional"].as_bool().unwrap(),
    };
    let package = |package: &Value| {
        let used = package["dependencies"].as_array().unwrap().iter();
        let used = used.filter(|used| used["kind"] != "dev").map(dependency).collect();
        (package["name"].as_str().unwrap().to_owned(), used)
    };
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every source file of a folder of the core, comments taken out.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = fs::read_to_string(&path).unwrap();
                let code = code.lines().map(|line| line.split("//").next().unwrap_or_default());
                found.push((path, code.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    assert!(!found.is_empty(), "no source in `{folder}`");
    found
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// What stands in the braces of each `std::{..}`, up to the end of the statement.
fn std_groups(close: &str) -> impl Iterator<Item = &str> {
    close.split("std::{").skip(1).map(|rest| rest.split(';').next().unwrap_or_default())
}
