//! No circle of files in any crate: whoever reads a file need not have read it already.

use std::collections::BTreeSet;

use crate::{
    arrows::{Arrows, arrows, circles},
    exceptions::CIRCLES,
    workspace::{targets, text},
};

#[test]
fn no_crate_has_a_circle_of_files() {
    let mut found = BTreeSet::new();
    let mut why = String::new();
    for target in targets() {
        let arrows = arrows(&target.root, &text).unwrap();
        for circle in circles(&arrows) {
            if found.insert(circle.clone()) {
                why.push_str(&shown(&circle, &arrows));
            }
        }
    }
    let listed: BTreeSet<Vec<String>> =
        CIRCLES.iter().map(|circle| circle.iter().map(|file| (*file).to_owned()).collect()).collect();
    let paste: Vec<_> = found.iter().map(|circle| format!("    &[\"{}\"],", circle.join("\", \""))).collect();
    assert!(
        found == listed,
        "the circles of files are not those in `exceptions.rs`. All circles, as the list to paste:\n{}\n{why}",
        paste.join("\n")
    );
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
