//! `public-api.txt` lists every public item of the core, so that a change of the API is seen in review. To write it
//! anew: `UPDATE_API=1 cargo test -p dispatch-core-tests --test architecture public_api`.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use public_api::Builder;

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public-api.txt");

#[test]
fn the_public_api_is_as_listed() {
    let found = api();
    if env::var_os("UPDATE_API").is_some() {
        fs::write(LIST, &found).unwrap();
    }
    let listed = fs::read_to_string(LIST).unwrap_or_default();
    assert!(
        listed == found,
        "the public API is not as `crates/dispatch-core/public-api.txt` lists it (- listed, + found):\n{}\
         if that is meant: UPDATE_API=1 cargo test -p dispatch-core-tests --test architecture public_api, and docs/versions.md \
         says what may change when",
        difference(&listed, &found)
    );
}

/// Every public item, a line each. Of a trait only that it is implemented, without its functions; and nothing of what
/// every type has.
fn api() -> String {
    let builder =
        Builder::from_rustdoc_json(described()).omit_blanket_impls(true).omit_auto_trait_impls(true);
    let api = builder.build().unwrap_or_else(|fault| {
        panic!("{fault}\nis `public-api` in this crate's manifest the one that goes with the toolchain?")
    });
    let mut list = String::new();
    // The type for which the last trait was implemented: its functions follow.
    let mut implementor = None;
    for line in api.items().map(ToString::to_string) {
        if line.starts_with("impl") {
            let of_trait = line.split_once(" for ").map(|(_, implementor)| implementor);
            implementor = of_trait.and_then(|name| name.split(['<', ' ']).next()).map(str::to_owned);
        }
        let function = line.strip_prefix("pub fn ").zip(implementor.as_deref());
        let after = function.and_then(|(path, implementor)| path.strip_prefix(implementor));
        let is_theirs = after.is_some_and(|after| after.starts_with(['<', ':']));
        if !is_theirs && !line.contains("::StructuralPartialEq for ") {
            list.push_str(&line);
            list.push('\n');
        }
    }
    list
}

/// The lines that one text has and the other has not, in order.
fn difference(listed: &str, found: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (before, now) = (lines(listed), lines(found));
    let mut difference = String::new();
    for line in before.union(&now) {
        match (before.contains(line), now.contains(line)) {
            (true, false) => difference.push_str(&format!("- {line}\n")),
            (false, true) => difference.push_str(&format!("+ {line}\n")),
            _ => {}
        }
    }
    difference
}

/// What rustdoc says of the crate, as JSON: a form that only an unstable flag gives, so that the stable toolchain must be
/// told not to mind. In a folder of its own, since build scripts look at that, too.
fn described() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("public-api");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut rustdoc = Command::new(cargo);
    rustdoc.args(["rustdoc", "--quiet", "--locked", "--package", "dispatch-core", "--lib"]);
    rustdoc.arg("--target-dir").arg(&target);
    rustdoc.args(["--", "-Zunstable-options", "--output-format=json", "--cap-lints=allow"]);
    rustdoc.env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS");
    let output = rustdoc.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("doc/dispatch_core.json")
}
