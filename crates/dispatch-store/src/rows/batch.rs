//! A batch: all that one round of decisions of a practice changed.

use dispatch_core::{BookingId, PracticeId, Span, Timestamp, calendar::Occupancy};

use super::{
    answer::AnswerRow,
    contact::ContactRow,
    inbox::InboxId,
    outbox::{NewEffect, OutboxId, Settled},
    ownership::Epoch,
    projection::{BookingSummary, ExceptionChange},
    timer::TimerChange,
};

/// All that a batch of commands of one practice changed. Stored whole or not at all.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The practice.
    pub practice: PracticeId,
    /// The epoch of the owner that decided.
    pub epoch: Epoch,
    /// The version of the journal that was decided on.
    pub expected_version: u64,
    /// New events, in order. The first gets sequence `expected_version + 1`.
    pub events: Vec<EventRow>,
    /// New effects.
    pub effects: Vec<NewEffect>,
    /// Bookings whose occupancies changed, each with all that it occupies now. A store deletes the old rows of all of them
    /// before it inserts the first new one, so that bookings may change places within a batch, in any order.
    pub occupancies: Vec<BookingOccupancies>,
    /// Bookings as lists show them now.
    pub bookings: Vec<BookingSummary>,
    /// Timers set or removed, in order.
    pub timers: Vec<TimerChange>,
    /// Exceptions raised or closed, in order.
    pub exceptions: Vec<ExceptionChange>,
    /// Contacts as read.
    pub contacts: Vec<ContactRow>,
    /// Deliveries that have been worked on.
    pub deliveries: Vec<InboxId>,
    /// Effects that came to their end.
    pub settled: Vec<(OutboxId, Settled)>,
    /// Answers to commands of people.
    pub answers: Vec<AnswerRow>,
}

/// A new event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// When it was decided.
    pub at: Timestamp,
    /// The decision id.
    pub cause: String,
    /// The event, as JSON.
    pub event: String,
    /// The trace of the decision, as JSON, if something was judged.
    pub trace: Option<String>,
}

/// All that a booking occupies now; nothing for one that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingOccupancies {
    /// The booking.
    pub booking: BookingId,
    /// Its occupancies.
    pub rows: Vec<OccupancyRow>,
}

/// One occupancy, with what the guard against double booking must know of its lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OccupancyRow {
    /// The occupancy.
    pub occupancy: Occupancy,
    /// How many bookings at once the lane holds.
    pub capacity: u16,
    /// True if the paddings of two uses may overlap: then only the bare uses are guarded.
    pub shared_padding: bool,
}

impl OccupancyRow {
    pub(crate) const fn guard(&self) -> Span {
        if self.shared_padding { self.occupancy.used } else { self.occupancy.padded() }
    }
}

impl Batch {
    /// A batch that changes nothing yet.
    #[must_use]
    pub const fn new(practice: PracticeId, epoch: Epoch, expected_version: u64) -> Self {
        Self {
            practice,
            epoch,
            expected_version,
            events: Vec::new(),
            effects: Vec::new(),
            occupancies: Vec::new(),
            bookings: Vec::new(),
            timers: Vec::new(),
            exceptions: Vec::new(),
            contacts: Vec::new(),
            deliveries: Vec::new(),
            settled: Vec::new(),
            answers: Vec::new(),
        }
    }
}
