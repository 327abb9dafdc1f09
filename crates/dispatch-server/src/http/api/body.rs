//! Bodies of answers, as JSON.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use super::problem::Problem;

/// A document as an answer.
pub(super) fn json(document: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_string(document).map_err(Problem::not_stored)?;
    Ok(json_text(StatusCode::OK, text))
}

/// JSON that is written already. It names clients, so nobody on the way keeps it.
pub(super) fn json_text(status: StatusCode, text: String) -> Response {
    let mut response = (status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
