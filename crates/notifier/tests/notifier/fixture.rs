//! One booking at one practice.

use dispatch_core::{
    BookingId, Minute, Minutes, NoticeId, PracticeId, Span, Timestamp,
    calendar::local::Zone,
    engine::{Notice, NoticeKind},
};
use notifier::Context;

pub(crate) const REMINDER: NoticeKind = NoticeKind::Reminder { before: Minutes(120) };

/// Friday 2026-06-12, 14:00 to 14:45 in New York.
pub(crate) fn notice(kind: NoticeKind) -> Notice {
    let start = minute("2026-06-12T14:00:00-04:00");
    Notice {
        notice: NoticeId(7),
        booking: BookingId(3),
        client: None,
        kind,
        was: None,
        visit: Span::from_start(start, Minutes(45)),
        provider: "provider-a".into(),
        sequence: 0,
        not_after: start.timestamp(),
        sms: false,
        email: true,
    }
}

pub(crate) fn context() -> Context {
    Context {
        practice: PracticeId::from("friday"),
        practice_name: "Example Spa, Midtown".to_owned(),
        from: "desk@spa.example".parse().unwrap(),
        phone: Some("+1 555 010 0100".to_owned()),
        location_name: "Midtown".to_owned(),
        location_address: Some("1 Example Street; 2nd floor".to_owned()),
        zone: Zone::named("America/New_York").unwrap(),
        to: "client@client.example".parse().unwrap(),
        first_name: Some("Zoë".to_owned()),
    }
}

/// 09:14 of that day.
pub(crate) fn now() -> Timestamp {
    minute("2026-06-12T09:14:00-04:00").timestamp()
}

pub(crate) fn minute(text: &str) -> Minute {
    Timestamp::parse(text).unwrap().minute_floor()
}
