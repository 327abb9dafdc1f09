//! No circle of files in any crate: whoever reads a file need not have read it already.

use std::collections::BTreeSet;

use crate::{
    arrows::{Arrows, arrows, circles},
    workspace::{targets, text},
};

#[test]
fn no_crate_has_a_circle_of_files() {
    let mut found = BTreeSet::new();
    for target in targets() {
        let arrows = arrows(&target.root, &text).unwrap();
        found.extend(circles(&arrows).iter().map(|circle| shown(circle, &arrows)));
    }
    let found: Vec<_> = found.into_iter().collect();
    assert!(found.is_empty(), "circles of files:\n{}", found.join("\n"));
}

/// A circle with the arrows that make it.
fn shown(circle: &[String], arrows: &Arrows) -> String {
    let mut shown = format!("\na circle of {}:\n", circle.len());
    for ((from, to), path) in arrows {
        if circle.contains(from) && circle.contains(to) {
            shown.push_str(&format!("  {from} -> {to} by `{path}`\n"));
        }
    }
    shown
}
