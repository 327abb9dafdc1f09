//! Notices to the client: planned with a decision, and taken back when it falls.

use crate::{
    assign::Assignment,
    explain::ReasonCode,
    ids::{NoticeId, WriteId},
    time::Timestamp,
};

use super::super::model::{
    Automation, Booking, Disposition, Due, Event, Notice, NoticeKind, Sender,
};
use super::{
    announcement::{Announcements, Visit, of_adopted, of_end, of_hand_over, of_visit},
    assignment::provider_of,
    cadence::{Reach, reminder},
    case::BookingCase,
    draft::Draft,
    exception::add_tasks,
    withdrawal::{skip, withdraw_notices},
};

/// What an assignment has to be told as.
pub(super) fn visit_of(assignment: &Assignment) -> Option<Visit<'_>> {
    Some(Visit { span: assignment.visit, provider: provider_of(assignment, 0)? })
}

/// Sends or plans the messages about a visit, and the reminders still due.
pub(super) fn send_and_remind(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    announcements: Announcements,
    visit: Visit<'_>,
    waits_for: Option<WriteId>,
) {
    let announced = announcements.push(draft, case, waits_for);
    plan_reminders(draft, case, visit, announced);
}

/// Plans anew the messages of a booking that stands as it stood.
pub(super) fn announce_again(draft: &mut Draft<'_>, case: &BookingCase<'_>, known: &Booking) {
    withdraw_notices(draft, known);
    let Some(visit) = known.desired.as_ref().and_then(|desired| visit_of(&desired.assignment)) else {
        return;
    };
    let announcements = of_visit(draft, case, visit);
    add_tasks(draft, case, &announcements.calls());
    send_and_remind(draft, case, announcements, visit, None);
}

/// Tells those who know of a visit that it is off.
pub(super) fn tell_cancelled(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    let announcements = of_end(draft, case);
    add_tasks(draft, case, &announcements.calls());
    announcements.push(draft, case, None);
}

/// Tells those whose booking it is no longer, while a person is asked about the one who has it now.
pub(super) fn tell_former_clients(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    let announcements = of_hand_over(draft, case);
    add_tasks(draft, case, &announcements.calls());
    announcements.push(draft, case, None);
}

fn plan_reminders(
    draft: &mut Draft<'_>,
    case: &BookingCase<'_>,
    visit: Visit<'_>,
    announced: Option<Timestamp>,
) {
    let rulebook = draft.rulebook;
    let Some(clock) = case.resolved.location.and_then(|at| rulebook.clock(at)) else { return };
    let cadence = rulebook.cadence();
    let facts = &case.snapshot.about_client;
    let reach = Reach::of(case.connection, facts);
    let mut moments: Vec<Timestamp> = Vec::new();
    for before in &cadence.reminders {
        let kind = NoticeKind::Reminder { before: *before };
        let reminded = (*before, visit.span.start);
        if case.known.is_some_and(|known| known.reminded.contains(&reminded)) {
            continue;
        }
        let planned = if case.connection.sender == Sender::Platform {
            Err(ReasonCode::PlatformSends)
        } else if facts.prefers_call {
            Err(ReasonCode::PrefersCall)
        } else if reach.none() {
            Err(ReasonCode::NoConsent)
        } else {
            reminder(cadence, clock, visit.span.start, *before, announced, draft.now)
        };
        match planned {
            Ok(due) if moments.contains(&due) => skip(draft, case, kind, ReasonCode::OneReminder),
            Ok(due) => {
                moments.push(due);
                let notice = Notice {
                    notice: NoticeId(draft.next_id()),
                    booking: case.id,
                    client: None,
                    kind,
                    visit: visit.span,
                    provider: visit.provider.clone(),
                    was: None,
                    sequence: announced_sequence(draft, case),
                    not_after: visit.span.start.timestamp(),
                    sms: reach.sms,
                    email: reach.email,
                };
                draft.push(Event::NoticePlanned { notice, due: Due::At(due) });
            }
            Err(reason) => skip(draft, case, kind, reason),
        }
    }
}

/// SEQUENCE as the announcement that this command makes leaves it.
fn announced_sequence(draft: &Draft<'_>, case: &BookingCase<'_>) -> u32 {
    let announced = draft.decided.events.iter().rev().find_map(|event| match event {
        Event::NoticePlanned { notice, .. } | Event::NoticeReleased { notice }
            if notice.booking == case.id && notice.client.is_none() =>
        {
            Some(notice.sequence)
        }
        _ => None,
    });
    announced.unwrap_or_else(|| case.known.map_or(0, |known| known.sequence))
}

/// Plans the messages about a booking adopted at go-live: no confirmation, and reminders only if the rulebook says so.
pub(super) fn remind_adopted(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    if case.connection.automation != Automation::Auto {
        return;
    }
    let rulebook = draft.rulebook;
    let Some(provider) = case.platform_provider_id(rulebook) else { return skip_all(draft, case) };
    let visit = Visit { span: case.resolved.visit, provider: &provider };
    let announcements = of_adopted(draft, case, visit);
    if case.known.is_none() {
        skip(draft, case, NoticeKind::Confirmation, ReasonCode::Imported);
    }
    add_tasks(draft, case, &announcements.calls());
    let announced = announcements.push(draft, case, None);
    if rulebook.cadence().remind_imported {
        plan_reminders(draft, case, visit, announced);
    } else {
        skip_reminders(draft, case);
    }
}

fn skip_all(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    skip(draft, case, NoticeKind::Confirmation, ReasonCode::Imported);
    skip_reminders(draft, case);
}

fn skip_reminders(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    for before in &draft.rulebook.cadence().reminders {
        skip(draft, case, NoticeKind::Reminder { before: *before }, ReasonCode::Imported);
    }
}

/// True if the booking is still as a message says, and messages about it are still ours to send.
pub(super) fn still_holds(case: &BookingCase<'_>, notice: &Notice) -> bool {
    let Some(known) = case.known else { return false };
    if case.connection.automation != Automation::Auto || case.connection.sender != Sender::Us {
        return false;
    }
    if notice.kind == NoticeKind::Cancelled {
        let client = notice.client.as_ref().unwrap_or(&known.snapshot.client);
        let is_off = *client != known.snapshot.client
            || matches!(known.disposition, Disposition::Cancelled | Disposition::Declined);
        return is_off && known.told(client).is_some_and(|told| told.stands);
    }
    let visit = match known.disposition {
        Disposition::Assigned => known.desired.as_ref().map(|desired| desired.assignment.visit),
        Disposition::Unmanaged if known.imported => Some(case.resolved.visit),
        _ => None,
    };
    visit == Some(notice.visit)
}
