//! A problem that the service names, as a failure of the command.

use serde_json::Value;

use super::{one, picture::ExceptionPicture};
use crate::failure::Failure;

/// What the service says was wrong, and what is possible now.
pub(super) fn failure(status: u16, body: &Value) -> Failure {
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    let mut message = format!("{} ({status})", text("title"));
    if !text("detail").is_empty() {
        message = format!("{message}: {}", text("detail"));
    }
    if let Ok(current) = serde_json::from_value::<ExceptionPicture>(body["current"].clone()) {
        message.push_str("\n\n");
        message.push_str(one::as_it_is_now(&current).trim_end());
        message.push('\n');
    }
    let failure = Failure::with_help(message, text("hint"));
    if matches!(status, 409 | 422) { failure.not_taken() } else { failure }
}
