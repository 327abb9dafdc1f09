//! The floors of the core: a module sees only what stands on a floor below its own.

use crate::{
    arrows::{Arrows, arrows},
    workspace::text,
};

/// From the ground up. Modules of one floor do not see each other.
const FLOORS: &[&[&str]] = &[
    &["time", "ids", "combinations"],
    &["calendar"],
    &["explain"],
    &["rulebook"],
    &["availability", "check"],
    &["assign"],
    &["slots", "why"],
    &["plan", "repair"],
    &["engine"],
];

const SOURCE: &str = "crates/dispatch-core/src/";

#[test]
fn the_core_sees_only_the_floors_below() {
    let found = up(&arrows("crates/dispatch-core/src/lib.rs", &text).unwrap());
    let found: Vec<_> = found.iter().map(|(file, _, path)| format!("  {file} by `{path}`")).collect();
    assert!(found.is_empty(), "arrows up, or across one floor:\n{}", found.join("\n"));
}

#[test]
fn every_module_of_the_core_has_a_floor() {
    let root = text("crates/dispatch-core/src/lib.rs").unwrap();
    let lines = root.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "));
    let without: Vec<_> =
        lines.map(|line| line.trim_end_matches(';')).filter(|name| floor(name).is_none()).collect();
    assert!(without.is_empty(), "FLOORS has no place for {without:?}");
}

#[test]
fn an_arrow_up_or_across_is_found() {
    let files = [
        (
            "lib.rs",
            "mod assign; mod check; mod engine; mod rulebook; mod slots; mod why; pub use engine::Engine;",
        ),
        ("rulebook.rs", "pub struct Rulebook;"),
        ("check/mod.rs", "use crate::{Engine, rulebook::Rulebook}; pub struct Fact;"),
        ("assign.rs", "use crate::check::Fact;"),
        ("slots.rs", "pub struct Slot;"),
        ("why.rs", "use crate::slots::Slot;"),
        ("engine.rs", "pub struct Engine;"),
    ];
    let read = |wanted: &str| {
        let found = files.iter().find(|(file, _)| wanted.strip_prefix(SOURCE) == Some(*file));
        found.map(|(_, text)| (*text).to_owned())
    };
    let found = up(&arrows(&format!("{SOURCE}lib.rs"), &read).unwrap());
    let found: Vec<_> = found.iter().map(|(file, module, _)| (file.as_str(), module.as_str())).collect();
    assert_eq!(found, [("check/mod.rs", "engine"), ("why.rs", "slots")]);
}

/// The arrows that lead to another module of the same floor or of one above: the file, the module and the path.
fn up(arrows: &Arrows) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for ((from, to), path) in arrows {
        let (from, to) = (from.trim_start_matches(SOURCE), to.trim_start_matches(SOURCE));
        let (here, there) = (module(from), module(to));
        // The root of the crate stands on no floor: it only gathers names.
        let (Some(floor_here), Some(floor_there)) = (floor(here), floor(there)) else { continue };
        if here != there && floor_there >= floor_here {
            found.push((from.to_owned(), there.to_owned(), path.clone()));
        }
    }
    found
}

/// The module of the core in which a file stands.
fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or(file)
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}
