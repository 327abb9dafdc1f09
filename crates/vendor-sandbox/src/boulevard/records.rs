//! The stand-in's records: what it knows, in the vendor's terms.

use dispatch_core::{Minute, Minutes, Span, Timestamp};

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
    /// Consent to reminders by e-mail and by SMS; none if the platform has no such setting for the client.
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

/// A draft of an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRecord {
    /// The appointment that it was made from.
    pub appointment: String,
    /// Its lines as edited; their ids are the appointment's.
    pub lines: Vec<Line>,
    /// True once it was completed.
    pub completed: bool,
}

/// One call with valid credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// The operation's name in its document.
    pub operation: String,
    /// The moment of the call.
    pub at: Timestamp,
    /// The points that it cost.
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
        Span::from_start(self.start, self.minutes)
    }
}
