//! The reader, value by value: a value that cannot be read is recorded and passed over, and the rest is read again, so that no
//! fault hides another.

use std::{cell::RefCell, collections::BTreeMap};

use dispatch_core::{DocumentPath, PathStep};
use serde::de::DeserializeOwned;
use toml::de::DeValue;

use crate::{
    diagnostic::Diagnostic,
    fault::{Fault, FaultKind},
    lost::Lost,
    nearest,
    node::{Node, Pass},
    source::Source,
    tree::Tree,
};

/// The part of a file that could be read.
pub(crate) struct Form<T> {
    /// Without the values that were lost; `None` if too much was.
    pub(crate) document: Option<T>,
    pub(crate) lost: Lost,
    /// Empty if nothing was lost.
    pub(crate) faults: Vec<Diagnostic>,
}

/// The most faults that are reported at once: a file with more is probably not a rulebook.
pub(crate) const MOST_FAULTS: usize = 100;

/// The only field that every rulebook must have.
pub(crate) const PRACTICE: &str = "practice";

/// Reads as much of a file as can be read. `needed` is the only text that the document must have: where it cannot
/// be read, the tree gets another in its place.
pub(crate) fn read<T: DeserializeOwned>(
    source: Source<'_>,
    tree: &mut Tree<'_>,
    needed: Option<&'static str>,
) -> Form<T> {
    let mut lost = Lost::default();
    let mut faults: Vec<Fault> = Vec::new();
    let mut unknown = BTreeMap::new();
    let mut document = None;
    for _ in 0..2 * MOST_FAULTS {
        let pass = Pass { lost: &lost, unknown: RefCell::new(unknown) };
        let node = Node { value: tree.root(), path: DocumentPath::default(), pass: &pass };
        let result = T::deserialize(node);
        unknown = pass.unknown.into_inner();
        let fault = match result {
            Err(fault) if faults.len() < MOST_FAULTS => fault,
            result => {
                document = result.ok();
                break;
            }
        };
        let path = fault.path.clone().unwrap_or_default();
        if !follows(&fault, &path, &lost, &unknown) {
            faults.push(fault);
        }
        let missing =
            needed.filter(|needed| path.0.is_empty() || path == DocumentPath::default().field(needed));
        if let Some(needed) = missing {
            tree.stand_in(needed, "unnamed");
        } else {
            lost.insert(path);
        }
    }
    faults.extend(unknown.iter().filter_map(|(path, known)| unknown_field(path, known)));
    // A field that resembles no known field was not meant as one, so nothing is lost with it.
    let meant = faults.iter().filter(|fault| match &fault.kind {
        FaultKind::UnknownField { found, known } => nearest::nearest(found, known.iter().copied()).is_some(),
        _ => false,
    });
    meant.filter_map(|fault| fault.path.clone()).for_each(|path| lost.insert(path));
    faults.sort_by_key(|fault| span(tree, fault).start);
    let faults = faults.iter().take(MOST_FAULTS).map(|fault| diagnostic(source, tree, fault)).collect();
    Form { document, lost, faults }
}

/// True if the fault only follows from a value that could not be read or a field that was misspelt: that is one fault, not two.
fn follows(
    fault: &Fault,
    path: &DocumentPath,
    lost: &Lost,
    unknown: &BTreeMap<DocumentPath, &'static [&'static str]>,
) -> bool {
    let mut beside = unknown.iter().filter_map(|(found, known)| match found.0.split_last() {
        Some((PathStep::Field(name), parent)) if parent == path.0 => Some((name, *known)),
        _ => None,
    });
    match fault.kind {
        FaultKind::MissingField { name } => {
            let misspelt =
                beside.any(|(found, known)| nearest::nearest(found, known.iter().copied()) == Some(name));
            misspelt || lost.contains(&path.field(name))
        }
        FaultKind::Other { .. } => beside.next().is_some() || lost.within(path),
        _ => false,
    }
}

fn unknown_field(path: &DocumentPath, known: &'static [&'static str]) -> Option<Fault> {
    let Some(PathStep::Field(found)) = path.0.last() else { return None };
    Some(Fault { path: Some(path.clone()), kind: FaultKind::UnknownField { found: found.clone(), known } })
}

fn span(tree: &Tree<'_>, fault: &Fault) -> std::ops::Range<usize> {
    let path = fault.path.clone().unwrap_or_default();
    match fault.kind {
        FaultKind::UnknownField { .. } => tree.key_span(&path),
        _ => tree.span(&path),
    }
}

fn diagnostic(source: Source<'_>, tree: &Tree<'_>, fault: &Fault) -> Diagnostic {
    let path = fault.path.clone().unwrap_or_default();
    let at = |code| Diagnostic::error(source, span(tree, fault), code, &path);
    match &fault.kind {
        FaultKind::WrongType { found, expected } => {
            at("wrong_type").saying(format!("{found} is not {expected}"), format!("write {expected}"))
        }
        FaultKind::OutOfRange { found, expected } => {
            at("out_of_range").saying(format!("{found} is not {expected}"), format!("write {expected}"))
        }
        FaultKind::UnknownWord { found, known } => at("unknown_word").saying(
            format!("`{found}` is not a known value here"),
            nearest::help(found, known.iter().copied(), ""),
        ),
        FaultKind::UnknownField { found, known } => at("unknown_field").saying(
            format!("there is no field `{found}` here"),
            nearest::help(found, known.iter().copied(), ""),
        ),
        FaultKind::MissingField { name } => at("missing_field")
            .saying(format!("the field `{name}` is missing"), format!("add `{name} = ...`")),
        FaultKind::Other { message } => {
            let (message, help) = own_words(tree, &path, message);
            at("bad_value").saying(message, help)
        }
    }
}

/// The words of a type's own reading, as message and help.
fn own_words(tree: &Tree<'_>, path: &DocumentPath, said: &str) -> (String, String) {
    if let Some((message, help)) = said.split_once("; ") {
        return (message.to_owned(), help.to_owned());
    }
    if let Some((_, expected)) = said.split_once(" is not ") {
        return (said.to_owned(), format!("write {expected}"));
    }
    // Only the messages about dates come from another library.
    let written = tree.at(path).map(|value| match value {
        DeValue::Datetime(date) => date.to_string(),
        other => other.as_str().unwrap_or_default().to_owned(),
    });
    let message = format!("`{}` is not a date: {said}", written.unwrap_or_default());
    (message, "write a date such as \"2026-06-12\"".to_owned())
}
