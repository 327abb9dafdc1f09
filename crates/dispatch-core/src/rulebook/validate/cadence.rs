//! Confirmations, reminders and deadlines.

use std::collections::BTreeSet;

use super::{
    hours,
    report::{DAY, Report, field},
};
use crate::rulebook::RulebookDocument;

/// The earliest reminder: this many minutes before the start.
const LONGEST_LEAD: i32 = 60 * DAY;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let deadline = document.exceptions.deadline;
    report.length(field("exceptions").field("deadline"), deadline);
    if let Some(limit) = document.exceptions.high_value.filter(|limit| *limit < 1) {
        let message = format!("every booking is worth at least `{limit}`");
        let help = "use an amount in cents, 1 or more, or remove the field";
        report.add(field("exceptions").field("high_value"), "bad_price", message, help);
    }
    let cadence = &document.cadence;
    let path = field("cadence");
    let mut seen = BTreeSet::new();
    for (at, reminder) in cadence.reminders.iter().enumerate() {
        let path = path.field("reminders").position(at);
        if !(1..=LONGEST_LEAD).contains(&reminder.0) {
            let message = format!("a reminder cannot be sent `{}` minutes before the start", reminder.0);
            report.add(path, "bad_reminder", message, format!("use 1 to {LONGEST_LEAD} minutes"));
        } else if !seen.insert(*reminder) {
            let message = format!("there is another reminder `{}` minutes before the start", reminder.0);
            report.add(path, "duplicate_reminder", message, "remove one of the two");
        }
    }
    if let Some(quiet) = cadence.quiet_hours
        && hours::range(report, path.field("quiet_hours"), quiet)
        && hours::end(quiet) - i32::from(quiet.from.0) >= DAY
    {
        let message = format!("`{quiet}` covers the whole day, so no message could be sent");
        report.add(
            path.field("quiet_hours"),
            "always_quiet",
            message,
            "leave some hours of the day free for messages",
        );
    }
    if !(0..=DAY).contains(&cadence.least_gap.0) {
        let message = format!("`{}` minutes is not a valid gap", cadence.least_gap.0);
        report.add(path.field("least_gap"), "bad_length", message, format!("use 0 to {DAY} minutes"));
    }
    report.length(path.field("ack_patience"), cadence.ack_patience);
}
