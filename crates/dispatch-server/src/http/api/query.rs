//! The query of an address: the parameters that it knows, each at most once.

use super::problem::{Code, Problem};

/// A parsed query.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query that may have these parameters.
    pub(super) fn read(query: Option<&str>, known: &[&str]) -> Result<Self, Problem> {
        let mut found: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let malformed =
                |why: &str| Err(Problem::new(Code::Malformed, format!("parameter `{name}`: {why}")));
            if !known.contains(&&*name) {
                return malformed(&format!("not known; this address knows {}", list(known)));
            }
            if found.iter().any(|(known, _)| *known == name) {
                return malformed("given twice");
            }
            found.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(found))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// How many rows are asked for: 50, at most 200.
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        let Some(text) = self.get("limit") else { return Ok(50) };
        let limit = text.parse().ok().filter(|limit| (1..=200).contains(limit));
        limit.ok_or_else(|| {
            Problem::new(
                Code::Malformed,
                format!("parameter `limit`: `{text}` is not a number from 1 to 200"),
            )
        })
    }
}

fn list(known: &[&str]) -> String {
    let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    if known.is_empty() { "none".to_owned() } else { known.join(", ") }
}
