//! Entries: what an event changes in the file of its booking.

use dispatch_core::{
    ReasonCode, Timestamp,
    engine::{Closed, Disposition, Event, Resolution},
};

use crate::shell::Shell;

use super::{file::Basis, memory::Judge, truth::told_by_the_desk};

/// Enters an event.
pub(super) fn event(judge: &mut Judge, event: &Event, now: Timestamp, shell: &Shell) {
    match event {
        Event::AppointmentSeen(seen) => {
            let client = seen.snapshot.client.to_string();
            let services = seen.snapshot.items.iter().map(|item| item.service.to_string()).collect();
            let start = seen.snapshot.items.first().map(|item| item.start);
            let basis = Some((client, services, start));
            let file = judge.file(seen.booking);
            let as_chosen = file.chosen_start.is_some() && file.chosen_start == start;
            let start_is_chosen = |basis: &Basis| {
                as_chosen
                    && file
                        .accepted_for
                        .as_ref()
                        .is_some_and(|before| (&before.0, &before.1) == (&basis.0, &basis.1))
            };
            if basis.as_ref().is_some_and(start_is_chosen) {
                file.accepted_for = basis;
            } else if file.accepted_for != basis {
                let same =
                    |basis: &Option<Basis>| basis.clone().map(|(_, services, start)| (services, start));
                // The time was agreed, whoever comes.
                let keeps_time = same(&file.accepted_for) == same(&basis);
                file.accepted.retain(|flag| keeps_time && *flag == ReasonCode::LeadTime);
                file.accepted_for = basis;
            }
            file.changed = now;
        }
        Event::BookingKept(kept) => {
            let file = judge.file(kept.booking);
            file.imported = kept.why == dispatch_core::engine::Kept::Imported;
            (file.changed, file.since, file.cause) = (now, now, None);
            judge.waiting.remove(&kept.booking);
        }
        Event::Assigned(assigned) => {
            let file = judge.file(assigned.booking);
            file.cause = Some(assigned.cause.clone());
            (file.changed, file.since, file.imported) = (now, now, false);
            if file.is_persons() {
                file.chosen_start = Some(assigned.assignment.start().timestamp());
            }
            judge.waiting.remove(&assigned.booking);
            judge.alarms.insert((assigned.assignment.visit.start.timestamp(), assigned.booking));
        }
        Event::ExceptionRaised(raised) => {
            judge.open.insert(raised.exception, (raised.booking, raised.flags.clone()));
            if raised.waiting.is_some() {
                judge.waiting.insert(raised.booking);
                judge.file(raised.booking).since = now;
            }
            judge.file(raised.booking).changed = now;
        }
        Event::ExceptionClosed { exception, how } => {
            let Some((booking, flags)) = judge.open.remove(exception) else { return };
            let file = judge.file(booking);
            file.changed = now;
            // What the task excused has the settle time from here on.
            file.differs.clear();
            if let Closed::Answered { resolution, .. } = how {
                let asks_for_a_call = flags.iter().any(|flag| {
                    matches!(flag, ReasonCode::PrefersCall | ReasonCode::MessageFailed | ReasonCode::NotTold)
                });
                if !matches!(resolution, Resolution::Decline) {
                    file.accepted.extend(flags);
                }
                if matches!(resolution, Resolution::KeepPlatform | Resolution::Override(_)) {
                    // Said by a person who knows that it breaks a rule.
                    file.accepted.insert(ReasonCode::ManualOverride);
                }
                if matches!(resolution, Resolution::Done) && asks_for_a_call {
                    told_by_the_desk(judge, booking, now, shell);
                }
            }
        }
        Event::DispositionChanged { booking, disposition, .. } => {
            let file = judge.file(*booking);
            (file.changed, file.since) = (now, now);
            if *disposition != Disposition::AwaitingPerson {
                judge.waiting.remove(booking);
            }
        }
        Event::NoticeSkipped { booking, .. } => judge.file(*booking).changed = now,
        _ => {}
    }
}
