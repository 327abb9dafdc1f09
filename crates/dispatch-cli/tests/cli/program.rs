//! The `dispatch` program as the tests run it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Runs it where the tests run.
pub(crate) fn dispatch(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dispatch")).args(arguments).output().unwrap()
}

/// Runs it in a folder, so that what it says names files without that folder.
pub(crate) fn dispatch_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dispatch")).args(arguments).current_dir(folder).output().unwrap()
}

/// What it printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder of one test's own, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}
