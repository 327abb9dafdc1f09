//! A version as `ETag` shows it.

use axum::http::HeaderValue;

/// The version in quotes.
pub(super) fn etag(version: u64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}
