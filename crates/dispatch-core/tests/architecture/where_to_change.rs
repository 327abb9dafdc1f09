//! CONTRIBUTING's table "to change X, go to Y": every place that it names is there.

use crate::workspace::{root, text};

const HEADING: &str = "## Where to change what";

#[test]
fn every_place_of_the_table_is_there() {
    let page = text("CONTRIBUTING.md").unwrap();
    let places = places(&page);
    assert!(places.len() >= 20, "the table under `{HEADING}` names {} places", places.len());
    let gone: Vec<_> = places.iter().filter(|place| !root().join(place).exists()).collect();
    assert!(gone.is_empty(), "CONTRIBUTING.md sends people to {gone:?}, which is not there");
}

#[test]
fn places_are_paths_in_backticks_in_the_table_alone() {
    let page = "# Contributing\n\n| `no/table.rs` | x |\n\n## Where to change what\n\nNot `here.rs`.\n\n\
                | to change | go to |\n| --- | --- |\n| a `reason` | `a/b.rs`, then `c/` |\n\n## Next\n\n| `d/e.rs` | x |\n";
    assert_eq!(places(page), ["a/b.rs", "c/"]);
    assert!(places("## Where to change what\n\nNothing yet.\n").is_empty());
}

/// What stands in backticks in the rows of the table and is a path.
fn places(page: &str) -> Vec<&str> {
    let lines = page.lines().skip_while(|line| line.trim_end() != HEADING).skip(1);
    let rows = lines.take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with('|'));
    let in_backticks = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    in_backticks.filter(|text| text.contains('/') || text.contains('.')).collect()
}
