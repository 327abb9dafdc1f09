//! The delivery of notices: checked again when due, handed to a channel, and what came of it.

use crate::{calendar::LocalClock, explain::ReasonCode, ids::NoticeId};

use super::super::model::{Due, Event, Notice, NoticeKind, NoticeStatus};
use super::{
    cadence::{Reach, Way, at_once, of_a_change, quiet_span},
    case::BookingCase,
    draft::Draft,
    exception::add_task,
    notice::still_holds,
    refusal::Refusal,
    withdrawal::{skip, withdraw},
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
    if !still_holds(&case, notice) {
        return draft.push(withdrawn);
    }
    let dropped = |draft: &mut Draft<'_>, reason| {
        draft.push(Event::NoticeWithdrawn { notice: notice.notice, timed: false });
        skip(draft, &case, notice.kind, reason);
        if reason.leaves_client_untold() && !matches!(notice.kind, NoticeKind::Reminder { .. }) {
            add_task(draft, &case, ReasonCode::NotTold);
        }
    };
    if draft.now > notice.not_after {
        let reminder = matches!(notice.kind, NoticeKind::Reminder { .. });
        let reason = if reminder { ReasonCode::ReminderPast } else { ReasonCode::VisitBegun };
        return dropped(draft, reason);
    }
    let reminds = matches!(notice.kind, NoticeKind::Reminder { .. });
    if reminds && (waits_for_the_platform(draft, &case) || !knows_of(&case, notice)) {
        return dropped(draft, ReasonCode::NotConfirmed);
    }
    let reach = match &notice.client {
        // Of a client who has the booking no more, what was known when the message was planned.
        Some(_) => Reach { sms: notice.sms, email: notice.email },
        None => Reach::of(case.connection, &case.snapshot.about_client),
    };
    if reach.none() {
        return dropped(draft, ReasonCode::NoConsent);
    }
    let clock = case.resolved.location.and_then(|location| draft.rulebook.clock(location));
    let Some(clock) = clock else { return dropped(draft, ReasonCode::QuietHours) };
    match way_now(draft, &case, clock, notice, reach) {
        Ok(Way { due, channels: Reach { sms, email }, .. }) => {
            let notice = Notice { sms, email, ..notice.clone() };
            if due > draft.now {
                return draft.push(Event::NoticePlanned { notice, due: Due::At(due) });
            }
            if !reminds {
                drop_reminders_near(draft, &case);
            }
            draft.push(Event::NoticeReleased { notice });
        }
        Err(reason) => dropped(draft, reason),
    }
}

/// A message that waited goes out only now: reminders that were planned before would follow it too closely.
fn drop_reminders_near(draft: &mut Draft<'_>, case: &BookingCase<'_>) {
    let Some(known) = case.known else { return };
    let gap = draft.now.plus(draft.rulebook.cadence().least_gap);
    for planned in known.notices.iter().filter_map(|notice| draft.state.notice(*notice)) {
        let (notice, status) = (&planned.notice, planned.status);
        if notice.kind.is_an_announcement()
            || !matches!(status, NoticeStatus::Planned(Due::At(due)) if due < gap)
        {
            continue;
        }
        withdraw(draft, notice.notice);
        skip(draft, case, notice.kind, ReasonCode::ReminderTooSoon);
    }
}

/// True if the client was told of this very visit, or it was adopted as one that they know of. One who has to be called about
/// it is not reminded of what they do not know.
fn knows_of(case: &BookingCase<'_>, notice: &Notice) -> bool {
    let Some(known) = case.known else { return false };
    match known.told(&known.snapshot.client) {
        Some(told) => told.stands && told.visit == notice.visit,
        None => known.imported,
    }
}

/// True if the client has yet to be told of the visit, since the platform has not accepted its time.
fn waits_for_the_platform(draft: &Draft<'_>, case: &BookingCase<'_>) -> bool {
    let notices = case.known.map_or(&[][..], |known| &known.notices);
    let planned = notices.iter().filter_map(|notice| draft.state.notice(*notice));
    planned.into_iter().any(|planned| matches!(planned.status, NoticeStatus::Planned(Due::Acknowledged(_))))
}

/// The way of a message that is due now.
fn way_now(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    clock: LocalClock<'_>,
    notice: &Notice,
    reach: Reach,
) -> Result<Way, ReasonCode> {
    let cadence = draft.rulebook.cadence();
    let start = notice.visit.start;
    let first = case.known.is_none_or(|known| known.told.is_empty());
    match notice.kind {
        NoticeKind::Reminder { .. } => match quiet_span(cadence, clock, draft.now.minute_floor()) {
            Some(quiet) if start.since(quiet.end) >= cadence.least_gap => {
                at_once(cadence, clock, reach, false, notice.not_after, draft.now)
            }
            Some(_) => Err(ReasonCode::QuietHours),
            None => Ok(Way { due: draft.now, channels: reach, late: false }),
        },
        NoticeKind::Confirmation if first => {
            at_once(cadence, clock, reach, case.answers_client(), notice.not_after, draft.now)
        }
        NoticeKind::Confirmation | NoticeKind::Changed | NoticeKind::Cancelled => {
            let sooner = notice.was.as_ref().map_or(start, |was| was.visit.start.min(start));
            of_a_change(cadence, clock, reach, sooner, true, draft.now)
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
    // A client who is there already need not be called.
    let to_come = known.notice.visit.start.timestamp() > draft.now;
    if is_final
        && to_come
        && let Some(case) = BookingCase::of(draft.rulebook, draft.state, known.notice.booking)
    {
        add_task(draft, &case, ReasonCode::MessageFailed);
    }
    Ok(())
}
