use dispatch_core::{Minute, Minutes, Span, Timestamp};

use super::span;

/// An appointment as the stand-in keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct Appointment {
    pub id: String,
    pub location: String,
    pub client: String,
    pub state: String,
    pub cancelled: bool,
    pub reason: Option<String>,
    pub booked_by: String,
    pub created_at: Timestamp,
    pub grouped: bool,
    pub notes: Option<String>,
    pub lines: Vec<Line>,
}

/// One service of an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct Line {
    pub id: String,
    pub service: String,
    pub staff: Option<String>,
    pub requested: bool,
    pub start: Minute,
    pub minutes: Minutes,
    pub resources: Vec<String>,
}

/// A client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct Client {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub tags: Vec<String>,
    /// Consent to reminders by e-mail and by SMS; none if the platform has no such setting of the client.
    pub reminders: Option<(bool, bool)>,
}

/// A provider's block.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the vendor's")]
pub struct Block {
    pub id: String,
    pub location: String,
    pub staff: String,
    pub span: Span,
    pub cancelled: bool,
}

/// One call that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// The operation's name in its document.
    pub operation: String,
    /// When.
    pub at: Timestamp,
    /// What it cost, in points.
    pub points: i64,
    /// True if it was carried out.
    pub done: bool,
    /// True if it was a mutation.
    pub mutation: bool,
}

impl Line {
    /// From its start to its end.
    #[must_use]
    pub const fn span(&self) -> Span {
        span(self.start, self.minutes)
    }
}
