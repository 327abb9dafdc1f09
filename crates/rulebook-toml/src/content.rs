//! The core's faults, placed in the file. Faults that only follow from a value that could not be read are left out.

use dispatch_core::{DocumentPath, PathStep, RulebookError};

use crate::{
    diagnostic::{Diagnostic, Severity},
    form::MOST_FAULTS,
    lost::Lost,
    nearest,
    source::Source,
    tree::Tree,
};

/// The faults or weak spots that the core found in what could be read.
pub(crate) fn diagnostics(
    source: Source<'_>,
    tree: &Tree<'_>,
    lost: &Lost,
    faults: &[RulebookError],
    severity: Severity,
) -> Vec<Diagnostic> {
    let placed = faults.iter().map(|fault| (lost.in_file(fault.path()), fault));
    let own = placed.filter(|(path, fault)| !follows(tree, lost, path, fault));
    own.take(MOST_FAULTS)
        .map(|(path, fault)| Diagnostic { severity, ..diagnostic(source, tree, &path, fault) })
        .collect()
}

/// True if this fault may disappear once the lost values are corrected.
fn follows(tree: &Tree<'_>, lost: &Lost, path: &DocumentPath, fault: &RulebookError) -> bool {
    let about_lost = match path.0.get(tree.nearest(path).0.len()) {
        Some(PathStep::Field(missing)) => lost.misspelt(&tree.nearest(path), missing),
        Some(PathStep::Position(_)) => false,
        // A fault of a whole entry depends on its own fields; a fault of a list or of hours, on everything in them.
        None if path.0.len() == 2 => lost.contains(path) || lost.field_of(path),
        None => lost.within(path),
    };
    let to_lost = !fault.known().is_empty() && name(tree, path).is_some_and(|name| lost.names(tree, name));
    let by_lost =
        DEPENDS.iter().any(|(code, list, fields)| *code == fault.code() && lost.of_list(list, fields));
    about_lost || to_lost || by_lost || (OF_ENTRY.contains(&fault.code()) && lost.within(&entry(path)))
}

/// Faults of one entry that depend on fields of other entries: code, list, fields.
const DEPENDS: &[(&str, &str, &[&str])] = &[
    ("nobody_qualified", "provider", &["credentials"]),
    ("impossible_need", "resource", &["kind", "capabilities"]),
    ("unknown_capability", "resource", &["kind", "capabilities"]),
    ("impossible_together", "resource", &["kind", "capabilities", "location", "elsewhere", "fixed_in"]),
    ("impossible_together", "location", &[]),
    ("never_fits", "provider", &["shifts", "dates", "elsewhere", "breaks", "duties", "location"]),
    ("never_in_a_row", "provider", &["max_in_a_row", "minutes", "credentials"]),
    ("never_fits", "location", &["hours"]),
    ("never_fits", "resource", &["hours", "dates", "elsewhere", "duties", "location"]),
    ("overlapping_locations", "location", &["time_zone", "hours", "closures"]),
    ("too_little_travel", "location", &["time_zone", "hours", "closures"]),
    ("fixed_in_elsewhere", "resource", &["location"]),
];

/// Faults that depend on other fields of the same entry.
const OF_ENTRY: &[&str] = &[
    "unknown_role",
    "unused_role",
    "no_provider",
    "never_fits",
    "overlapping_locations",
    "too_little_travel",
];

/// The entry of a list that a path leads into.
fn entry(path: &DocumentPath) -> DocumentPath {
    DocumentPath(path.0.iter().take(2).cloned().collect())
}

fn diagnostic(source: Source<'_>, tree: &Tree<'_>, path: &DocumentPath, fault: &RulebookError) -> Diagnostic {
    let is_text = tree.at(path).is_some_and(|value| value.is_str());
    let by_key = !fault.known().is_empty() && !is_text;
    let span = if by_key { tree.key_span(path) } else { tree.span(path) };
    let known = fault.known().iter().map(String::as_str);
    let help = match name(tree, path) {
        Some(name) if !fault.known().is_empty() => nearest::help(name, known, fault.help()),
        _ => fault.help().to_owned(),
    };
    Diagnostic::error(source, span, fault.code(), path).saying(fault.message(), help)
}

/// The name that a fault is about: the text at its path, or the key that leads there.
fn name<'t>(tree: &'t Tree<'_>, path: &'t DocumentPath) -> Option<&'t str> {
    let key = match path.0.last() {
        Some(PathStep::Field(key)) => Some(key.as_str()),
        _ => None,
    };
    tree.at(path).and_then(|value| value.as_str()).or(key)
}
