//! Cadence: confirmations, reminders and quiet hours.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::{LocalRange, LocalTime},
    rulebook::{
        ranges,
        report::{DAY, Report, field},
    },
    time::Minutes,
};

/// Confirmations and reminders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CadenceDocument {
    /// Minutes before the start at which reminders are due (elapsed time): `[2880, 120]` is 48 h and 2 h.
    #[serde(default = "usual_reminders")]
    pub reminders: Vec<Minutes>,
    /// Local times in which nothing is sent; may run over midnight.
    #[serde(default = "usual_quiet_hours")]
    pub quiet_hours: Option<LocalRange>,
    /// A reminder due this soon after the confirmation, or left with less than this before the start, is skipped.
    #[serde(default = "usual_least_gap")]
    pub least_gap: Minutes,
    /// Whether an SMS that answers the client's own booking may be sent in quiet hours (an e-mail always may).
    #[serde(default)]
    pub sms_confirmation_in_quiet_hours: bool,
    /// Whether bookings adopted at go-live get those reminders that are still due.
    #[serde(default)]
    pub remind_imported: bool,
    /// How long a change must stand before the client is told of it: one that is taken back at once is not news.
    #[serde(default = "usual_settle")]
    pub settle: Minutes,
    /// How long before the start a client leaves home: one who cannot be told of a change by then is called.
    #[serde(default = "usual_leave_before")]
    pub leave_before: Minutes,
    /// How long the platform may take to acknowledge a write before a person is told.
    #[serde(default = "usual_patience")]
    pub ack_patience: Minutes,
}

impl Default for CadenceDocument {
    fn default() -> Self {
        Self {
            reminders: usual_reminders(),
            quiet_hours: usual_quiet_hours(),
            least_gap: usual_least_gap(),
            sms_confirmation_in_quiet_hours: false,
            remind_imported: false,
            settle: usual_settle(),
            leave_before: usual_leave_before(),
            ack_patience: usual_patience(),
        }
    }
}

fn usual_reminders() -> Vec<Minutes> {
    vec![Minutes(48 * 60), Minutes(2 * 60)]
}

const fn usual_quiet_hours() -> Option<LocalRange> {
    Some(LocalRange { from: LocalTime(21 * 60), to: LocalTime(8 * 60) })
}

const fn usual_least_gap() -> Minutes {
    Minutes(30)
}

const fn usual_settle() -> Minutes {
    Minutes(3)
}

const fn usual_leave_before() -> Minutes {
    Minutes(60)
}

const fn usual_patience() -> Minutes {
    Minutes(1)
}

/// The earliest reminder: this many minutes before the start.
const LONGEST_LEAD: i32 = 60 * DAY;

/// Reminders before the start and each once, some hours of the day that are not quiet, and lengths.
pub(in crate::rulebook) fn judge(report: &mut Report, cadence: &CadenceDocument) {
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
        && ranges::range(report, path.field("quiet_hours"), quiet)
        && ranges::end(quiet) - i32::from(quiet.from.0) >= DAY
    {
        let message = format!("`{quiet}` covers the whole day, so no message could be sent");
        report.add(
            path.field("quiet_hours"),
            "always_quiet",
            message,
            "leave some hours of the day free for messages",
        );
    }
    let lengths = [
        ("least_gap", cadence.least_gap),
        ("settle", cadence.settle),
        ("leave_before", cadence.leave_before),
    ];
    for (name, minutes) in lengths {
        if !(0..=DAY).contains(&minutes.0) {
            let message = format!("`{}` minutes is not a valid gap", minutes.0);
            report.add(path.field(name), "bad_length", message, format!("use 0 to {DAY} minutes"));
        }
    }
    report.length(path.field("ack_patience"), cadence.ack_patience);
}
