//! Exceptions: bookings that go to a person, and how soon that person must answer.

use serde::{Deserialize, Serialize};

use crate::{
    rulebook::report::{Report, field},
    time::Minutes,
};

/// The VIPs' bookings that go to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VipPolicy {
    /// Always.
    #[default]
    Always,
    /// If they asked for a provider.
    OnRequest,
    /// Unless they asked for a provider who is free.
    AutoIfRequestedFree,
}

/// The people who get exceptions, and how soon they must answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionsDocument {
    /// The person or role that answers first.
    #[serde(default = "front_desk")]
    pub owner: String,
    /// The person or role that gets them when the deadline passes.
    #[serde(default = "manager")]
    pub escalate_to: String,
    /// Minutes of opening time until the deadline; half the time left until the booking if that is sooner.
    #[serde(default = "deadline")]
    pub deadline: Minutes,
    /// What the deadline does.
    #[serde(default)]
    pub on_deadline: OnDeadline,
    /// The best candidate is held until then.
    #[serde(default = "yes")]
    pub hold_best: bool,
    /// A booking goes to a person if its prices add up to this or more, in minor units (cents); none does if absent.
    #[serde(default)]
    pub high_value: Option<i64>,
}

impl Default for ExceptionsDocument {
    fn default() -> Self {
        Self {
            owner: front_desk(),
            escalate_to: manager(),
            deadline: deadline(),
            on_deadline: OnDeadline::default(),
            hold_best: true,
            high_value: None,
        }
    }
}

fn front_desk() -> String {
    "front desk".to_owned()
}

fn manager() -> String {
    "manager".to_owned()
}

const fn deadline() -> Minutes {
    Minutes(15)
}

const fn yes() -> bool {
    true
}

/// What happens when an exception's deadline passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnDeadline {
    /// The next person is told.
    #[default]
    Escalate,
    /// The best candidate that breaks no rule is assigned.
    AssignBest,
    /// The platform's own choice stays, if it breaks no rule.
    KeepPlatform,
}

/// A deadline, and a limit that not every booking reaches.
pub(in crate::rulebook) fn judge(report: &mut Report, exceptions: &ExceptionsDocument) {
    let deadline = exceptions.deadline;
    report.length(field("exceptions").field("deadline"), deadline);
    if let Some(limit) = exceptions.high_value.filter(|limit| *limit < 1) {
        let message = format!("every booking is worth at least `{limit}`");
        let help = "use an amount in cents, 1 or more, or remove the field";
        report.add(field("exceptions").field("high_value"), "bad_price", message, help);
    }
}
