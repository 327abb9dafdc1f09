//! Messages to the client: planned with a decision, checked again when due.

use crate::{
    assign::Assignment,
    calendar::LocalClock,
    explain::ReasonCode,
    ids::{NoticeId, ProviderId, WriteId},
    time::{Minutes, Span, Timestamp},
};

use super::super::model::{
    Automation, BookedBy, Booking, Disposition, Due, Event, Notice, NoticeKind, NoticeStatus, Sender,
};
use super::{
    Draft, Refusal,
    assignment::provider_of,
    cadence::{Channels, at_once, quiet_span, reminder},
    case::Case,
};

/// What every message about a visit says.
struct About<'a> {
    visit: Span,
    provider: &'a ProviderId,
    sequence: u32,
}

impl Draft<'_> {
    /// Plans what the client is told of an assignment: a confirmation or a change, and the reminders still due.
    pub(super) fn plan_notices(
        &mut self,
        case: &Case<'_>,
        assignment: &Assignment,
        waits_for: Option<WriteId>,
    ) {
        let Some(provider) = provider_of(assignment, 0) else { return };
        let sequence = case.known.map_or(0, |known| known.sequence);
        let announcement = self.announcement(case, assignment);
        let changed = announcement == Some(NoticeKind::Changed);
        let about = About { visit: assignment.visit, provider, sequence: sequence + u32::from(changed) };
        let announced = announcement.and_then(|kind| self.announce(case, &about, kind, waits_for));
        self.plan_reminders(case, &about, announced, assignment.visit.start.timestamp());
    }

    /// The message that an assignment asks for, next to what the client was last told.
    fn announcement(&self, case: &Case<'_>, assignment: &Assignment) -> Option<NoticeKind> {
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
    pub(super) fn would_announce(&self, case: &Case<'_>, assignment: &Assignment) -> bool {
        case.connection.sender == Sender::Us && self.announcement(case, assignment).is_some()
    }

    /// Plans anew the messages of a booking that stands as it stood.
    pub(super) fn announce_again(&mut self, case: &Case<'_>, known: &Booking) {
        self.withdraw_notices(known);
        if let Some(desired) = &known.desired {
            self.plan_notices(case, &desired.assignment, None);
        }
    }

    /// Sends or plans one message. Says when it goes out, if it does.
    fn announce(
        &mut self,
        case: &Case<'_>,
        about: &About<'_>,
        kind: NoticeKind,
        waits_for: Option<WriteId>,
    ) -> Option<Timestamp> {
        if case.connection.sender == Sender::Platform {
            self.skip(case, kind, ReasonCode::PlatformSends);
            return None;
        }
        if case.snapshot.about_client.prefers_call && kind != NoticeKind::Cancelled {
            return None; // the desk calls: the booking is flagged for it
        }
        let not_after = about.visit.start.timestamp();
        let agreed = Channels::agreed(&case.snapshot.about_client);
        let answers = case.snapshot.booked_by == BookedBy::Client;
        let clock = self.rulebook.clock(case.resolved.location?)?;
        match at_once(self.rulebook.cadence(), clock, agreed, answers, not_after, self.now) {
            Err(reason) => {
                self.skip(case, kind, reason);
                None
            }
            Ok((due, channels)) => {
                let notice = self.notice(case, about, kind, channels);
                self.push(match waits_for {
                    Some(write) => Event::NoticePlanned { notice, due: Due::Acknowledged(write) },
                    None if due > self.now => Event::NoticePlanned { notice, due: Due::At(due) },
                    None => Event::NoticeReleased { notice },
                });
                Some(due)
            }
        }
    }

    fn plan_reminders(
        &mut self,
        case: &Case<'_>,
        about: &About<'_>,
        announced: Option<Timestamp>,
        start: Timestamp,
    ) {
        let rulebook = self.rulebook;
        let Some(clock) = case.resolved.location.and_then(|at| rulebook.clock(at)) else { return };
        let cadence = rulebook.cadence();
        let agreed = Channels::agreed(&case.snapshot.about_client);
        for before in &cadence.reminders {
            let kind = NoticeKind::Reminder { before: *before };
            if self.was_reminded(case, *before, about.visit) {
                continue;
            }
            let planned = if case.connection.sender == Sender::Platform {
                Err(ReasonCode::PlatformSends)
            } else if agreed.none() {
                Err(ReasonCode::NoConsent)
            } else {
                reminder(cadence, clock, start.minute_floor(), *before, announced, self.now)
            };
            match planned {
                Ok(due) => {
                    let notice = self.notice(case, about, kind, agreed);
                    self.push(Event::NoticePlanned { notice, due: Due::At(due) });
                }
                Err(reason) => self.skip(case, kind, reason),
            }
        }
    }

    fn was_reminded(&self, case: &Case<'_>, before: Minutes, visit: Span) -> bool {
        case.known.is_some_and(|known| known.reminded.contains(&(before, visit.start)))
    }

    /// What a booking adopted at go-live gets: no confirmation, and reminders only if the rulebook says so.
    pub(super) fn remind_imported(&mut self, case: &Case<'_>) {
        if case.connection.automation != Automation::Auto {
            return;
        }
        let rulebook = self.rulebook;
        self.skip(case, NoticeKind::Confirmation, ReasonCode::Imported);
        match case.platform_provider_id(rulebook) {
            Some(provider) if rulebook.cadence().remind_imported => {
                let about = About { visit: case.resolved.visit, provider: &provider, sequence: 0 };
                self.plan_reminders(case, &about, None, case.resolved.visit.start.timestamp());
            }
            _ => {
                for before in &rulebook.cadence().reminders {
                    self.skip(case, NoticeKind::Reminder { before: *before }, ReasonCode::Imported);
                }
            }
        }
    }

    /// Tells a client who was told of the visit that it is off.
    pub(super) fn tell_cancelled(&mut self, case: &Case<'_>, known: &Booking) {
        let Some(told) = known.told.as_ref().filter(|told| told.start.timestamp() > self.now) else { return };
        let visit = known.desired.as_ref().map_or(case.resolved.visit, |desired| desired.assignment.visit);
        let about = About {
            visit: Span::from_start(told.start, visit.minutes()),
            provider: &told.provider,
            sequence: known.sequence + 1,
        };
        self.announce(case, &about, NoticeKind::Cancelled, None);
    }

    /// Takes back every message of a booking that has not gone out.
    pub(super) fn withdraw_notices(&mut self, known: &Booking) {
        for notice in &known.notices {
            let Some(NoticeStatus::Planned(due)) = self.state.notice(*notice).map(|notice| notice.status)
            else {
                continue;
            };
            self.push(Event::NoticeWithdrawn { notice: *notice, timed: matches!(due, Due::At(_)) });
        }
    }

    fn skip(&mut self, case: &Case<'_>, kind: NoticeKind, reason: ReasonCode) {
        self.push(Event::NoticeSkipped { booking: case.id, kind, reason });
    }

    fn notice(&self, case: &Case<'_>, about: &About<'_>, kind: NoticeKind, channels: Channels) -> Notice {
        Notice {
            notice: NoticeId(self.next()),
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

    fn clock(&self, case: &Case<'_>) -> Option<LocalClock<'_>> {
        self.rulebook.clock(case.resolved.location?)
    }

    pub(super) fn notice_due(&mut self, id: NoticeId) {
        let Some(known) = self.state.notice(id) else { return };
        match known.status {
            NoticeStatus::Planned(Due::At(due)) if due <= self.now => self.release(&known.notice),
            NoticeStatus::Planned(due @ Due::At(_)) => {
                // It fired early: it is set again.
                self.push(Event::NoticePlanned { notice: known.notice.clone(), due });
            }
            _ => {}
        }
    }

    /// Lets a planned message go, if its booking stands as the message says and the client still agrees.
    pub(super) fn release(&mut self, notice: &Notice) {
        let Some(case) = Case::of(self.rulebook, self.state, notice.booking) else { return };
        let withdrawn = Event::NoticeWithdrawn { notice: notice.notice, timed: false };
        if !stands(&case, notice) {
            return self.push(withdrawn);
        }
        if self.now > notice.not_after {
            self.push(withdrawn);
            return self.skip(&case, notice.kind, ReasonCode::ReminderPast);
        }
        let agreed = Channels::agreed(&case.snapshot.about_client);
        let answers = case.snapshot.booked_by == BookedBy::Client;
        let cadence = self.rulebook.cadence();
        let quiet = self.clock(&case).and_then(|clock| quiet_span(cadence, clock, self.now.minute_floor()));
        let (exempt, left) = match (notice.kind, quiet) {
            (NoticeKind::Reminder { .. }, Some(quiet)) => {
                (false, notice.visit.start.since(quiet.end) >= cadence.least_gap)
            }
            _ => (answers, true),
        };
        let Some(clock) = self.clock(&case).filter(|_| left) else {
            self.push(withdrawn);
            return self.skip(&case, notice.kind, ReasonCode::QuietHours);
        };
        match at_once(cadence, clock, agreed, exempt, notice.not_after, self.now) {
            Ok((due, Channels { sms, email })) => {
                let notice = Notice { sms, email, ..notice.clone() };
                self.push(if due > self.now {
                    Event::NoticePlanned { notice, due: Due::At(due) }
                } else {
                    Event::NoticeReleased { notice }
                });
            }
            Err(reason) => {
                self.push(withdrawn);
                self.skip(&case, notice.kind, reason);
            }
        }
    }

    pub(super) fn message_sent(&mut self, id: NoticeId) -> Result<(), Refusal> {
        let known = self.state.notice(id).ok_or(Refusal::UnknownNotice(id))?;
        if known.status == NoticeStatus::Released {
            self.push(Event::NoticeSent { notice: id });
        }
        Ok(())
    }

    pub(super) fn message_failed(&mut self, id: NoticeId, is_final: bool) -> Result<(), Refusal> {
        let known = self.state.notice(id).ok_or(Refusal::UnknownNotice(id))?;
        if !matches!(known.status, NoticeStatus::Released | NoticeStatus::Sent) {
            return Ok(());
        }
        self.push(Event::NoticeFailed { notice: id, is_final });
        if is_final && let Some(case) = Case::of(self.rulebook, self.state, known.notice.booking) {
            self.add_task(&case, ReasonCode::MessageFailed);
        }
        Ok(())
    }
}

/// True if the booking is still as the message says, and messages about it are still ours to send.
fn stands(case: &Case<'_>, notice: &Notice) -> bool {
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
