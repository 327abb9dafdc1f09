//! The bodies of answers and claims, and the commands that they are.

use dispatch_core::{
    Minute, ProviderId, ResourceId,
    engine::{Chosen, ChosenItem, Resolution},
};
use serde::{Deserialize, Serialize};

use super::problem::{Code, Problem};

/// The longest name and the longest reason that are kept, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_WHY: usize = 1_000;

/// A person's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum AnswerDocument {
    /// One of the candidates or alternatives.
    Take {
        start: Minute,
        items: Vec<ItemDocument>,
        by: String,
        #[serde(default)]
        why: Option<String>,
    },
    /// Whatever the person wants, whether it is among them or not.
    Override { start: Minute, items: Vec<ItemDocument>, by: String, why: String },
    /// The booking is declined.
    Decline {
        by: String,
        #[serde(default)]
        why: Option<String>,
    },
    /// The platform's picture stays.
    KeepPlatform {
        by: String,
        #[serde(default)]
        why: Option<String>,
    },
    /// The matter was dealt with.
    Done {
        by: String,
        #[serde(default)]
        why: Option<String>,
    },
}

/// What one service gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemDocument {
    provider: ProviderId,
    #[serde(default)]
    resources: Vec<ResourceId>,
}

/// A person who takes an exception in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimDocument {
    pub(super) by: String,
}

impl AnswerDocument {
    /// Reads a body, or says what is wrong with it.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let malformed = |why: String| Problem::new(Code::Malformed, why);
        let document: Self =
            serde_json::from_slice(body).map_err(|error| malformed(format!("body: {error}")))?;
        checked_name("body: `by`", document.by())?;
        if document.why().is_some_and(|why| why.trim().is_empty() || why.chars().count() > LONGEST_WHY) {
            return Err(malformed(format!("body: `why` is a reason of 1 to {LONGEST_WHY} characters")));
        }
        if let Self::Take { items, .. } | Self::Override { items, .. } = &document
            && items.is_empty()
        {
            return Err(malformed("body: `items` names a provider for each service".to_owned()));
        }
        Ok(document)
    }

    pub(super) fn by(&self) -> &str {
        match self {
            Self::Take { by, .. }
            | Self::Override { by, .. }
            | Self::Decline { by, .. }
            | Self::KeepPlatform { by, .. }
            | Self::Done { by, .. } => by,
        }
    }

    pub(super) fn why(&self) -> Option<&str> {
        match self {
            Self::Override { why, .. } => Some(why),
            Self::Take { why, .. }
            | Self::Decline { why, .. }
            | Self::KeepPlatform { why, .. }
            | Self::Done { why, .. } => why.as_deref(),
        }
    }

    /// The answer in the engine's terms.
    pub(super) fn resolution(&self) -> Resolution {
        match self {
            Self::Take { start, items, .. } => Resolution::Take(chosen(*start, items)),
            Self::Override { start, items, .. } => Resolution::Override(chosen(*start, items)),
            Self::Decline { .. } => Resolution::Decline,
            Self::KeepPlatform { .. } => Resolution::KeepPlatform,
            Self::Done { .. } => Resolution::Done,
        }
    }
}

impl ClaimDocument {
    /// Reads a body, or says what is wrong with it.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let document: Self =
            serde_json::from_slice(body).map_err(|error| malformed(format!("body: {error}")))?;
        checked_name("body: `by`", &document.by)?;
        Ok(document)
    }
}

/// Refuses a name that is none.
pub(super) fn checked_name(place: &str, by: &str) -> Result<(), Problem> {
    if by.trim().is_empty() || by.chars().count() > LONGEST_NAME {
        return Err(malformed(format!("{place} is a name of 1 to {LONGEST_NAME} characters")));
    }
    Ok(())
}

fn malformed(why: String) -> Problem {
    Problem::new(Code::Malformed, why)
}

fn chosen(start: Minute, items: &[ItemDocument]) -> Chosen {
    let items = items
        .iter()
        .map(|item| ChosenItem { provider: item.provider.clone(), resources: item.resources.clone() });
    Chosen { start, items: items.collect() }
}
