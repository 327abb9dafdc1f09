//! Module headers: each begins with the noun that the file is about, not with a question.

use std::collections::BTreeSet;

use crate::workspace::{seen_from_the_workspace, sources};

const QUESTIONS: [&str; 9] = ["What", "Whatever", "Whether", "Where", "How", "Why", "Which", "Who", "When"];

#[test]
fn no_header_begins_with_a_question() {
    let mut found = BTreeSet::new();
    for (path, code) in sources("crates").into_iter().chain(sources("benches")) {
        let header = code.lines().next().and_then(|line| line.strip_prefix("//! "));
        if header.is_some_and(asks) {
            found.insert(seen_from_the_workspace(&path));
        }
    }
    assert!(found.is_empty(), "headers that ask: {found:#?}");
}

#[test]
fn a_question_is_told_from_a_noun() {
    for header in ["What a client asks for.", "Who: the registry.", "Why: the trace.", "Whether it fits."] {
        assert!(asks(header), "{header}");
    }
    for header in
        ["Whole days at once.", "The rules in force on one day.", "Overlap on one lane: what counts."]
    {
        assert!(!asks(header), "{header}");
    }
}

fn asks(header: &str) -> bool {
    let first = header.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    QUESTIONS.contains(&first)
}
