//! A state as text, for a person to read and for a test to compare: a line a booking, block, exception, write and notice.
//! Times are UTC, as in the journal.

use std::fmt::Write as _;

use dispatch_core::{
    Assignment, Lane, Occupancy, Span, Timestamp, Who,
    engine::{Booking, Exception, NoticeState, State, WriteState},
};
use serde::Serialize;

/// All that a state holds.
pub(crate) fn of(state: &State) -> String {
    let mut lines = Vec::new();
    if let Some(adopted) = state.adopted() {
        let (lanes, services) = (adopted.lanes.len(), adopted.services.len());
        let of = format!("of `{}` revision {}", adopted.practice, adopted.revision);
        lines.push(format!("{} events {of}: {lanes} lanes, {services} services", state.sequence()));
    }
    lines.extend(state.connections().map(|connection| format!("connection {}", words(connection))));
    lines.extend(state.bookings().map(|booking| self::booking(state, booking)));
    lines.extend(state.blocks().map(|(id, block)| {
        let placed = block.placed.map(|placed| format!("{} {}", lane(state, placed.lane), span(placed.span)));
        format!("block {id} {}: {}", block.observed.id, placed.as_deref().unwrap_or("nowhere"))
    }));
    lines.extend(state.calendars().unreadable().map(|seen| {
        format!("unreadable {} since {}", seen.observed.of.id(), moment(seen.observed.observed_at))
    }));
    lines.extend(state.exceptions().map(exception));
    lines.extend(state.writes().map(write));
    lines.extend(state.notices().map(notice));
    lines.join("\n") + "\n"
}

fn booking(state: &State, booking: &Booking) -> String {
    let Booking { booking: id, appointment, snapshot, disposition, revision, sequence, .. } = booking;
    let client = &snapshot.client;
    let mut text = format!("{id} {appointment} of {client}: {} #{revision}.{sequence}", disposition.as_str());
    for (word, is) in
        [("pinned", booking.pinned), ("imported", booking.imported), ("confirmed", booking.client_confirmed)]
    {
        if is {
            write!(text, " {word}").unwrap();
        }
    }
    if let Some(desired) = &booking.desired {
        write!(text, "; decided {}", assignment(&desired.assignment)).unwrap();
    }
    if let Some(suggested) = &booking.suggested {
        let would =
            suggested.assignment.as_ref().map_or_else(|| words(&suggested.flags), |all| assignment(all));
        write!(text, "; would be {would}").unwrap();
    }
    let taken: Vec<_> = booking.occupancies.iter().map(|one| occupancy(state, one)).collect();
    write!(text, "; takes [{}]", taken.join(", ")).unwrap();
    if !booking.conflicts.is_empty() {
        write!(text, " against {}", words(&booking.conflicts)).unwrap();
    }
    if let Some(exception) = booking.exception {
        write!(text, "; {exception} {}", words(&booking.flags)).unwrap();
    }
    if let Some(told) = booking.told.last().filter(|told| told.stands) {
        write!(text, "; was told {} {}", told.provider, moment(told.visit.start.timestamp())).unwrap();
    }
    for (before, start) in &booking.reminded {
        write!(text, "; reminded {} min before {}", before.0, moment(start.timestamp())).unwrap();
    }
    text
}

fn exception(open: &Exception) -> String {
    let raised = &open.raised;
    let kind = if raised.waiting.is_some() { "waits" } else { "task" };
    let escalated = if open.escalated { ", escalated" } else { "" };
    let choices = format!("{} + {} choices", raised.candidates.len(), raised.alternatives.len());
    let (until, flags) = (moment(raised.deadline), words(&raised.flags));
    let (id, booking, owner) = (raised.exception, raised.booking, &open.owner);
    format!("{id} of {booking} {kind} {flags}: the {owner} until {until}{escalated}, {choices}")
}

fn write(known: &WriteState) -> String {
    let write = &known.write;
    let head = format!("{} of {} #{} {}", write.write, write.booking, write.revision, words(&known.status));
    format!("{head}: {} {}", write.appointment, words(&write.items))
}

fn notice(known: &NoticeState) -> String {
    let notice = &known.notice;
    let kind = words(&notice.kind);
    let head = format!("{} of {} {} {kind}", notice.notice, notice.booking, words(&known.status));
    let channels = match (notice.sms, notice.email) {
        (true, true) => "sms and e-mail",
        (true, false) => "sms",
        (false, true) => "e-mail",
        (false, false) => "no channel",
    };
    format!("{head}: {} {} .{} by {channels}", notice.provider, span(notice.visit), notice.sequence)
}

fn assignment(assignment: &Assignment) -> String {
    let who: Vec<_> = assignment.everything().map(Who::as_str).collect();
    format!("{} {}", who.join("+"), span(assignment.visit))
}

fn occupancy(state: &State, one: &Occupancy) -> String {
    format!("{} {} {}", lane(state, one.lane), words(&one.origin), span(one.padded()))
}

fn lane(state: &State, lane: Lane) -> String {
    let who = state.adopted().and_then(|adopted| adopted.lanes.get(usize::from(lane.0)));
    who.map_or_else(|| format!("lane {}", lane.0), |who| who.as_str().to_owned())
}

/// `2026-06-12 18:00-18:45`.
fn span(span: Span) -> String {
    let end = moment(span.end.timestamp());
    format!("{}-{}", moment(span.start.timestamp()), end.rsplit_once(' ').unwrap().1)
}

/// `2026-06-12 18:00`, and the seconds where there are some.
fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    let (date, time) = text.trim_end_matches('Z').split_once('T').unwrap();
    let time = time.strip_suffix(".000").unwrap_or(time);
    format!("{date} {}", time.strip_suffix(":00").unwrap_or(time))
}

/// The stored words of a value, without the quotation marks.
fn words<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap().replace('"', "")
}
