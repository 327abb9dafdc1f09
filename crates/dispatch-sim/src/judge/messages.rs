//! Messages: what goes out to clients, judged as it leaves.

use dispatch_core::{
    Minute, Timestamp,
    engine::{Disposition, Event, Notice, NoticeKind, Status},
};

use crate::{shell::Shell, world::clock_of};

use super::{
    case::Case,
    file::Told,
    invariant::{Invariant, Judged},
    memory::Judge,
};

/// Judges and enters an event about a message.
pub(super) fn event(judge: &mut Judge, event: &Event, now: Timestamp, shell: &Shell) -> Judged {
    if let Event::NoticeReleased { notice } = event
        && let Some(known) = shell.state.booking(notice.booking)
    {
        let case = Case { known, now, shell };
        let client = notice.client.as_ref().unwrap_or(&known.snapshot.client).to_string();
        leaves(judge, &case, notice, &client)?;
        enter(judge, &case, notice, client);
    }
    Ok(())
}

fn leaves(judge: &mut Judge, case: &Case<'_>, notice: &Notice, client: &str) -> Judged {
    let known = case.known;
    consent(judge, case, notice)?;
    let is_reminder = matches!(notice.kind, NoticeKind::Reminder { .. });
    judge.tried(Invariant::Silence);
    let decided = match notice.kind {
        NoticeKind::Cancelled => true,
        NoticeKind::Confirmation | NoticeKind::Changed | NoticeKind::Reminder { .. } => {
            known.disposition == Disposition::Assigned
                && known.desired.as_ref().is_some_and(|desired| desired.assignment.visit == notice.visit)
        }
    };
    case.must(Invariant::Silence, decided, || {
        format!("{:?} of {} goes out, and that is not decided", notice.kind, notice.visit.start)
    })?;
    judge.tried(Invariant::AtDesk);
    let newest = judge.newest.get(&known.appointment).map(|newest| newest.snapshot.status.clone());
    let is_there =
        matches!(newest, Some(Status::Arrived | Status::InService | Status::Completed | Status::NoShow));
    let begun = notice.visit.start.timestamp() <= case.now;
    case.must(Invariant::AtDesk, !is_there && !begun, || {
        format!("{:?} goes out after the start", notice.kind)
    })?;
    judge.tried(Invariant::Quiet);
    let clock = clock_of(case.now.minute_floor());
    let (from, to) = judge.practice.quiet;
    let is_quiet = clock >= from || clock < to;
    case.must(Invariant::Quiet, !is_quiet || !(notice.sms || is_reminder), || {
        format!("{:?} goes out in quiet hours", notice.kind)
    })?;
    judge.tried(Invariant::Minute);
    let minute = case.now.minute_floor();
    let last = judge.file(known.booking).last_message.get(client).copied();
    case.must(Invariant::Minute, last != Some(minute), || format!("two messages to {client} in one minute"))?;
    if is_reminder {
        return super::reminders::leaves(judge, case, notice);
    }
    news(judge, case, notice, client)
}

fn consent(judge: &mut Judge, case: &Case<'_>, notice: &Notice) -> Judged {
    judge.tried(Invariant::Consent);
    // Of a client who had it before, the newest picture says nothing.
    let newest = judge.newest.get(&case.known.appointment).filter(|_| notice.client.is_none());
    let Some(newest) = newest else { return Ok(()) };
    let facts = &newest.snapshot.about_client;
    let agreed = (!notice.sms || facts.sms_consent == Some(true))
        && (!notice.email || facts.email_consent != Some(false))
        && (notice.sms || notice.email);
    case.must(Invariant::Consent, agreed, || {
        format!("{:?} goes where the client did not agree", notice.kind)
    })?;
    case.must(Invariant::Consent, !facts.prefers_call, || {
        format!("{:?} is written to a client who wants to be called", notice.kind)
    })
}

/// A message says something new, under a SEQUENCE that rises.
fn news(judge: &mut Judge, case: &Case<'_>, notice: &Notice, client: &str) -> Judged {
    let file = judge.file(case.known.booking);
    let (told, sequence) = (file.told.get(client).cloned(), file.sequence.get(client).copied());
    judge.tried(Invariant::New);
    let stands = notice.kind != NoticeKind::Cancelled;
    let is_new = match &told {
        None => stands,
        Some(told) if stands => !told.stands || told.visit != notice.visit,
        Some(told) => told.stands,
    };
    case.must(Invariant::New, is_new, || format!("{:?} says nothing new after {told:?}", notice.kind))?;
    let Some(told) = told else { return Ok(()) };
    judge.tried(Invariant::Sequence);
    let must_rise = told.stands != stands || told.visit != notice.visit;
    let rises = sequence.is_none_or(|sequence| notice.sequence > sequence);
    case.must(Invariant::Sequence, !must_rise || rises, || {
        format!("{:?} has SEQUENCE {} after {sequence:?}", notice.kind, notice.sequence)
    })
}

fn enter(judge: &mut Judge, case: &Case<'_>, notice: &Notice, client: String) {
    let (at, minute): (Timestamp, Minute) = (case.now, case.now.minute_floor());
    let file = judge.file(case.known.booking);
    file.last_message.insert(client.clone(), minute);
    let is_reminder = matches!(notice.kind, NoticeKind::Reminder { .. });
    if is_reminder {
        file.reminded.push((notice.visit.start, at));
    }
    let before = file.sequence.get(&client).copied().unwrap_or(0);
    file.sequence.insert(client.clone(), before.max(notice.sequence));
    let stands = notice.kind != NoticeKind::Cancelled;
    // A reminder says when the visit is, as any other message does; it confirms nothing.
    let at = match file.told.get(&client) {
        Some(told) if is_reminder => told.at,
        _ => at,
    };
    file.told.insert(client, Told { stands, visit: notice.visit, at });
}
