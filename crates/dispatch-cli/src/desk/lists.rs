//! Tables of the desk: what waits, the board of a day, and messages that failed.

use std::io::{self, Write};

use super::{
    picture::{Board, Entry, ExceptionPicture, Exceptions, Messages},
    words::{Style, client, day_and_time, name, names, plain, time, written_back},
};
use crate::outcome::plain_table;

/// What waits, soonest deadline first, as the service orders it.
pub(super) fn waiting(all: &Exceptions, style: Style, out: &mut impl Write) -> io::Result<()> {
    if all.exceptions.is_empty() {
        return writeln!(out, "Nothing waits for a person.");
    }
    let mut table =
        plain_table(&["id", "until", "who decides", "booking", "client", "start", "service", "why"]);
    for one in &all.exceptions {
        table.add_row(row(one, style));
    }
    writeln!(out, "{table}")
}

fn row(one: &ExceptionPicture, style: Style) -> Vec<String> {
    let items = &one.booking.shown.items;
    let until = day_and_time(one.deadline.as_ref());
    let in_hand = one.in_hand.as_ref().map(|in_hand| format!(" ({} has it)", in_hand.by)).unwrap_or_default();
    vec![
        one.id.clone(),
        if one.escalated { style.urgent(&format!("{until} (passed)")) } else { until },
        format!("{}{in_hand}", one.owner),
        one.booking.appointment.clone(),
        client(&one.booking.client),
        day_and_time(items.first().and_then(|item| item.start.as_ref())),
        names(items.iter().map(|item| &item.service)),
        one.reasons.iter().map(|reason| plain(&reason.slug)).collect::<Vec<_>>().join(", "),
    ]
}

/// The board of a day.
pub(super) fn board(board: &Board, style: Style, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", style.strong(&board.date))?;
    let mut table =
        plain_table(&["provider", "time", "service", "room", "booking", "client", "status", "for the desk"]);
    for row in &board.providers {
        for (position, booking) in row.bookings.iter().enumerate() {
            table.add_row(entry(if position == 0 { name(&row.provider) } else { "" }, booking));
        }
    }
    for booking in &board.without_provider {
        table.add_row(entry("nobody", booking));
    }
    writeln!(out, "{table}")
}

fn entry(provider: &str, booking: &Entry) -> Vec<String> {
    let flags: Vec<_> = booking.flags.iter().map(|flag| plain(flag)).collect();
    let exception = booking.exception.as_ref().map(|id| format!("{id}: ")).unwrap_or_default();
    let written =
        booking.written.as_deref().map(|word| format!(", {}", written_back(word))).unwrap_or_default();
    vec![
        provider.to_owned(),
        format!("{}-{}", time(Some(&booking.start)), time(Some(&booking.end))),
        names(&booking.services),
        names(&booking.resources),
        booking.appointment.clone(),
        client(&booking.client),
        format!("{}{written}", plain(&booking.disposition)),
        if flags.is_empty() { String::new() } else { format!("{exception}{}", flags.join(", ")) },
    ]
}

/// Messages that failed.
pub(super) fn messages(all: &Messages, out: &mut impl Write) -> io::Result<()> {
    if all.messages.is_empty() {
        return writeln!(out, "No message failed.");
    }
    let mut table = plain_table(&["message", "booking", "client", "start", "what happened"]);
    for message in &all.messages {
        let unknown = if message.status == "unknown" { "it may have gone out: " } else { "" };
        table.add_row([
            message.kind.clone(),
            message.appointment.clone().unwrap_or_default(),
            message.client.as_ref().map(client).unwrap_or_default(),
            day_and_time(message.start.as_ref()),
            format!("{unknown}{}", message.why.as_deref().unwrap_or("no reason is known")),
        ]);
    }
    writeln!(out, "{table}")
}
