//! The crates of the workspace: who may use whom, and what each may bring.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::workspace::cargo;

/// Which crates of the workspace each one may use. A new crate needs a line here.
const MAY_USE: &[(&str, &[&str])] = &[
    ("dispatch-core", &[]),
    ("dispatch-core-tests", &[]),
    ("rulebook-toml", &["dispatch-core"]),
    ("adapter-kit", &["dispatch-core"]),
    ("boulevard-adapter", &["adapter-kit", "dispatch-core"]),
    ("zenoti-adapter", &["adapter-kit", "dispatch-core"]),
    ("gohighlevel-adapter", &["adapter-kit", "dispatch-core"]),
    ("aesthetic-record-adapter", &["adapter-kit", "dispatch-core"]),
    ("notifier", &["dispatch-core"]),
    ("dispatch-store", &["dispatch-core"]),
    ("dispatch-bench", &["dispatch-core"]),
    ("dispatch-reference", &["dispatch-core"]),
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
fn the_core_brings_five_libraries_and_offers_one() {
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
