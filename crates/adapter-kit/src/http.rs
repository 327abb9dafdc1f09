use std::fmt;

use serde::{Deserialize, Serialize};

/// One header. Names compare without case.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value as received or to be sent.
    pub value: String,
    /// True if the value must not be logged.
    pub secret: bool,
}

impl Header {
    /// A header that may be logged.
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

/// The verb of a request.
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
    /// The word on the wire.
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

/// A request to be sent once, now: it may carry a credential minted for this moment. Never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// The verb.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Headers, content type included.
    pub headers: Vec<Header>,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// Short name of what it does, for metrics and spans, such as `booking_complete`.
    pub name: &'static str,
    /// True if sending it changes nothing on the platform.
    pub read: bool,
    /// What it is thought to cost of the rate budget, in points.
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

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The platform answered.
    Answer(HttpReply),
    /// It did not: what was sent may or may not have been carried out.
    Lost(Lost),
    /// The moment that a [`Step::Wait`](crate::Step::Wait) named has come.
    Due,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// None came in time.
    Timeout,
    /// The connection failed.
    Transport,
    /// We stopped between storing the exchange and storing the answer.
    Restart,
}
