//! The cadence of messages: reminders, quiet hours, and the channels that the client consented to.

use crate::{
    calendar::LocalClock,
    explain::ReasonCode,
    rulebook::CadenceDocument,
    time::{Minute, Minutes, Span, Timestamp},
};

use super::super::model::{Channels, ClientFacts, Connection};

/// The channels by which a client can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) sms: bool,
    pub(super) email: bool,
}

impl Reach {
    /// The channels that are set up and that the client agreed to: an SMS needs a yes, an e-mail only the absence of a
    /// no. None for a client who wants to be called.
    pub(super) fn of(connection: &Connection, client: &ClientFacts) -> Self {
        let Channels { sms, email } = connection.channels;
        Self {
            sms: sms && client.sms_consent == Some(true) && !client.prefers_call,
            email: email && client.email_consent != Some(false) && !client.prefers_call,
        }
    }

    pub(super) const fn none(self) -> bool {
        !self.sms && !self.email
    }
}

/// The way of a message to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// The moment at which it goes out.
    pub(super) due: Timestamp,
    pub(super) channels: Reach,
    /// True if the client may have left by then, so that a person should call them too.
    pub(super) late: bool,
}

/// A reminder due `before` the start: moved out of quiet hours to the evening before or to the morning, skipped where
/// neither leaves time.
pub(super) fn reminder(
    cadence: &CadenceDocument,
    clock: LocalClock<'_>,
    start: Minute,
    before: Minutes,
    confirmed_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Timestamp, ReasonCode> {
    let due = start.minus(before);
    if due.timestamp() <= now {
        return Err(ReasonCode::ReminderPast);
    }
    let too_soon = |due: Minute| {
        confirmed_at.is_some_and(|confirmed| due.timestamp() < confirmed.plus(cadence.least_gap))
    };
    let due = match quiet_span(cadence, clock, due) {
        None => due,
        Some(quiet) => {
            let evening = quiet.start.minus(cadence.least_gap);
            if evening.timestamp() > now && !too_soon(evening) {
                evening
            } else if start.since(quiet.end) >= cadence.least_gap {
                quiet.end
            } else {
                return Err(ReasonCode::QuietHours);
            }
        }
    };
    if too_soon(due) { Err(ReasonCode::ReminderTooSoon) } else { Ok(due.timestamp()) }
}

/// The confirmation of a booking that was just made. One that answers the client's own booking may go by e-mail at any
/// hour, by SMS if the rulebook allows; any other waits for the end of quiet hours.
pub(super) fn at_once(
    cadence: &CadenceDocument,
    clock: LocalClock<'_>,
    reach: Reach,
    answers_client: bool,
    not_after: Timestamp,
    now: Timestamp,
) -> Result<Way, ReasonCode> {
    let way = |due, channels| Ok(Way { due, channels, late: false });
    let Some(quiet) = quiet_span(cadence, clock, now.minute_floor()) else { return way(now, reach) };
    let allowed = Reach {
        sms: reach.sms && answers_client && cadence.sms_confirmation_in_quiet_hours,
        email: reach.email && answers_client,
    };
    if !allowed.none() {
        return way(now, allowed);
    }
    let opening = quiet.end.timestamp();
    if opening < not_after { way(opening, reach) } else { Err(ReasonCode::QuietHours) }
}

/// A message about a change, once it has stood for the settle time. An e-mail makes no noise at night, so it goes at any
/// hour; an SMS waits for the end of quiet hours, if the client has not to leave before. `sooner` is the sooner of the old
/// and the new start.
pub(super) fn of_a_change(
    cadence: &CadenceDocument,
    clock: LocalClock<'_>,
    reach: Reach,
    sooner: Minute,
    settled: bool,
    now: Timestamp,
) -> Result<Way, ReasonCode> {
    let leaves = sooner.minus(cadence.leave_before).timestamp();
    let due = now.plus(cadence.settle);
    let due = if settled || due > leaves { now } else { due };
    let way = |due, channels| Ok(Way { due, channels, late: due > leaves });
    match quiet_span(cadence, clock, due.minute_floor()) {
        None => way(due, reach),
        Some(_) if reach.email => way(due, Reach { sms: false, ..reach }),
        Some(quiet) if quiet.end.timestamp() <= leaves => way(quiet.end.timestamp(), reach),
        Some(_) => Err(ReasonCode::QuietHours),
    }
}

/// The quiet hours that a moment lies in.
pub(super) fn quiet_span(cadence: &CadenceDocument, clock: LocalClock<'_>, at: Minute) -> Option<Span> {
    clock.span_at(cadence.quiet_hours?, at)
}

/// The deadline of an exception: so many opening minutes from now, or half the time left, whichever is sooner. Minutes
/// while the location is closed do not count, since the desk is not there; half the time left keeps an answer useful.
pub(super) fn deadline(opening: &[Span], minutes: Minutes, start: Minute, now: Timestamp) -> Timestamp {
    let mut left = i64::from(minutes.0) * 60_000;
    let mut due = now.plus(minutes);
    for span in opening {
        let (from, to) = (span.start.timestamp().0.max(now.0), span.end.timestamp().0);
        if to <= from {
            continue;
        }
        due = Timestamp(to.min(from + left));
        left -= to - from;
        if left <= 0 {
            break;
        }
    }
    let half = (start.timestamp().0 - now.0) / 2;
    if half > 0 { due.min(Timestamp(now.0 + half)) } else { due }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::local::Zone;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn remind(start: &str, before: i32, now: &str) -> Result<String, ReasonCode> {
        let clock = LocalClock { zone: Zone::named("America/New_York").unwrap(), days: None };
        let start = at(start).minute_floor();
        let now = at(now);
        let due = reminder(&CadenceDocument::default(), clock, start, Minutes(before), Some(now), now);
        due.map(|due| due.to_string())
    }

    #[test]
    fn a_reminder_in_quiet_hours_moves_to_the_evening_before_or_to_the_morning() {
        let moved = remind("2026-06-12T09:00:00-04:00", 120, "2026-06-10T12:00:00-04:00");
        assert_eq!(moved, Ok("2026-06-12T00:30:00.000Z".to_owned()), "20:30 the evening before");
        let moved = remind("2026-06-12T09:00:00-04:00", 120, "2026-06-11T22:00:00-04:00");
        assert_eq!(moved, Ok("2026-06-12T12:00:00.000Z".to_owned()), "08:00, as quiet hours end");
        let none = remind("2026-06-12T08:15:00-04:00", 120, "2026-06-11T22:00:00-04:00");
        assert_eq!(none, Err(ReasonCode::QuietHours), "15 minutes are too few");
    }

    #[test]
    fn a_reminder_is_skipped_when_past_or_right_after_the_confirmation() {
        let start = "2026-06-12T14:00:00-04:00";
        assert_eq!(remind(start, 2880, "2026-06-12T09:14:00-04:00"), Err(ReasonCode::ReminderPast));
        assert_eq!(remind(start, 120, "2026-06-12T11:45:00-04:00"), Err(ReasonCode::ReminderTooSoon));
        assert!(remind(start, 120, "2026-06-12T11:30:00-04:00").is_ok());
    }

    #[test]
    fn a_deadline_counts_opening_minutes_and_never_passes_half_the_time_left() {
        let opening = [Span::new(Minute(540), Minute(1080)), Span::new(Minute(1980), Minute(2520))];
        let due =
            |now: i32, start: i32| deadline(&opening, Minutes(15), Minute(start), Minute(now).timestamp());
        assert_eq!(due(600, 900), Minute(615).timestamp());
        assert_eq!(due(600, 610), Minute(605).timestamp());
        assert_eq!(due(1075, 4000), Minute(1990).timestamp(), "5 minutes today, 10 tomorrow");
        assert_eq!(due(700, 650), Minute(715).timestamp(), "already begun: opening minutes alone");
    }
}
