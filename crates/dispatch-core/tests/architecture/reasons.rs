//! `docs/reasons.md` is the registry of reasons, written out. `UPDATE_DOCS=1 cargo test -p dispatch-core-tests --test architecture
//! reasons` writes it anew.

use std::{env, fmt::Write as _, fs};

use dispatch_core::ReasonCode;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../docs/reasons.md");

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
    (
        'F',
        "To a person",
        "Why a booking is not decided by rule. A booking can carry several of them. The last column says what settles each:\n\
         another provider, time, room or device; a fact that is entered or mended, on the platform, in the rulebook or in\n\
         another booking; or a person's word. It settles that reason and no other.",
    ),
    ('N', "Messages", "Why a message is not sent."),
];

fn page() -> String {
    let mut page = String::from(
        "# Reasons\n\nEvery reason that a trace, an exception or a skipped message can carry. Data holds the slug; the code never changes\n\
         and is never reused for something else. New reasons are added at the end of their letter.\n",
    );
    for (letter, title, about) in LETTERS {
        let _ = write!(page, "\n## {letter}: {title}\n\n{about}\n\n");
        let (cures, line) = if *letter == 'F' { (" what settles it |", " --- |") } else { ("", "") };
        let _ = writeln!(page, "| code | slug | what it says | what can be done |{cures}");
        let _ = writeln!(page, "| --- | --- | --- | --- |{line}");
        for reason in ReasonCode::ALL.iter().filter(|reason| reason.code().starts_with(*letter)) {
            let (code, slug, sentence) = (reason.code(), reason.slug(), reason.sentence());
            let action = if reason.action().is_empty() { "Nothing need be done." } else { reason.action() };
            let cures: Vec<&str> = reason.settled_by().iter().map(|cure| cure.words()).collect();
            let cures = if *letter == 'F' { format!(" {} |", cures.join(", ")) } else { String::new() };
            let _ = writeln!(page, "| {code} | `{slug}` | {sentence} | {action} |{cures}");
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
fn something_settles_every_reason_to_ask_a_person() {
    for reason in ReasonCode::ALL {
        // A calendar that cannot be read stands in the way of one provider, and of a booking.
        let asks = reason.code().starts_with('F') || *reason == ReasonCode::CalendarUnreadable;
        assert_eq!(!reason.settled_by().is_empty(), asks, "{}", reason.code());
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
        "docs/reasons.md differs from the registry: UPDATE_DOCS=1 cargo test -p dispatch-core-tests --test architecture reasons \
         writes it anew"
    );
}
