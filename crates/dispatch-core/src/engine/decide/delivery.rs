//! The delivery of notices: checked again when due, handed to a channel, and what came of it.

use crate::{explain::ReasonCode, ids::NoticeId};

use super::super::model::{
    Automation, BookedBy, Disposition, Due, Event, Notice, NoticeKind, NoticeStatus, Sender,
};
use super::{
    cadence::{Channels, at_once, quiet_span},
    case::BookingCase,
    draft::Draft,
    exception::add_task,
    notice::skip,
    refusal::Refusal,
};

/// The timer of a planned message fired. One that has lost its reason leads to nothing.
pub(super) fn notice_due(draft: &mut Draft<'_>, id: NoticeId) {
    let Some(known) = draft.state.notice(id) else { return };
    match known.status {
        NoticeStatus::Planned(Due::At(due)) if due <= draft.now => release(draft, &known.notice),
        NoticeStatus::Planned(due @ Due::At(_)) => {
            // The timer fired early: it is set again.
            draft.push(Event::NoticePlanned { notice: known.notice.clone(), due });
        }
        _ => {}
    }
}

/// Lets a planned message go, if its booking stands as the message says and the client still agrees.
pub(super) fn release(draft: &mut Draft<'_>, notice: &Notice) {
    let Some(case) = BookingCase::of(draft.rulebook, draft.state, notice.booking) else { return };
    let withdrawn = Event::NoticeWithdrawn { notice: notice.notice, timed: false };
    if !stands(&case, notice) {
        return draft.push(withdrawn);
    }
    if draft.now > notice.not_after {
        draft.push(withdrawn);
        return skip(draft, &case, notice.kind, ReasonCode::ReminderPast);
    }
    let agreed = Channels::agreed(&case.snapshot.about_client);
    let answers = case.snapshot.booked_by == BookedBy::Client;
    let cadence = draft.rulebook.cadence();
    let clock = case.resolved.location.and_then(|location| draft.rulebook.clock(location));
    let quiet = clock.and_then(|clock| quiet_span(cadence, clock, draft.now.minute_floor()));
    let (exempt, in_time) = match (notice.kind, quiet) {
        (NoticeKind::Reminder { .. }, Some(quiet)) => {
            (false, notice.visit.start.since(quiet.end) >= cadence.least_gap)
        }
        _ => (answers, true),
    };
    let (true, Some(clock)) = (in_time, clock) else {
        draft.push(withdrawn);
        return skip(draft, &case, notice.kind, ReasonCode::QuietHours);
    };
    match at_once(cadence, clock, agreed, exempt, notice.not_after, draft.now) {
        Ok((due, Channels { sms, email })) => {
            let notice = Notice { sms, email, ..notice.clone() };
            draft.push(if due > draft.now {
                Event::NoticePlanned { notice, due: Due::At(due) }
            } else {
                Event::NoticeReleased { notice }
            });
        }
        Err(reason) => {
            draft.push(withdrawn);
            skip(draft, &case, notice.kind, reason);
        }
    }
}

pub(super) fn message_sent(draft: &mut Draft<'_>, id: NoticeId) -> Result<(), Refusal> {
    let known = draft.state.notice(id).ok_or(Refusal::UnknownNotice(id))?;
    if known.status == NoticeStatus::Released {
        draft.push(Event::NoticeSent { notice: id });
    }
    Ok(())
}

pub(super) fn message_failed(draft: &mut Draft<'_>, id: NoticeId, is_final: bool) -> Result<(), Refusal> {
    let known = draft.state.notice(id).ok_or(Refusal::UnknownNotice(id))?;
    if !matches!(known.status, NoticeStatus::Released | NoticeStatus::Sent) {
        return Ok(());
    }
    draft.push(Event::NoticeFailed { notice: id, is_final });
    if is_final && let Some(case) = BookingCase::of(draft.rulebook, draft.state, known.notice.booking) {
        add_task(draft, &case, ReasonCode::MessageFailed);
    }
    Ok(())
}

/// True if the booking is still as the message says, and messages about it are still ours to send.
fn stands(case: &BookingCase<'_>, notice: &Notice) -> bool {
    let Some(known) = case.known else { return false };
    if case.connection.automation != Automation::Auto || case.connection.sender != Sender::Us {
        return false;
    }
    let visit = match known.disposition {
        Disposition::Assigned => known.desired.as_ref().map(|desired| desired.assignment.visit),
        Disposition::Unmanaged if known.imported => Some(case.resolved.visit),
        Disposition::Cancelled | Disposition::Declined => {
            return notice.kind == NoticeKind::Cancelled;
        }
        _ => None,
    };
    visit == Some(notice.visit)
}
