//! "Did you mean": the known name that is closest to an unknown one.

/// The closest known name, if it is close: at most a third of its letters differ.
pub(crate) fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let lower = name.to_lowercase();
    let letters = lower.chars().count();
    let close = |known: &'k str| {
        let count = known.chars().count();
        let most = (count.max(letters) / 3).max(1);
        let worth_it = count.abs_diff(letters) <= most;
        let distance = worth_it.then(|| strsim::damerau_levenshtein(&lower, &known.to_lowercase()))?;
        (distance <= most).then_some((distance, known))
    };
    known.into_iter().filter_map(close).min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// The help for an unknown name: the name that was meant, or what else could be done.
pub(crate) fn help<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str> + Clone,
    otherwise: &str,
) -> String {
    match nearest(name, known.clone()) {
        Some(meant) if otherwise.is_empty() => format!("did you mean `{meant}`?"),
        Some(meant) => format!("did you mean `{meant}`? otherwise {otherwise}"),
        None if otherwise.is_empty() => format!("use one of {}", listed(known)),
        None => otherwise.to_owned(),
    }
}

/// Names in backticks, the first dozen of them.
fn listed<'k>(known: impl IntoIterator<Item = &'k str>) -> String {
    let mut names: Vec<String> = known.into_iter().take(DOZEN + 1).map(|name| format!("`{name}`")).collect();
    if names.len() > DOZEN {
        names.truncate(DOZEN);
        names.push("...".to_owned());
    }
    names.join(", ")
}

const DOZEN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_close() {
        let known = ["minutes", "phases", "name"];
        assert_eq!(nearest("mintues", known), Some("minutes"));
        assert_eq!(nearest("Name", known), Some("name"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(help("colour", known, ""), "use one of `minutes`, `phases`, `name`");
        assert_eq!(help("nmae", known, "leave it out"), "did you mean `name`? otherwise leave it out");
    }
}
