use std::fmt;

use serde::{Deserialize, Serialize};

/// One header. Names compare without case.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// The header's name.
    pub name: String,
    /// The value as received or to be sent.
    pub value: String,
    /// True if the value must not be logged.
    pub secret: bool,
}

impl Header {
    /// A header whose value may be logged.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), secret: false }
    }

    /// A header that carries a credential.
    pub fn secret(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), secret: true }
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, if self.secret { "(not shown)" } else { &self.value })
    }
}

/// The first value of a header.
#[must_use]
pub fn header<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
}

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words are HTTP's")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method's name in HTTP.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request to be sent once, now: it may carry a credential made for this moment. It is never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The complete address.
    pub url: String,
    /// Headers, content type included.
    pub headers: Vec<Header>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// A short name for metrics and spans, such as `complete_draft`.
    pub name: &'static str,
    /// True if sending it changes nothing on the platform.
    pub read: bool,
    /// The points of the rate budget that it is assumed to cost.
    pub cost: u32,
}

/// A platform's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpReply {
    /// The HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<Header>,
    /// The body.
    pub body: Vec<u8>,
}

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The platform answered.
    Answer(HttpReply),
    /// The platform did not answer: the request may or may not have been carried out.
    Lost(Lost),
    /// The moment that a [`Step::Wait`](crate::Step::Wait) named has come.
    Due,
}

/// The reason why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// No answer came in time.
    Timeout,
    /// The connection failed.
    Transport,
    /// We stopped between storing the exchange and storing the answer.
    Restart,
}
