//! The desk's tables: messages to clients, exceptions that wait for a person, and writes to the platform.

use comfy_table::Table;
use dispatch_core::{
    BookingId, Words as _,
    engine::{Due, Event, EventRecord, NoticeKind, State},
};

use crate::{names::Names, outcome::plain_table};

use super::day::Day;

/// A row for each booking: its confirmation and its reminders, each with the time it is sent or the reason why not.
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

/// The latest status of a notice.
fn fate(journal: &[EventRecord], of: BookingId, of_kind: NoticeKind, names: &Names<'_>) -> String {
    let said = journal.iter().rev().find_map(|record| match &record.event {
        Event::NoticeReleased { notice } if notice.booking == of && notice.kind == of_kind => {
            Some(format!("{} sent", names.moment(record.at)))
        }
        Event::NoticePlanned { notice, due } if notice.booking == of && notice.kind == of_kind => {
            Some(match due {
                Due::At(at) => format!("{} due", names.moment(*at)),
                Due::Acknowledged(_) => "waiting for the platform".to_owned(),
            })
        }
        Event::NoticeSkipped { booking, kind, reason } if *booking == of && *kind == of_kind => {
            Some(format!("none: {}", reason.slug().replace('_', " ")))
        }
        _ => None,
    });
    said.unwrap_or_default()
}

/// The exceptions: who decides, until when, why, and the candidates and alternatives.
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

/// The writes to the platform.
pub(super) fn writes(state: &State, names: &Names<'_>) -> Table {
    let mut table = plain_table(&["write", "booking", "changes", "new provider"]);
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
