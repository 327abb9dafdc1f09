//! What clients are sent and when, what goes to the platform, and what waits for a person.

use comfy_table::Table;
use dispatch_core::{
    BookingId, Words as _,
    engine::{Due, Event, EventRecord, NoticeKind, State},
};

use crate::{names::Names, outcome::plain_table};

use super::day::Day;

/// A row for each booking: its confirmation and its reminders, each with when it is sent or why not.
pub(super) fn messages(day: &Day, names: &Names<'_>) -> Table {
    let reminders = &day.rulebook.cadence().reminders;
    let kinds: Vec<NoticeKind> = std::iter::once(NoticeKind::Confirmation)
        .chain(reminders.iter().map(|before| NoticeKind::Reminder { before: *before }))
        .collect();
    let mut heads = vec!["booking".to_owned(), "start".to_owned(), "confirmation".to_owned()];
    heads.extend(reminders.iter().map(|before| format!("{} h reminder", before.0 / 60)));
    heads.push("changed".to_owned());
    let mut table = plain_table(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for booking in day.state.bookings() {
        let Some(desired) = &booking.desired else { continue };
        let mut row = vec![booking.appointment.to_string(), names.day_and_time(desired.assignment.start())];
        for kind in kinds.iter().chain([&NoticeKind::Changed]) {
            row.push(fate(&day.journal, booking.booking, *kind, names));
        }
        table.add_row(row);
    }
    table
}

/// The last that was said of a notice.
fn fate(journal: &[EventRecord], of: BookingId, of_kind: NoticeKind, names: &Names<'_>) -> String {
    let said = journal.iter().rev().find_map(|record| match &record.event {
        Event::NoticeReleased { notice } if notice.booking == of && notice.kind == of_kind => {
            Some(format!("{} sent", names.moment(record.at)))
        }
        Event::NoticePlanned { notice, due } if notice.booking == of && notice.kind == of_kind => {
            Some(match due {
                Due::At(at) => format!("{} due", names.moment(*at)),
                Due::Acknowledged(_) => "waits for the platform".to_owned(),
            })
        }
        Event::NoticeSkipped { booking, kind, reason } if *booking == of && *kind == of_kind => {
            Some(format!("none: {}", reason.slug().replace('_', " ")))
        }
        _ => None,
    });
    said.unwrap_or_default()
}

/// What waits for a person: who, until when, why, and what they can choose from.
pub(super) fn exceptions(state: &State, names: &Names<'_>) -> Table {
    let mut table = plain_table(&["booking", "why", "who decides", "until", "candidates", "alternatives"]);
    for exception in state.exceptions() {
        let raised = &exception.raised;
        let flags: Vec<_> = raised.flags.iter().map(|flag| flag.sentence()).collect();
        let providers: Vec<_> = raised
            .candidates
            .iter()
            .filter_map(|candidate| candidate.everything().next().map(|who| names.who(who)))
            .collect();
        let starts: Vec<_> =
            raised.alternatives.iter().map(|other| names.day_and_time(other.start())).collect();
        let escalated = if exception.escalated { " (escalated)" } else { "" };
        table.add_row([
            names.booking(raised.booking),
            flags.join(" "),
            format!("{}{escalated}", exception.owner),
            names.moment(raised.deadline),
            providers.join(", "),
            starts.join(", "),
        ]);
    }
    table
}

/// What was written to the platform.
pub(super) fn writes(state: &State, names: &Names<'_>) -> Table {
    let mut table = plain_table(&["write", "booking", "what", "provider becomes"]);
    for written in state.writes() {
        for item in &written.write.items {
            let provider = item.provider.as_ref().map(|provider| provider.id.to_string());
            let time = item.start.map(|start| format!("time {}", names.day_and_time(start)));
            table.add_row([
                written.write.write.to_string(),
                names.booking(written.write.booking),
                time.unwrap_or_else(|| "provider".to_owned()),
                provider.unwrap_or_default(),
            ]);
        }
    }
    table
}
