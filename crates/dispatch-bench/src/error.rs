//! Errors for an instance that cannot be used.

use std::fmt;

/// Why an instance cannot be used: where, what, and the help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct InstanceError {
    place: String,
    message: String,
    help: String,
}

impl InstanceError {
    pub(crate) fn new(place: impl fmt::Display, message: impl fmt::Display, help: impl fmt::Display) -> Self {
        Self { place: place.to_string(), message: message.to_string(), help: help.to_string() }
    }

    /// Where, in the instance's own field names: `bookings[3].provider`.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}
