//! The channels that carry a message to the client.

use crate::{
    message::Message,
    sent::{SendError, Sent},
    smtp::SmtpRelay,
    spool::Spool,
};

/// A channel to the client.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Channel {
    /// Through a mail relay.
    Smtp(SmtpRelay),
    /// Into a directory: nothing leaves the machine. The default, so that a first start writes to no client.
    Spool(Spool),
}

impl Channel {
    /// Sends a message. Ask [`crate::ready`] first whether it may still be sent.
    ///
    /// # Errors
    /// [`SendError`], which says whether to try again.
    pub async fn send(&self, message: &Message) -> Result<Sent, SendError> {
        match self {
            Self::Smtp(relay) => relay.send(message).await,
            Self::Spool(spool) => spool.send(message).await,
        }
    }
}
