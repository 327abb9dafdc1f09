//! The page of words: each type that it names exists, and no public type of the core is built from a word that is not used.

use std::{collections::BTreeSet, fs, path::Path};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../..");
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/words.md");
const API: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public-api.txt");
const NOT_USED: &str = "## Not used";

#[test]
fn each_type_of_the_page_exists() {
    let (terms, _) = page();
    let public = public_types();
    let types: Vec<String> = rows(&terms, 4).iter().flat_map(|row| in_backticks(&row[2])).collect();
    assert!(types.len() > 40, "{types:?}");
    let missing: Vec<_> = types.iter().filter(|name| !exists(name, &public)).collect();
    assert!(missing.is_empty(), "docs/words.md names types that do not exist: {missing:?}");
}

#[test]
fn each_place_of_the_page_exists() {
    let (terms, _) = page();
    let places: BTreeSet<String> = rows(&terms, 4).iter().flat_map(|row| in_backticks(&row[3])).collect();
    let missing: Vec<_> = places.iter().filter(|place| !Path::new(ROOT).join(place).exists()).collect();
    assert!(missing.is_empty(), "docs/words.md names places that do not exist: {missing:?}");
}

#[test]
fn no_public_type_is_built_from_a_word_that_is_not_used() {
    let (_, not_used) = page();
    let rows = rows(&not_used, 3);
    let words: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| row[0].split(", ").map(|word| word.replace(' ', "")).collect::<Vec<_>>())
        .collect();
    assert!(words.contains("fate"), "{words:?}");
    let stays: BTreeSet<String> =
        rows.iter().flat_map(|row| in_backticks(&row[2])).map(|name| full(&name)).collect();
    let wrong: Vec<_> = public_types()
        .into_iter()
        .filter(|name| !stays.contains(name) && parts(name).any(|part| words.contains(&part)))
        .collect();
    assert!(wrong.is_empty(), "built from words that docs/words.md does not use: {wrong:?}");
}

/// The page in two: the terms, and the words that are not used.
fn page() -> (String, String) {
    let text = fs::read_to_string(PAGE).unwrap_or_default();
    let (terms, not_used) = text.split_once(NOT_USED).unwrap_or_default();
    (terms.to_owned(), not_used.to_owned())
}

/// The cells of each row of the tables that have this many columns, without the heads.
fn rows(text: &str, columns: usize) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        let inner = line.trim_start_matches('|').trim_end_matches('|');
        inner.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let lines = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let heads = ["term", "word"];
    lines.map(cells).filter(|row| row.len() == columns && !heads.contains(&row[0].as_str())).collect()
}

fn in_backticks(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The path in the list of the public API: `engine::Told` is `dispatch_core::engine::Told`.
fn full(name: &str) -> String {
    format!("dispatch_core::{name}")
}

fn public_types() -> BTreeSet<String> {
    let text = fs::read_to_string(API).unwrap_or_default();
    let kinds = ["struct ", "enum ", "trait ", "type "];
    let named = text.lines().filter_map(|line| {
        let line = line.trim_start_matches("#[non_exhaustive] ").strip_prefix("pub ")?;
        kinds.iter().find_map(|kind| line.strip_prefix(kind))
    });
    let path = |rest: &str| {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
        rest[..end.unwrap_or(rest.len())].trim_end_matches(':').to_owned()
    };
    named.map(path).collect()
}

/// True for a type of the core's public API, or for one that another crate declares: `rulebook_toml::Diagnostic`.
fn exists(name: &str, public: &BTreeSet<String>) -> bool {
    if public.contains(&full(name)) {
        return true;
    }
    let Some((krate, item)) = name.split_once("::") else { return false };
    let source = Path::new(ROOT).join("crates").join(krate.replace('_', "-")).join("src");
    let declared = ["struct", "enum", "trait"].map(|kind| format!("pub {kind} {item}"));
    declares(&source, &declared)
}

fn declares(folder: &Path, declared: &[String]) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return declares(&path, declared);
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let declares = |one: &String| text.split(one.as_str()).skip(1).any(ends);
        declared.iter().any(declares)
    })
}

/// The words of a type's own name, in lower case: `LaneShape` is `lane` and `shape`. Two neighbours count together, too.
fn parts(path: &str) -> impl Iterator<Item = String> {
    let name = path.rsplit("::").next().unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.push(letter),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    let pairs: Vec<String> = words.windows(2).map(<[String]>::concat).collect();
    words.into_iter().chain(pairs)
}
