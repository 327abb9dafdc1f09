//! The workspace as the tests see it: its files, its crates and what cargo says of them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// What cargo prints.
pub(crate) fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg("--offline")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../../..")).unwrap()
}

/// The text of a file, if there is such a file; its path is seen from the workspace.
pub(crate) fn text(path: &str) -> Option<String> {
    fs::read_to_string(root().join(path)).ok()
}

/// Every Rust file below a folder, in order, with its text.
pub(crate) fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // The fuzzers may have been built where they stand.
                if !path.ends_with("target") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = fs::read_to_string(&path).unwrap();
                found.push((path, code));
            }
        }
    }
    assert!(!found.is_empty(), "no source is found");
    found.sort();
    found
}

/// A path as it is seen from the workspace, with `/` between folders.
pub(crate) fn seen_from_the_workspace(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What is compiled by itself.
pub(crate) struct Target {
    kind: String,
    /// The file with which it begins, seen from the workspace.
    pub(crate) root: String,
    pub(crate) test: bool,
    pub(crate) doctest: bool,
}

impl Target {
    /// A library or a binary: what the others test, measure or show.
    pub(crate) fn is_code(&self) -> bool {
        ["lib", "bin"].contains(&self.kind.as_str())
    }
}

pub(crate) fn targets() -> Vec<Target> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let targets = packages.flat_map(|package| package["targets"].as_array().unwrap());
    let target = |target: &Value| Target {
        kind: target["kind"][0].as_str().unwrap().to_owned(),
        root: seen_from_the_workspace(Path::new(target["src_path"].as_str().unwrap())),
        test: target["test"].as_bool().unwrap(),
        // Binaries have no doc tests.
        doctest: target["doctest"].as_bool().unwrap() || target["kind"][0] == "bin",
    };
    targets.map(target).collect()
}
