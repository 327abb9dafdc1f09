//! The layout of tests: modules where their names say, and no test that is not run.

use std::collections::BTreeSet;

use crate::workspace::{Target, seen_from_the_workspace, sources, targets};

/// In tests. A benchmark may share the fixture of a test: cargo gives it no other way.
#[test]
fn no_module_is_named_by_path() {
    let mut found = BTreeSet::new();
    for (path, code) in sources("crates") {
        let path = seen_from_the_workspace(&path);
        if !path.contains("/benches/") && code.lines().any(|line| line.trim_start().starts_with("#[path")) {
            found.insert(path);
        }
    }
    assert!(found.is_empty(), "modules named by `#[path]`: {found:#?}");
}

/// A crate without them has its tests or doc tests switched off: an empty test binary takes as long to link as a full one.
#[test]
fn what_is_switched_off_is_empty() {
    for Target { root, test, doctest, .. } in targets().iter().filter(|target| target.is_code()) {
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (path, code) in sources(folder) {
            let lines = || code.lines().map(str::trim_start);
            let path = path.display();
            assert!(*test || !lines().any(|line| line == "#[test]"), "{path} has a test, and `test = false`");
            let example = |line: &str| ["/// ```", "//! ```"].iter().any(|fence| line.starts_with(fence));
            assert!(*doctest || !lines().any(example), "{path} has an example, and `doctest = false`");
        }
    }
}
