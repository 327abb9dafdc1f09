//! The meaning of a platform's answer.

use dispatch_core::Timestamp;
use serde_json::Value;

use crate::{HttpReply, header};

/// The meaning of a platform's answer, whatever was asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The request was carried out; its data.
    Data(Value),
    /// The request was not carried out, because the rate budget is spent: send it again at this moment.
    Limited(Timestamp),
    /// It is unknown whether the request was carried out. A stable word for the reason, such as `server_error`.
    Unknown(&'static str),
    /// The platform refuses our credentials.
    Unauthorized(String),
    /// The platform lets us in, but has not enabled this feature for us.
    NotEnabled(String),
    /// The request was not carried out, and sending it again would not help.
    Failed(String),
}

impl Answer {
    /// The meaning of an HTTP status that tells by itself that there is no data; none for success (2xx), whose body is
    /// for the platform's adapter to read.
    #[must_use]
    pub fn by_status(reply: &HttpReply, now: Timestamp) -> Option<Self> {
        match reply.status {
            200..=299 => None,
            401 | 403 => Some(Self::Unauthorized(format!("HTTP {}", reply.status))),
            429 => Some(Self::Limited(retry_after(reply, now))),
            // A server may fail after the work as well as before it.
            500..=599 => Some(Self::Unknown("server_error")),
            status => Some(Self::Failed(format!("HTTP {status}"))),
        }
    }
}

/// The moment that the `Retry-After` header names in seconds; one second from now without it.
fn retry_after(reply: &HttpReply, now: Timestamp) -> Timestamp {
    let seconds = header(&reply.headers, "retry-after").and_then(|value| value.trim().parse::<u16>().ok());
    Timestamp(now.0.saturating_add(i64::from(seconds.unwrap_or(1)) * 1000))
}
