//! Projections: bookings and exceptions as lists show them.

use dispatch_core::{BookingId, ExceptionId, Timestamp};

/// A booking as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingSummary {
    /// The booking.
    pub booking: BookingId,
    /// What is shown, as JSON.
    pub summary: String,
}

/// An exception raised or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExceptionChange {
    /// It waits for a person.
    Raised {
        /// The exception.
        exception: ExceptionId,
        /// Its booking.
        booking: BookingId,
        /// The role or person that is to look at it.
        owner: String,
        /// Until when.
        deadline: Timestamp,
    },
    /// It is settled.
    Closed {
        /// The exception.
        exception: ExceptionId,
        /// The person who answered it, if a person did.
        by: Option<String>,
        /// When.
        at: Timestamp,
    },
}

/// An exception that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenException {
    /// The exception.
    pub exception: ExceptionId,
    /// Its booking.
    pub booking: BookingId,
    /// The role or person that is to look at it.
    pub owner: String,
    /// Until when.
    pub deadline: Timestamp,
}

/// An exception of any time, without its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownException {
    /// Its booking.
    pub booking: BookingId,
    /// True while it waits for a person.
    pub open: bool,
    /// The person who answered it, if a person did.
    pub answered_by: Option<String>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}
