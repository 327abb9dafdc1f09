//! Notices to the client: planned with a decision, and taken back when it falls.

use crate::{
    assign::Assignment,
    explain::ReasonCode,
    ids::{NoticeId, ProviderId, WriteId},
    time::{Span, Timestamp},
};

use super::super::model::{
    Automation, BookedBy, Booking, Due, Event, Notice, NoticeKind, NoticeStatus, Sender,
};
use super::{
    assignment::provider_of,
    cadence::{Channels, at_once, reminder},
    case::BookingCase,
    draft::Draft,
};

/// The content of every message about a visit.
struct About<'a> {
    visit: Span,
    provider: &'a ProviderId,
    sequence: u32,
}

/// Plans the messages about an assignment: a confirmation or a change, and the reminders still due.
pub(super) fn plan_notices(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    assignment: &Assignment,
    waits_for: Option<WriteId>,
) {
    let Some(provider) = provider_of(assignment, 0) else { return };
    let sequence = case.known.map_or(0, |known| known.sequence);
    let announcement = announcement(case, assignment);
    let changed = announcement == Some(NoticeKind::Changed);
    let about = About { visit: assignment.visit, provider, sequence: sequence + u32::from(changed) };
    let announced = announcement.and_then(|kind| announce(draft, case, &about, kind, waits_for));
    plan_reminders(draft, case, &about, announced, assignment.visit.start.timestamp());
}

/// The message that an assignment asks for, next to the last one that the client got.
fn announcement(case: &BookingCase<'_>, assignment: &Assignment) -> Option<NoticeKind> {
    match case.known.and_then(|known| known.told.as_ref()) {
        None => Some(NoticeKind::Confirmation),
        Some(told)
            if told.start != assignment.start() || Some(&told.provider) != provider_of(assignment, 0) =>
        {
            Some(NoticeKind::Changed)
        }
        Some(_) => None,
    }
}

/// True if an assignment leads to a message of ours about it.
pub(super) fn would_announce(case: &BookingCase<'_>, assignment: &Assignment) -> bool {
    case.connection.sender == Sender::Us && announcement(case, assignment).is_some()
}

/// Plans anew the messages of a booking that stands as it stood.
pub(super) fn announce_again(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking) {
    withdraw_notices(draft, known);
    if let Some(desired) = &known.desired {
        plan_notices(draft, case, &desired.assignment, None);
    }
}

/// Sends or plans one message, and gives the moment at which it goes out, if it does.
fn announce(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    about: &About<'_>,
    kind: NoticeKind,
    waits_for: Option<WriteId>,
) -> Option<Timestamp> {
    if case.connection.sender == Sender::Platform {
        skip(draft, case, kind, ReasonCode::PlatformSends);
        return None;
    }
    if case.snapshot.about_client.prefers_call && kind != NoticeKind::Cancelled {
        // The desk calls instead: the booking is flagged for it.
        return None;
    }
    let not_after = about.visit.start.timestamp();
    let agreed = Channels::agreed(&case.snapshot.about_client);
    let answers = case.snapshot.booked_by == BookedBy::Client;
    let clock = draft.rulebook.clock(case.resolved.location?)?;
    match at_once(draft.rulebook.cadence(), clock, agreed, answers, not_after, draft.now) {
        Err(reason) => {
            skip(draft, case, kind, reason);
            None
        }
        Ok((due, channels)) => {
            let notice = notice(draft, case, about, kind, channels);
            draft.push(match waits_for {
                Some(write) => Event::NoticePlanned { notice, due: Due::Acknowledged(write) },
                None if due > draft.now => Event::NoticePlanned { notice, due: Due::At(due) },
                None => Event::NoticeReleased { notice },
            });
            Some(due)
        }
    }
}

fn plan_reminders(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    about: &About<'_>,
    announced: Option<Timestamp>,
    start: Timestamp,
) {
    let rulebook = draft.rulebook;
    let Some(clock) = case.resolved.location.and_then(|at| rulebook.clock(at)) else { return };
    let cadence = rulebook.cadence();
    let agreed = Channels::agreed(&case.snapshot.about_client);
    for before in &cadence.reminders {
        let kind = NoticeKind::Reminder { before: *before };
        let reminded = (*before, about.visit.start);
        if case.known.is_some_and(|known| known.reminded.contains(&reminded)) {
            continue;
        }
        let planned = if case.connection.sender == Sender::Platform {
            Err(ReasonCode::PlatformSends)
        } else if agreed.none() {
            Err(ReasonCode::NoConsent)
        } else {
            reminder(cadence, clock, start.minute_floor(), *before, announced, draft.now)
        };
        match planned {
            Ok(due) => {
                let notice = notice(draft, case, about, kind, agreed);
                draft.push(Event::NoticePlanned { notice, due: Due::At(due) });
            }
            Err(reason) => skip(draft, case, kind, reason),
        }
    }
}

/// Plans the messages about a booking adopted at go-live: no confirmation, and reminders only if the rulebook says so.
pub(super) fn remind_imported(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    if case.connection.automation != Automation::Auto {
        return;
    }
    let rulebook = draft.rulebook;
    skip(draft, case, NoticeKind::Confirmation, ReasonCode::Imported);
    match case.platform_provider_id(rulebook) {
        Some(provider) if rulebook.cadence().remind_imported => {
            let about = About { visit: case.resolved.visit, provider: &provider, sequence: 0 };
            plan_reminders(draft, case, &about, None, case.resolved.visit.start.timestamp());
        }
        _ => {
            for before in &rulebook.cadence().reminders {
                skip(draft, case, NoticeKind::Reminder { before: *before }, ReasonCode::Imported);
            }
        }
    }
}

/// Tells a client who knows of the visit that it is cancelled. A visit that has begun is not announced as cancelled.
pub(super) fn tell_cancelled(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking) {
    let Some(told) = &known.told else { return };
    if told.start.timestamp() <= draft.now {
        return;
    }
    let visit = known.desired.as_ref().map_or(case.resolved.visit, |desired| desired.assignment.visit);
    let about = About {
        visit: Span::from_start(told.start, visit.minutes()),
        provider: &told.provider,
        sequence: known.sequence + 1,
    };
    announce(draft, case, &about, NoticeKind::Cancelled, None);
}

/// Takes back every message of a booking that has not gone out.
pub(super) fn withdraw_notices(draft: &mut Draft<'_>, known: &Booking) {
    for notice in &known.notices {
        let Some(NoticeStatus::Planned(due)) = draft.state.notice(*notice).map(|notice| notice.status) else {
            continue;
        };
        draft.push(Event::NoticeWithdrawn { notice: *notice, timed: matches!(due, Due::At(_)) });
    }
}

/// Notes that a message is not sent, and why.
pub(super) fn skip(draft: &mut Draft<'_>, case: &BookingCase<'_>, kind: NoticeKind, reason: ReasonCode) {
    draft.push(Event::NoticeSkipped { booking: case.id, kind, reason });
}

fn notice(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    about: &About<'_>,
    kind: NoticeKind,
    channels: Channels,
) -> Notice {
    Notice {
        notice: NoticeId(draft.next_id()),
        booking: case.id,
        kind,
        visit: about.visit,
        provider: about.provider.clone(),
        sequence: about.sequence,
        not_after: about.visit.start.timestamp(),
        sms: channels.sms,
        email: channels.email,
    }
}
