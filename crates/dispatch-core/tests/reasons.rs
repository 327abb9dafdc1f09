//! `docs/reasons.md` is the registry of reasons, written out. `UPDATE_DOCS=1 cargo test -p dispatch-core --test reasons`
//! writes it anew.

#![expect(clippy::disallowed_methods, reason = "a test may read and write the page that it keeps")]

use std::{env, fmt::Write as _, fs};

use dispatch_core::ReasonCode;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reasons.md");

/// What each letter is about, in the order of the page.
const LETTERS: &[(char, &str, &str)] = &[
    ('Q', "Who may", "Why a provider may not deliver a service."),
    (
        'A',
        "When a provider, room or device is free",
        "Why a provider, room or device cannot be had at a time.",
    ),
    ('R', "Rooms and devices", "Why a room or device is not suitable."),
    ('K', "The choice", "How one of several was chosen."),
    ('F', "To a person", "Why a booking is not decided by rule. A booking can carry several of them."),
    ('N', "Messages", "Why a message is not sent."),
];

fn page() -> String {
    let mut page = String::from(
        "# Reasons\n\nEvery reason that a trace, an exception or a skipped message can carry. Data holds the slug; the code never changes\n\
         and is never reused for something else. New reasons are added at the end of their letter.\n",
    );
    for (letter, title, about) in LETTERS {
        let _ = write!(page, "\n## {letter}: {title}\n\n{about}\n\n");
        page.push_str("| code | slug | what it says | what can be done |\n| --- | --- | --- | --- |\n");
        for reason in ReasonCode::ALL.iter().filter(|reason| reason.code().starts_with(*letter)) {
            let (code, slug, sentence) = (reason.code(), reason.slug(), reason.sentence());
            let action = if reason.action().is_empty() { "Nothing need be done." } else { reason.action() };
            let _ = writeln!(page, "| {code} | `{slug}` | {sentence} | {action} |");
        }
    }
    page
}

#[test]
fn every_reason_stands_under_a_letter_of_the_page() {
    let page = page();
    for reason in ReasonCode::ALL {
        assert!(page.contains(&format!("| {} | `{}` |", reason.code(), reason.slug())), "{}", reason.code());
    }
}

#[test]
fn the_page_of_reasons_is_the_registry() {
    let expected = page();
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(PAGE, &expected).unwrap();
    }
    let written = fs::read_to_string(PAGE).unwrap_or_default();
    assert!(
        written == expected,
        "docs/reasons.md differs from the registry: UPDATE_DOCS=1 cargo test -p dispatch-core --test reasons writes it anew"
    );
}
