//! The headers that commands carry: the version that a person saw, and the name of the command.

use axum::http::{HeaderMap, header};

use super::problem::{Code, Problem};

/// The header of a command's name.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Long enough not to be hit by chance, short enough to be kept.
const KEY_LENGTH: std::ops::RangeInclusive<usize> = 16..=128;

/// The version of `If-Match`.
pub(super) fn if_match(headers: &HeaderMap) -> Result<u64, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Err(Problem::new(Code::VersionMissing, "an answer names the version that it was given to"));
    };
    let text = value.to_str().unwrap_or_default();
    let digits = text.trim().strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| Problem::new(Code::VersionMalformed, format!("`{text}` is not one version in quotes")))
}

/// The name of the command.
pub(super) fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else {
        return Err(Problem::new(Code::KeyMissing, "a command is sent under a name of its own"));
    };
    let malformed = |why: &str| Problem::new(Code::KeyMalformed, why);
    let text = value.to_str().map_err(|_| malformed("it holds characters that are not printable ASCII"))?;
    let text = text.trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if !bare.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ') {
        return Err(malformed("it holds characters that are not printable ASCII"));
    }
    if !KEY_LENGTH.contains(&bare.len()) {
        return Err(malformed(&format!("it has {} characters", bare.len())));
    }
    Ok(bare.to_owned())
}

/// True if the body is said to be JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static(value))])
    }

    #[test]
    fn a_version_is_one_number_in_quotes() {
        assert_eq!(if_match(&with("if-match", "\"12\"")).unwrap(), 12);
        for bad in ["12", "*", "W/\"12\"", "\"12\", \"13\"", "\"\"", "\"-1\""] {
            assert!(if_match(&with("if-match", bad)).is_err(), "{bad}");
        }
        assert!(if_match(&HeaderMap::new()).is_err());
    }

    #[test]
    fn a_key_is_16_to_128_characters_in_quotes_or_not() {
        let sixteen = "0123456789abcdef";
        assert_eq!(key(&with(IDEMPOTENCY_KEY, sixteen)).unwrap(), sixteen);
        assert_eq!(key(&with(IDEMPOTENCY_KEY, "\"0123456789abcdef\"")).unwrap(), sixteen);
        for bad in ["0123456789abcde", "", "\"short\"", "0123456789abcde\tf"] {
            assert!(key(&with(IDEMPOTENCY_KEY, bad)).is_err(), "{bad}");
        }
    }
}
