//! The whole: every booking that is not long over, every open exception, every picture, and the schedule by the core's own
//! independent checker.

use dispatch_core::{
    Timestamp, ViolationKind, Who, check,
    engine::{Disposition, NoticeStatus, WriteStatus},
};

use crate::{
    shell::Shell,
    world::{CONNECTION, span_of},
};

use super::{
    case::Case,
    invariant::{Invariant, Judged, Violation},
    memory::Judge,
    vain,
};

const DAY: i64 = 86_400_000;

impl Judge {
    /// Judges everything.
    pub(crate) fn whole(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        for booking in self.live.clone() {
            let Some(known) = shell.state.booking(booking) else { continue };
            let case = Case { known, now, shell };
            if case.shown().end.timestamp().0 + DAY < now.0 && case.visit().end.timestamp().0 + DAY < now.0 {
                self.live.remove(&booking);
            }
            self.one(booking, now, shell)?;
            vain::judge(self, &case, true)?;
            written(self, &case)?;
            planned(self, &case)?;
        }
        self.pictures(now, shell)?;
        self.exceptions(now, shell)?;
        self.schedule(now, shell)
    }

    fn pictures(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        for id in std::mem::take(&mut self.fresh) {
            self.tried(Invariant::Picture);
            let Some(newest) = self.newest.get(&id) else { continue };
            let link = shell.state.observed(&CONNECTION.into(), &id);
            let seen = link.and_then(|link| link.observed.as_ref());
            if seen.is_none_or(|(at, snapshot)| (*at, snapshot) != (newest.at, &newest.snapshot)) {
                let says =
                    format!("{id}: seen is {seen:?}, delivered was {:?} of {}", newest.snapshot, newest.at);
                return Err(Violation {
                    invariant: Invariant::Picture,
                    at: now,
                    appointment: Some(id.to_string()),
                    says,
                });
            }
        }
        Ok(())
    }

    fn exceptions(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        for open in shell.state.exceptions() {
            self.tried(Invariant::Owner);
            let booking = shell.state.booking(open.raised.booking);
            let is_its = booking.is_some_and(|booking| booking.exception == Some(open.raised.exception));
            let alive = open.escalated || open.raised.deadline >= now;
            if !is_its || !alive {
                let says = format!("an exception of nobody's, or past its deadline: {open:?}");
                return Err(Violation::of_all(Invariant::Owner, now, says));
            }
        }
        Ok(())
    }

    /// What is ours and still to come breaks no rule, unless it is flagged or a person chose it.
    fn schedule(&mut self, now: Timestamp, shell: &Shell) -> Judged {
        self.tried(Invariant::Lawful);
        let ours = check(&shell.rulebook, shell.state.schedule())
            .into_iter()
            .filter(dispatch_core::Violation::is_ours);
        for broken in ours {
            let explained = broken.bookings.iter().any(|booking| {
                let Some(known) = shell.state.booking(*booking) else { return true };
                let by_rule = self.files.get(booking).is_some_and(super::file::File::is_by_rule);
                let is_to_come = Case { known, now, shell }.visit().start.timestamp() > now;
                let longer =
                    broken.kind == ViolationKind::Incomplete && Case { known, now, shell }.is_longer();
                let accepted = self.files.get(booking).is_some_and(|file| !file.accepted.is_empty());
                longer
                    || !by_rule
                    || !is_to_come
                    || accepted
                    || known.exception.is_some()
                    || known.disposition != Disposition::Assigned
                    || !known.conflicts.is_empty()
            });
            if !explained {
                let first = broken.bookings.first().and_then(|booking| shell.state.booking(*booking));
                return Err(Violation {
                    invariant: Invariant::Lawful,
                    at: now,
                    appointment: first.map(|known| known.appointment.to_string()),
                    says: broken.display(&shell.rulebook).to_string(),
                });
            }
        }
        Ok(())
    }
}

/// What was written and acknowledged is what a later picture shows.
fn written(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let Some(desired) = known.desired.as_ref().filter(|_| known.disposition == Disposition::Assigned) else {
        return Ok(());
    };
    let Some(newest) = judge.newest.get(&known.appointment) else { return Ok(()) };
    let last = known.writes.last().and_then(|write| case.shell.state.write(*write));
    let settled = match last.map(|last| &last.status) {
        Some(WriteStatus::Acknowledged(at)) => *at < newest.at,
        Some(_) => false,
        None => true,
    };
    if !settled
        || known.exception.is_some()
        || !case.is_to_come(case.visit().start)
        || judge.file_accepts(case)
    {
        return Ok(());
    }
    let pairs = newest.snapshot.items.iter().zip(&desired.assignment.items);
    let agrees = pairs.clone().all(|(shown, decided)| {
        let provider = decided.roles.iter().find(|role| matches!(role.who, Who::Provider(_)));
        span_of(shown).start == decided.span.start
            && shown.provider.as_ref().map(|id| id.as_str()) == provider.map(|role| role.who.as_str())
    });
    judge.tried(Invariant::Written);
    case.must(Invariant::Written, agrees, || {
        format!("the platform shows {:?}, decided is {:?}", case.items(), desired.assignment.items)
    })
}

impl Judge {
    fn file_accepts(&self, case: &Case<'_>) -> bool {
        self.files.get(&case.known.booking).is_some_and(|file| !file.accepted.is_empty())
    }
}

/// Nothing is planned for what does not stand.
fn planned(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let off = known.disposition.is_released() || known.disposition == Disposition::AwaitingPerson;
    judge.tried(Invariant::Silence);
    let planned = known.notices.iter().filter_map(|notice| case.shell.state.notice(*notice));
    let mut planned = planned.filter(|notice| matches!(notice.status, NoticeStatus::Planned(_)));
    let wrong =
        planned.find(|notice| off && notice.notice.kind != dispatch_core::engine::NoticeKind::Cancelled);
    case.must(Invariant::Silence, wrong.is_none(), || {
        format!("{:?} is planned", wrong.map(|notice| notice.notice.kind))
    })
}
