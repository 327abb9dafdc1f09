//! The layout of tests: a folder with a `main.rs` for each binary, and modules where their names say.

use std::collections::BTreeSet;

use crate::{
    exceptions::PATH_ATTRIBUTES,
    workspace::{seen_from_the_workspace, sources},
};

#[test]
fn no_module_is_named_by_path() {
    let mut found = BTreeSet::new();
    for (path, code) in sources("crates").into_iter().chain(sources("benches")) {
        if code.lines().any(|line| line.trim_start().starts_with("#[path")) {
            found.insert(seen_from_the_workspace(&path));
        }
    }
    let paste: Vec<_> = found.iter().map(|file| format!("    {file:?},")).collect();
    assert!(
        found.iter().map(String::as_str).eq(PATH_ATTRIBUTES.iter().copied()),
        "the files with `#[path]` are not those in `exceptions.rs`. All of them, as the list to paste:\n{}",
        paste.join("\n")
    );
}
