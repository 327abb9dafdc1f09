//! Texts, ids, calendar entries, and whether a message may go.

use dispatch_core::{Minutes, Timestamp, engine::NoticeKind};
use icalendar::{Calendar, CalendarComponent, Component, EventLike};
use mail_parser::{MessageParser, MimeHeaders};
use notifier::{Change, Consent, Method, Skipped, compose, is_due, ready, render, render_change, too_late};

use crate::fixture::{REMINDER, context, minute, notice, now};

const KINDS: [NoticeKind; 4] =
    [NoticeKind::Confirmation, REMINDER, NoticeKind::Changed, NoticeKind::Cancelled];

#[test]
fn every_kind_as_it_is_read() {
    let read: Vec<String> = KINDS
        .map(|kind| {
            let message = render(&notice(kind), &context(), now());
            format!("Subject: {}\n\n{}", message.subject, message.text)
        })
        .into();
    insta::assert_snapshot!("messages", read.join("\n----------\n"));
}

#[test]
fn the_greeting_takes_the_given_name_or_none() {
    let greeting = |name: &str| {
        let context = notifier::Context { first_name: Some(name.to_owned()), ..context() };
        let text = render(&notice(NoticeKind::Confirmation), &context, now()).text;
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(greeting("López, María"), "Hello María,");
    assert_eq!(greeting("Dr. María López"), "Hello María,");
    // What is left of them where only the first word is handed on.
    assert_eq!([greeting("López,"), greeting("Dr."), greeting(" ")], ["Hello,"; 3]);
}

/// What a message about a change says between the greeting and the details.
fn said(change: &Change) -> String {
    let text = render_change(&notice(NoticeKind::Changed), &context(), change, now()).text;
    let (said, _) = text.split_once("\n\nWhen: ").unwrap();
    said.strip_prefix("Hello Zoë,\n\n").unwrap().to_owned()
}

#[test]
fn a_change_says_what_changed() {
    let told = |start: &str, end: &str| Change {
        start_before: Some(minute(start)),
        end_before: Some(minute(end)),
        ..Change::default()
    };
    let moved = told("2026-06-11T15:30:00-04:00", "2026-06-11T16:15:00-04:00");
    assert_eq!(
        said(&moved),
        "Your appointment has changed.\n\n\
         The time: Friday, June 12, 2026, 2:00 PM instead of Thursday, June 11, 2026, 3:30 PM."
    );
    let longer = told("2026-06-12T14:00:00-04:00", "2026-06-12T14:30:00-04:00");
    assert_eq!(
        said(&longer),
        "Your appointment has changed.\n\nHow long it takes: 45 minutes instead of 30, until 2:45 PM."
    );
    let other = Change {
        provider_before: Some("Ann".to_owned()),
        provider: Some("Bob".to_owned()),
        place_before: Some("Uptown".to_owned()),
        ..told("2026-06-12T14:00:00-04:00", "2026-06-12T14:45:00-04:00")
    };
    assert_eq!(
        said(&other),
        "Your appointment has changed.\n\nWho sees you: Bob instead of Ann.\n\
         The place: Midtown, 1 Example Street; 2nd floor instead of Uptown."
    );
}

#[test]
fn a_change_of_which_nothing_is_known_gives_the_details() {
    let same = Change {
        start_before: Some(minute("2026-06-12T14:00:00-04:00")),
        provider: Some("Bob".to_owned()),
        ..Change::default()
    };
    let details = "Your appointment has changed. Here are the new details.";
    assert_eq!([said(&Change::default()), said(&same)], [details; 2]);
}

/// A name is somebody else's text.
#[test]
fn a_change_stays_on_its_line() {
    let change = Change {
        provider_before: Some("Ann\n\nWhen: never".to_owned()),
        provider: Some("Bob".to_owned()),
        ..Change::default()
    };
    assert!(said(&change).ends_with("Who sees you: Bob instead of Ann When: never."));
}

#[test]
fn calendar_entries_as_they_are_sent() {
    let entry = |kind| render(&notice(kind), &context(), now()).calendar_entry;
    let request = entry(NoticeKind::Confirmation).unwrap();
    let cancel = entry(NoticeKind::Cancelled).unwrap();
    assert_eq!((request.method, cancel.method), (Method::Request, Method::Cancel));
    assert!(entry(REMINDER).is_none(), "a reminder leaves the calendar alone");
    insta::assert_snapshot!(
        "calendar_entries",
        format!("{}\n{}", request.text, cancel.text).replace('\r', "")
    );
}

#[test]
fn another_parser_reads_the_calendar_entry_back() {
    let mut changed = notice(NoticeKind::Changed);
    changed.sequence = 2;
    let text = render(&changed, &context(), now()).calendar_entry.unwrap().text;
    let calendar: Calendar = text.parse().unwrap();
    let [CalendarComponent::Event(event)] = calendar.components.as_slice() else { panic!("one event") };
    assert_eq!(event.property_value("DTSTART"), Some("20260612T180000Z"));
    assert_eq!(event.property_value("DTEND"), Some("20260612T184500Z"));
    assert_eq!(event.get_sequence(), Some(2));
    assert_eq!(event.get_summary(), Some("Appointment at Example Spa, Midtown"));
    assert_eq!(event.get_location(), Some("Midtown, 1 Example Street; 2nd floor"));
}

#[test]
fn the_entry_keeps_its_uid_through_every_change() {
    let uid = |kind, start| {
        let mut notice = notice(kind);
        notice.visit = dispatch_core::Span::from_start(minute(start), Minutes(45));
        let text = render(&notice, &context(), now()).calendar_entry.unwrap().text;
        text.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned()
    };
    let first = uid(NoticeKind::Confirmation, "2026-06-12T14:00:00-04:00");
    assert_eq!(first, uid(NoticeKind::Changed, "2026-06-13T10:00:00-04:00"));
    assert_eq!(first, uid(NoticeKind::Cancelled, "2026-06-13T10:00:00-04:00"));
}

#[test]
fn the_same_notice_is_the_same_mail_byte_for_byte() {
    for kind in KINDS {
        let mail = || compose(&render(&notice(kind), &context(), now())).unwrap().formatted();
        assert_eq!(mail(), mail());
    }
}

#[test]
fn what_identifies_a_notice_gives_it_an_id_of_its_own() {
    let id = |kind, sequence, booking: u64, practice: &str| {
        let mut notice = notice(kind);
        (notice.sequence, notice.booking.0) = (sequence, booking);
        let context = notifier::Context { practice: practice.into(), ..context() };
        render(&notice, &context, now()).message_id
    };
    let mut ids = vec![
        id(NoticeKind::Confirmation, 0, 3, "friday"),
        id(REMINDER, 0, 3, "friday"),
        id(NoticeKind::Reminder { before: Minutes(2880) }, 0, 3, "friday"),
        id(NoticeKind::Changed, 1, 3, "friday"),
        id(NoticeKind::Changed, 2, 3, "friday"),
        id(NoticeKind::Confirmation, 0, 4, "friday"),
        id(NoticeKind::Confirmation, 0, 3, "saturday"),
    ];
    ids.sort();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
    let later = render(&notice(NoticeKind::Confirmation), &context(), now().plus(Minutes(5)));
    assert!(ids.contains(&later.message_id), "an id does not depend on when it was written");
}

#[test]
fn another_parser_reads_the_mail_back() {
    let message = render(&notice(NoticeKind::Confirmation), &context(), now());
    let bytes = compose(&message).unwrap().formatted();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    assert_eq!(mail.message_id(), Some(message.message_id.as_str()));
    assert_eq!(mail.subject(), Some(message.subject.as_str()));
    assert_eq!(mail.date().unwrap().to_timestamp() * 1000, now().0);
    assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n"), message.text);
    let part = mail.attachment(0).unwrap();
    assert_eq!(part.attachment_name(), Some("appointment.ics"));
    assert_eq!(part.content_type().unwrap().attribute("method"), Some("REQUEST"));
    assert_eq!(part.text_contents(), Some(message.calendar_entry.unwrap().text.as_str()));
}

#[test]
fn a_name_cannot_bring_in_a_header_or_a_calendar_line() {
    let mut context = context();
    context.practice_name = "Spa\r\nBcc: all@spa.example\r\n\r\nhello".to_owned();
    context.location_name = "Room\nATTENDEE:mailto:all@spa.example".to_owned();
    let message = render(&notice(NoticeKind::Confirmation), &context, now());
    let bytes = compose(&message).unwrap().formatted();
    let mail = MessageParser::default().parse(&bytes).unwrap();
    assert!(mail.bcc().is_none());
    let entry = message.calendar_entry.unwrap().text;
    assert_eq!(entry.lines().filter(|line| line.starts_with("ATTENDEE")).count(), 1);
}

#[test]
fn a_message_goes_in_its_time_and_with_consent_only() {
    let confirmation = notice(NoticeKind::Confirmation);
    let (last, agreed) = (confirmation.not_after, Consent { email: Some(true) });
    assert_eq!(ready(&confirmation, agreed, last), Ok(()));
    assert_eq!(ready(&confirmation, Consent { email: None }, last), Ok(()));
    assert_eq!(ready(&confirmation, agreed, Timestamp(last.0 + 1)), Err(Skipped::TooLate(last)));
    assert_eq!(ready(&confirmation, Consent { email: Some(false) }, last), Err(Skipped::ConsentWithdrawn));
    let mut by_sms = confirmation.clone();
    by_sms.email = false;
    assert_eq!(ready(&by_sms, agreed, last), Err(Skipped::NotByEmail));
    assert!(is_due(last, last) && !is_due(Timestamp(last.0 - 1), last));
    assert!(!too_late(last, &confirmation) && too_late(Timestamp(last.0 + 1), &confirmation));
}
