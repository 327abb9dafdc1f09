//! Circles: files of which each can be reached from each other along the arrows.

use std::collections::{BTreeMap, BTreeSet};

use super::Arrows;

/// Every circle as a sorted list of its files; a file stands in at most one.
pub(crate) fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in arrows.keys() {
        next.entry(from).or_default().push(to);
    }
    let reached: BTreeMap<_, _> = next.keys().map(|file| (*file, reached_from(file, &next))).collect();
    let mut circles = BTreeSet::new();
    for (file, theirs) in &reached {
        let back = |other: &&&str| reached.get(**other).is_some_and(|others| others.contains(file));
        let circle: Vec<_> = theirs.iter().filter(back).map(|other| (*other).to_owned()).collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// The file itself is among them only if an arrow leads back to it.
fn reached_from<'a>(file: &'a str, next: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        for to in next.get(file).into_iter().flatten() {
            if reached.insert(*to) {
                waiting.push(to);
            }
        }
    }
    reached
}
