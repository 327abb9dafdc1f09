//! The greeting: the given name from a name as platforms have it, or none. A wrong one is worse than none.

use crate::context::one_line;

/// Before a name. Compared without their dots, in lower case.
const TITLES: &[&str] = &[
    "dr",
    "dra",
    "doctor",
    "doctora",
    "prof",
    "profa",
    "professor",
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "mister",
    "missus",
    "sir",
    "dame",
    "madam",
    "lady",
    "lord",
    "rev",
    "reverend",
    "fr",
    "father",
    "hon",
    "sr",
    "sra",
    "srta",
    "señor",
    "señora",
    "señorita",
    "dn",
    "dña",
    "doña",
    "lic",
    "ing",
    "m",
    "mme",
    "mlle",
    "herr",
    "hr",
    "frau",
    "capt",
    "col",
    "maj",
    "sgt",
    "lt",
];

/// Behind a name.
const SUFFIXES: &[&str] = &[
    "jr", "sr", "jnr", "snr", "junior", "senior", "ii", "iii", "iv", "md", "do", "dds", "phd", "rn", "np",
    "pa", "esq", "esquire", "hijo", "cpa", "mba", "jd",
];

/// What a family name may begin with, and a given name hardly does.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "dello", "da", "das", "dos", "di", "du", "des", "la", "las", "los", "le", "van",
    "von", "vom", "zu", "zur", "der", "den", "ter", "ten", "bin", "ibn", "st", "saint",
];

/// Between the names of two people.
const JOINS: &[&str] = &["and", "y", "e", "et", "und", "&", "+", "or"];

/// `Hello María,`, or `Hello,` where no given name can be told plainly.
pub(crate) fn greeting(name: Option<&str>) -> String {
    name.and_then(given_name).map_or_else(|| "Hello,".to_owned(), |given| format!("Hello {given},"))
}

/// The given name of `María López`, `López, María` or `Dr. María López`; none of `Mrs. López`, `M. López` or `López,`.
#[must_use]
pub fn given_name(name: &str) -> Option<String> {
    let name = one_line(&without_nicknames(name));
    // A number, an address or a remark of the desk's.
    if name.chars().any(|c| c.is_numeric() || matches!(c, '@' | '#' | '/')) {
        return None;
    }
    let parts: Vec<Vec<&str>> = name.split(',').map(|part| part.split_whitespace().collect()).collect();
    let commas = parts.len() > 1;
    // A family name that nothing follows: the rest was cut off.
    if commas && parts.last().is_some_and(Vec::is_empty) {
        return None;
    }
    let only_suffixes = |part: &[&str]| part.iter().all(|word| is_one_of(word, SUFFIXES));
    let mut names = parts.into_iter().filter(|part| !only_suffixes(part));
    let (first, second) = (names.next()?, names.next());
    match second {
        Some(given) => first_word(&given, 1),
        // `López, Jr.` may be either name; `Ana López, Jr.` is in order.
        None => first_word(&first, 2).or_else(|| alone(&first).filter(|_| !commas)),
    }
}

/// The first of at least so many words, titles and suffixes aside.
fn first_word(words: &[&str], at_least: usize) -> Option<String> {
    let titles = words.iter().take_while(|word| is_one_of(word, TITLES)).count();
    let words = words.get(titles..)?;
    if words.iter().any(|word| is_one_of(word, JOINS)) {
        return None;
    }
    let names = words.iter().filter(|word| !is_one_of(word, SUFFIXES)).count();
    words.first().filter(|word| names >= at_least && is_plain(word)).map(|word| (*word).to_owned())
}

/// A name that is one word: what else is known of the client would stand beside it.
fn alone(words: &[&str]) -> Option<String> {
    match words {
        [word] if is_plain(word) && !is_one_of(word, TITLES) => Some((*word).to_owned()),
        _ => None,
    }
}

/// True for a word that can be nothing but a name: no initial, no abbreviation, no number, no address.
fn is_plain(word: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || !c.is_ascii() || matches!(c, '-' | '\'');
    word.chars().all(letters)
        && word.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !is_one_of(word, PARTICLES)
        && !is_one_of(word, SUFFIXES)
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    let plain: String = word.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
    list.contains(&plain.as_str())
}

/// Without what stands in brackets or in double quotes.
fn without_nicknames(name: &str) -> String {
    let mut depth = 0_u32;
    let mut quoted = false;
    let mut kept = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '"' | '“' | '”' => quoted = !quoted,
            _ if depth > 0 || quoted => {}
            _ => kept.push(c),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_given_name_is_found_wherever_it_stands() {
        for (name, given) in [
            ("María López", "María"),
            ("María", "María"),
            ("López, María", "María"),
            ("  López ,  María  ", "María"),
            ("López García, María José", "María"),
            ("Dr. María López", "María"),
            ("dr maría López", "maría"),
            ("López, Dr. María", "María"),
            ("Prof. Dr. Anna Schmidt", "Anna"),
            ("Mrs. Jane Doe", "Jane"),
            ("Sra. Ana Ruiz", "Ana"),
            ("Sr. Luis Ruiz", "Luis"),
            ("John Smith, Jr.", "John"),
            ("John Smith Jr.", "John"),
            ("Smith, John, Jr.", "John"),
            ("Smith, Jr., John", "John"),
            ("Jane Doe, MD, PhD", "Jane"),
            ("Doe, Jane, M.D.", "Jane"),
            ("Mary-Ann O'Neil", "Mary-Ann"),
            ("Robert \"Bob\" Stone", "Robert"),
            ("Stone, Robert (Bob)", "Robert"),
            ("María\r\nBcc: López", "María"),
            ("de la Cruz, Ana", "Ana"),
            ("Jose\u{301} Ruiz", "Jose\u{301}"),
        ] {
            assert_eq!(given_name(name).as_deref(), Some(given), "{name}");
        }
    }

    #[test]
    fn no_name_is_better_than_a_wrong_one() {
        for name in [
            "",
            "   ",
            ",",
            " , ",
            "López,",
            "López, Jr.",
            "Dr.",
            "Dr. López",
            "Mrs. López",
            "Sr. López",
            "Sra.",
            "J. Smith",
            "J Smith",
            "J.R. Smith",
            "Smith, J.",
            "M",
            "A.",
            "Jr.",
            "Smith Jr.",
            "ana@client.example",
            "555 010 0100",
            "de la Cruz",
            "Van Dyke",
            "Ana & Luis Ruiz",
            "Ana y Luis",
            "(new)",
            "-",
            "Wm. Stone",
            "Client #7",
        ] {
            assert_eq!(given_name(name), None, "{name}");
        }
    }

    #[test]
    fn the_greeting_leaves_no_gap() {
        assert_eq!(greeting(Some("López, María")), "Hello María,");
        assert_eq!([greeting(Some("Mrs. López")), greeting(None)], ["Hello,"; 2]);
    }
}
