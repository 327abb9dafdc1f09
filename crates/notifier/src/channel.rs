//! The ways a message can leave.

use crate::{mail::ComposeError, message::Message, smtp::SmtpRelay, spool::Spool};

/// A way to the client.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Channel {
    /// Through a mail relay.
    Smtp(SmtpRelay),
    /// Into a directory: nothing leaves the machine. What an installation does until it is told otherwise.
    Spool(Spool),
}

/// A message that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// What the taker answered: the relay's last line, or the file's name.
    pub receipt: String,
}

/// A message that was not taken over, or of which nobody can know.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nothing was sent; the same message may be tried again later.
    #[error("not sent, may be tried again: {0}")]
    Retryable(String),
    /// Nothing was sent, and trying again changes nothing.
    #[error("not sent: {0}")]
    Final(String),
    /// The line broke between the end of the message and the relay's answer. A person decides; never resend blindly.
    #[error("perhaps sent: {0}")]
    Unknown(String),
}

impl Channel {
    /// Carries a message. Whether it may go at all is for [`crate::ready`] to say, just before.
    ///
    /// # Errors
    /// [`SendError`], which says what may be done next.
    pub async fn send(&self, message: &Message) -> Result<Sent, SendError> {
        match self {
            Self::Smtp(relay) => relay.send(message).await,
            Self::Spool(spool) => spool.send(message).await,
        }
    }
}

impl From<ComposeError> for SendError {
    fn from(error: ComposeError) -> Self {
        Self::Final(error.to_string())
    }
}
