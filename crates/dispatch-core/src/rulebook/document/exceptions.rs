//! What goes to a person, to whom, and how soon they must answer.

use serde::{Deserialize, Serialize};

use crate::time::Minutes;

/// When a VIP's booking goes to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VipPolicy {
    /// Always.
    #[default]
    Always,
    /// When they asked for somebody.
    OnRequest,
    /// Unless they asked for somebody who is free.
    AutoIfRequestedFree,
}

/// Who gets exceptions and how soon they must answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionsDocument {
    /// Who answers them first.
    #[serde(default = "front_desk")]
    pub owner: String,
    /// Who gets them when the deadline passes.
    #[serde(default = "manager")]
    pub escalate_to: String,
    /// Minutes of opening time until the deadline; half the time left until the booking if that is sooner.
    #[serde(default = "deadline")]
    pub deadline: Minutes,
    /// What happens then.
    #[serde(default)]
    pub on_deadline: OnDeadline,
    /// Whether the best candidate is held until then.
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
