/// A phone number in E.164 form (`+` and 7 to 15 digits); none if the text is not a phone number. Spaces, dots, dashes
/// and brackets are dropped; a number without `+` belongs to the country with this calling code, such as `1`.
#[must_use]
pub fn e164(text: &str, country: &str) -> Option<String> {
    let text = text.trim();
    let (digits, international) = match text.strip_prefix('+') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if digits.chars().any(|c| !c.is_ascii_digit() && !" .-()/\u{a0}".contains(c)) {
        return None;
    }
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let number = match (international, digits.strip_prefix("00")) {
        (true, _) => digits,
        (false, Some(rest)) => rest.to_owned(),
        // North American numbers are often written with their country code but without the plus.
        (false, None) if country == "1" && digits.len() == 11 && digits.starts_with('1') => digits,
        (false, None) => format!("{country}{}", digits.trim_start_matches('0')),
    };
    let fits = (7..=15).contains(&number.len()) && !number.starts_with('0');
    fits.then(|| format!("+{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_brought_to_one_form() {
        for text in ["+12025550143", "(202) 555-0143", "1 202 555 0143", "001 202-555-0143", " 202.555.0143 "]
        {
            assert_eq!(e164(text, "1").as_deref(), Some("+12025550143"), "{text}");
        }
        assert_eq!(e164("020 7946 0018", "44").as_deref(), Some("+442079460018"));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", "ask her sister", "12", "+0123456789", "+1234567890123456", "202555014x"] {
            assert_eq!(e164(text, "1"), None, "{text}");
        }
    }
}
