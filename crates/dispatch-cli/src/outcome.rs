//! The outcome of a booking, as a row for people and as a line of JSON for machines.

use comfy_table::{ContentArrangement, Table, presets::UTF8_BORDERS_ONLY};
use dispatch_core::{
    BookingId, Minute, PlatformId, ReasonCode, Timestamp, Who, Words as _,
    engine::{Booking, Disposition, State},
};
use serde::Serialize;

use crate::names::Names;

/// The outcome of a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Outcome {
    booking: BookingId,
    appointment: PlatformId,
    disposition: Disposition,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Start>,
    services: Vec<PlatformId>,
    /// The providers, rooms and devices assigned to it.
    given: Vec<Who>,
    flags: Vec<ReasonCode>,
}

/// A start. Minutes are counted in 32 bits and end with the year 6053: a later start is shown as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Start {
    At(Minute),
    Beyond(Timestamp),
}

impl Start {
    fn of(at: Timestamp) -> Self {
        let minute = at.minute_floor();
        let counted = (0..60_000).contains(&(at.0 - minute.timestamp().0));
        if counted { Self::At(minute) } else { Self::Beyond(at) }
    }

    fn text(self, names: &Names<'_>) -> String {
        match self {
            Self::At(minute) => names.date_and_time(minute),
            Self::Beyond(at) => at.to_string(),
        }
    }
}

impl Outcome {
    fn of(booking: &Booking) -> Self {
        let assignment = booking.desired.as_ref().map(|desired| &desired.assignment);
        let items = &booking.snapshot.items;
        Self {
            booking: booking.booking,
            appointment: booking.appointment.clone(),
            disposition: booking.disposition,
            start: assignment
                .map(|assignment| Start::At(assignment.start()))
                .or(items.first().map(|item| Start::of(item.start))),
            services: items.iter().map(|item| item.service.clone()).collect(),
            given: assignment.into_iter().flat_map(|assignment| assignment.everything().cloned()).collect(),
            flags: booking.all_flags().collect(),
        }
    }

    /// Every booking that a replay knows, in the order in which it was first seen.
    pub(crate) fn all(state: &State) -> Vec<Self> {
        state.bookings().map(Self::of).collect()
    }

    fn row(&self, names: &Names<'_>) -> Vec<String> {
        let given = |wanted: fn(&Who) -> bool| {
            let found = self.given.iter().filter(|who| wanted(who)).map(|who| names.who(who));
            found.collect::<Vec<_>>().join(", ")
        };
        vec![
            self.appointment.to_string(),
            self.services.iter().map(PlatformId::as_str).collect::<Vec<_>>().join(", "),
            self.start.map(|start| start.text(names)).unwrap_or_default(),
            // Supervisors stand in the provider's column too.
            given(|who| matches!(who, Who::Provider(_) | Who::Supervisor(_))),
            given(|who| matches!(who, Who::Room(_))),
            given(|who| matches!(who, Who::Device(_))),
            self.disposition.as_str().replace('_', " "),
            self.flags.iter().map(|flag| flag.slug()).collect::<Vec<_>>().join(", "),
        ]
    }
}

/// All outcomes as a table.
pub(crate) fn table(outcomes: &[Outcome], names: &Names<'_>) -> Table {
    let heads = ["booking", "service", "start", "provider", "room", "device", "outcome", "flags"];
    let mut table = plain_table(&heads);
    for outcome in outcomes {
        table.add_row(outcome.row(names));
    }
    table
}

/// A table in the style of every command.
pub(crate) fn plain_table(heads: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(heads.iter().copied());
    table
}

/// One JSON object per line.
pub(crate) fn lines(values: &[impl Serialize]) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    for value in values {
        text.push_str(&serde_json::to_string(value)?);
        text.push('\n');
    }
    Ok(text)
}
