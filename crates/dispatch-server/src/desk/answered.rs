//! The answer to a command of a person: what it changed. It is stored, so it names no client but by the opaque id.

use dispatch_core::{BookingId, ExceptionId};
use serde::Serialize;

use super::{booking::BookingPicture, view::View};

/// What a command changed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Answered {
    exception: String,
    /// True if it still waits for an answer.
    open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// The events that it made, by the journal's words.
    events: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    booking: Option<BookingPicture>,
}

impl Answered {
    pub(crate) fn of(
        view: View<'_>,
        exception: ExceptionId,
        booking: BookingId,
        events: Vec<&'static str>,
    ) -> Self {
        let open = view.state.exception(exception);
        Self {
            exception: exception.to_string(),
            open: open.is_some(),
            version: open.map(|open| open.version),
            events,
            booking: view.state.booking(booking).map(|booking| BookingPicture::of(view, booking)),
        }
    }
}
