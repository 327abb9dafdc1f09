//! A client as the rules see them: what they had, what they wish, and when they are elsewhere.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    explain::WishKind,
    ids::{ClearanceIndex, Lane, ServiceIndex},
    rulebook::LaneRules,
    time::{Minute, Span},
};

/// What is known of the client, as far as rules look at it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Client {
    /// The client is a VIP.
    pub vip: bool,
    /// The client was never here before.
    pub new: bool,
    /// The provider of the client's last visit.
    pub last_provider: Option<Lane>,
    /// Providers whom the client does not want to see: they get no part in it.
    pub avoid: Vec<Lane>,
    /// The gender of who treats, in the rulebook's words.
    pub gender: Option<Wish>,
    /// A language that who treats speaks, in the rulebook's words.
    pub language: Option<Wish>,
    /// When the client is somewhere else: their other bookings, not this one.
    pub busy: Vec<Span>,
    /// The clearances that they have had; none if that is not known.
    pub clearances: Option<Vec<Cleared>>,
    /// What they had before and are to have later.
    pub history: History,
}

/// What a client asks of who treats them. Words are compared without regard to capital letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// No other provider is taken without a person.
    Must(String),
    /// The ranking's `wishes` looks at it.
    Prefer(String),
}

/// Something that a client has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cleared {
    /// What.
    pub clearance: ClearanceIndex,
    /// On which local date.
    pub on: NaiveDate,
}

/// What a client had before and is to have later, this booking aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct History {
    /// Every service that is known of, in any order.
    pub services: Vec<Attended>,
    /// These are all there are.
    pub complete: bool,
}

/// A service that a client had or is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attended {
    /// Which.
    pub service: ServiceIndex,
    /// Its start; rules look at its local date, and on one date at which comes first.
    pub start: Minute,
}

impl Client {
    /// True if there may be a provider by whom they would not be treated.
    pub(crate) fn refuses(&self) -> bool {
        !self.avoid.is_empty() || self.gender.is_some() || self.language.is_some()
    }

    /// True if the ranking has a wish to look at.
    pub(crate) fn prefers(&self) -> bool {
        [&self.gender, &self.language].into_iter().any(|wish| matches!(wish, Some(Wish::Prefer(_))))
    }

    /// How many of the wishes that are no more than wishes a provider does not meet.
    pub(crate) fn unmet(&self, rules: Option<&LaneRules>) -> i64 {
        let unmet = |wish: &Option<Wish>, meets: fn(&LaneRules, &str) -> bool| match wish {
            Some(Wish::Prefer(word)) => i64::from(!rules.is_some_and(|rules| meets(rules, word))),
            _ => 0,
        };
        unmet(&self.gender, is_of_gender) + unmet(&self.language, speaks)
    }

    /// The wishes that the client insists on and a provider does not meet, each with its word.
    pub(super) fn insists_in_vain(&self, rules: &LaneRules) -> impl Iterator<Item = (WishKind, &str)> {
        let gender = insisted(self.gender.as_ref()).filter(|word| !is_of_gender(rules, word));
        let language = insisted(self.language.as_ref()).filter(|word| !speaks(rules, word));
        let gender = gender.map(|word| (WishKind::Gender, word));
        gender.into_iter().chain(language.map(|word| (WishKind::Language, word)))
    }
}

fn insisted(wish: Option<&Wish>) -> Option<&str> {
    match wish {
        Some(Wish::Must(word)) => Some(word),
        _ => None,
    }
}

/// A provider whose gender the rulebook does not say is of none that could be asked for.
fn is_of_gender(rules: &LaneRules, word: &str) -> bool {
    rules.about.gender.as_ref().is_some_and(|gender| gender.eq_ignore_ascii_case(word))
}

fn speaks(rules: &LaneRules, word: &str) -> bool {
    rules.about.languages.iter().any(|language| language.eq_ignore_ascii_case(word))
}
