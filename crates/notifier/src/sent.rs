//! The result of an attempt to send a message.

use crate::mail::ComposeError;

/// A message that the relay or the spool accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// The receipt: the last line of the relay's answer, or the name of the file.
    pub receipt: String,
}

/// A message that was not sent, or whose sending is in doubt.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nothing was sent; the same message may be tried again later.
    #[error("not sent, may be tried again: {0}")]
    Retryable(String),
    /// Nothing was sent, and trying again changes nothing.
    #[error("not sent: {0}")]
    Final(String),
    /// The connection broke between the end of the message and the relay's answer. A person decides: sending it again
    /// could tell the client twice.
    #[error("perhaps sent: {0}")]
    Unknown(String),
}

impl From<ComposeError> for SendError {
    fn from(error: ComposeError) -> Self {
        Self::Final(error.to_string())
    }
}
