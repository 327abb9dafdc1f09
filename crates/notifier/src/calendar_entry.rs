//! The entry for the client's calendar (RFC 5545, sent as RFC 5546 describes).
//!
//! Written by hand: the libraries for it bring a clock and random ids, and this entry needs only seventeen lines of a
//! fixed form. In the tests one of those libraries reads it back.

use chrono::{DateTime, Utc};
use dispatch_core::{
    Timestamp,
    engine::{Notice, NoticeKind},
};

use crate::{
    context::{Context, one_line, place},
    digest::digest,
};

/// An iCalendar object with one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The instruction to the client's calendar.
    pub method: Method,
    /// The object; its lines end in CR LF.
    pub text: String,
}

/// The instruction to the client's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Add the entry, or replace the one with the same UID and a lower SEQUENCE.
    Request,
    /// Remove the entry.
    Cancel,
}

impl Method {
    /// The method's name in the entry and in the mail's Content-Type.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// The entry for a notice; a reminder has none, since the client's calendar already holds the booking.
pub(crate) fn write(notice: &Notice, context: &Context, now: Timestamp) -> Option<CalendarEntry> {
    let (method, status) = match notice.kind {
        NoticeKind::Confirmation | NoticeKind::Changed => (Method::Request, "CONFIRMED"),
        NoticeKind::Cancelled => (Method::Cancel, "CANCELLED"),
        NoticeKind::Reminder { .. } => return None,
    };
    let practice = one_line(&context.practice_name);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//medspa-dispatch//notifier//EN".to_owned(),
        format!("METHOD:{}", method.word()),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", uid(notice, context)),
        format!("SEQUENCE:{}", notice.sequence),
        format!("DTSTAMP:{}", utc(now)),
        format!("DTSTART:{}", utc(notice.visit.start.timestamp())),
        format!("DTEND:{}", utc(notice.visit.end.timestamp())),
        format!("STATUS:{status}"),
        format!("SUMMARY:{}", escaped(&format!("Appointment at {practice}"))),
        format!("LOCATION:{}", escaped(&place(context))),
        format!("ORGANIZER;CN={}:mailto:{}", quoted(&practice), context.from),
        format!("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{}", context.to),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(CalendarEntry { method, text: lines.iter().map(|line| folded(line)).collect() })
}

/// An id that stays the same through all changes of a booking, and under any sender address.
fn uid(notice: &Notice, context: &Context) -> String {
    format!("{}@medspa-dispatch", digest(&context.practice, &format!("booking {}", notice.booking.0)))
}

fn utc(at: Timestamp) -> String {
    let instant: DateTime<Utc> = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545, 3.3.11). [`one_line`] has taken out the line breaks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A parameter value in quotes, which cannot hold a quote itself (RFC 5545, 3.2).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'"))
}

/// A content line folded into pieces of at most 75 octets, never inside a character (RFC 5545, 3.1), with its line end.
fn folded(line: &str) -> String {
    const OCTETS: usize = 75;
    let mut out = String::with_capacity(line.len() + 8);
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > OCTETS {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("SUMMARY:{}", "é".repeat(100));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|piece| piece.len() <= 75));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn text_cannot_open_a_line_or_a_parameter_of_its_own() {
        assert_eq!(escaped("a;b,c\\d"), "a\\;b\\,c\\\\d");
        assert_eq!(quoted("The \"Spa\""), "\"The 'Spa'\"");
    }
}
