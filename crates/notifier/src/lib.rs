//! Messages to clients: their words, and the channels that carry them.
//!
//! [`render`] turns a notice of the core into a [`Message`] and is pure: the same notice gives the same text, the same
//! calendar entry and the same Message-ID, so that a repetition is recognised as one. [`ready`] checks once more, just
//! before sending, whether it may still be sent. A [`Channel`] sends it and says of a failure whether nothing was sent
//! ([`SendError::Retryable`], [`SendError::Final`]) or the outcome is unknown ([`SendError::Unknown`]).
//!
//! Content is minimal: practice, place, date and time, never the treatment.

mod address;
mod calendar_entry;
mod change;
mod channel;
mod context;
mod digest;
mod greeting;
mod mail;
mod message;
mod moment;
mod planning;
mod sent;
mod smtp;
mod spool;
mod templates;

pub use address::{BadAddress, EmailAddress};
pub use calendar_entry::{CalendarEntry, Method};
pub use change::Change;
pub use channel::Channel;
pub use context::Context;
pub use greeting::given_name;
pub use mail::{ComposeError, compose};
pub use message::{Message, render, render_change};
pub use planning::{Consent, Skipped, is_due, ready, too_late};
pub use sent::{SendError, Sent};
pub use smtp::SmtpRelay;
pub use spool::Spool;
