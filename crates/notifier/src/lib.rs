//! What a message to a client says, and the channels that carry it.
//!
//! [`render`] turns a notice of the core into a [`Message`] and is pure: the same notice gives the same text, the same
//! calendar entry and the same Message-ID, so that a message can be told apart from its own repetition. [`ready`] asks
//! once more, just before sending, whether it may still go. A [`Channel`] carries it and says of a failure whether
//! nothing was sent ([`SendError::Retryable`], [`SendError::Final`]) or nobody can know ([`SendError::Unknown`]).
//!
//! Content is minimal: practice, place, date and time, never the treatment.

mod address;
mod calendar_entry;
mod channel;
mod mail;
mod message;
mod planning;
mod smtp;
mod spool;
mod templates;

pub use address::{BadAddress, EmailAddress};
pub use calendar_entry::{CalendarEntry, Method};
pub use channel::{Channel, SendError, Sent};
pub use mail::{ComposeError, compose};
pub use message::{Context, Message, render};
pub use planning::{Consent, Skipped, is_due, ready, too_late};
pub use smtp::SmtpRelay;
pub use spool::Spool;
