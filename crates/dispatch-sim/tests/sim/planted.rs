//! The planted bugs: each is a patch against the engine as it is, and still applies.

use std::{fs, path::Path, process::Command};

#[test]
fn every_planted_bug_applies() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("planted");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut patches: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "patch")).collect();
    patches.sort();
    assert!(patches.len() >= 30, "there are {} planted bugs", patches.len());
    for patch in patches {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let applied =
            Command::new("git").args(["apply", "--check"]).arg(&patch).current_dir(root).output().unwrap();
        let why = String::from_utf8_lossy(&applied.stderr);
        assert!(applied.status.success(), "{} does not apply: {why}", patch.display());
    }
}
