//! The messages to clients that a replay led to: those that went out, those that are planned, and why others are not sent.

use std::collections::BTreeSet;

use comfy_table::Table;
use dispatch_core::{
    BookingId, Minute, NoticeId, PlatformId, ProviderId, ReasonCode, Timestamp, Who, Words as _,
    engine::{Due, Event, EventRecord, Harness, Notice, NoticeKind, NoticeStatus},
};
use serde::Serialize;

use crate::{names::Names, outcome::plain_table};

/// One message to a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Message {
    /// When it went out, goes out, or would have been planned.
    at: Timestamp,
    booking: BookingId,
    appointment: PlatformId,
    kind: NoticeKind,
    #[serde(flatten)]
    outcome: Delivery,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Delivery {
    Sent(Content),
    Planned(Content),
    Skipped { reason: ReasonCode },
}

/// What a message tells, and by which channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Content {
    channels: Vec<&'static str>,
    sequence: u32,
    start: Minute,
    end: Minute,
    provider: ProviderId,
}

impl Content {
    fn of(notice: &Notice) -> Self {
        let channels = [("email", notice.email), ("sms", notice.sms)];
        Self {
            channels: channels.iter().filter(|(_, used)| *used).map(|(name, _)| *name).collect(),
            sequence: notice.sequence,
            start: notice.visit.start,
            end: notice.visit.end,
            provider: notice.provider.clone(),
        }
    }
}

/// Every message of a replay by the moment, and then in the order of the journal. A message that was taken back before it
/// went out is none; one that is skipped again for the same reason is told once.
pub(crate) fn all(harness: &Harness) -> Vec<Message> {
    let mut skipped = BTreeSet::new();
    let found = harness.journal().iter().filter_map(|record| message(harness, record));
    let mut messages: Vec<_> = found
        .filter(|message| match &message.outcome {
            Delivery::Skipped { reason } => skipped.insert((message.booking, message.kind, *reason)),
            Delivery::Sent(_) | Delivery::Planned(_) => true,
        })
        .collect();
    messages.sort_by_key(|message| message.at);
    messages
}

fn message(harness: &Harness, record: &EventRecord) -> Option<Message> {
    let state = harness.state();
    let still_planned = |notice: NoticeId| {
        let status = state.notice(notice).map(|notice| notice.status);
        matches!(status, Some(NoticeStatus::Planned(_)))
    };
    let (at, booking, kind, outcome) = match &record.event {
        Event::NoticeReleased { notice } => {
            (record.at, notice.booking, notice.kind, Delivery::Sent(Content::of(notice)))
        }
        Event::NoticePlanned { notice, due } if still_planned(notice.notice) => {
            let at = match due {
                Due::At(at) => *at,
                Due::Acknowledged(_) => record.at,
            };
            (at, notice.booking, notice.kind, Delivery::Planned(Content::of(notice)))
        }
        Event::NoticeSkipped { booking, kind, reason } => {
            (record.at, *booking, *kind, Delivery::Skipped { reason: *reason })
        }
        _ => return None,
    };
    let appointment = state.booking(booking)?.appointment.clone();
    Some(Message { at, booking, appointment, kind, outcome })
}

/// All messages as a table.
pub(crate) fn table(messages: &[Message], names: &Names<'_>) -> Table {
    let heads = ["when", "booking", "message", "visit", "provider", "channels", "SEQUENCE", "outcome"];
    let mut table = plain_table(&heads);
    for message in messages {
        table.add_row(row(message, names));
    }
    table
}

fn row(message: &Message, names: &Names<'_>) -> Vec<String> {
    let (content, outcome) = match &message.outcome {
        Delivery::Sent(content) => (Some(content), "sent".to_owned()),
        Delivery::Planned(content) => (Some(content), "planned".to_owned()),
        Delivery::Skipped { reason } => (None, format!("not sent: {}", reason.sentence())),
    };
    let cell = |text: &dyn Fn(&Content) -> String| content.map(text).unwrap_or_default();
    vec![
        names.date_and_time(message.at.minute_floor()),
        message.appointment.to_string(),
        kind(message.kind),
        cell(&|content| format!("{}-{}", names.date_and_time(content.start), names.time(content.end))),
        cell(&|content| names.who(&Who::Provider(content.provider.clone()))),
        cell(&|content| content.channels.join(", ")),
        cell(&|content| content.sequence.to_string()),
        outcome,
    ]
}

fn kind(kind: NoticeKind) -> String {
    match kind {
        NoticeKind::Confirmation => "confirmation".to_owned(),
        NoticeKind::Reminder { before } if before.0 % 60 == 0 => format!("reminder {} h", before.0 / 60),
        NoticeKind::Reminder { before } => format!("reminder {before}"),
        NoticeKind::Changed => "changed".to_owned(),
        NoticeKind::Cancelled => "cancelled".to_owned(),
    }
}
