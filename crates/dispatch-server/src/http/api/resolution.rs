//! The body of an answer, and the command that it is.

use dispatch_core::{
    Assignment, Minute, ProviderId, ResourceId, Who,
    engine::{Exception, Resolution},
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

impl AnswerDocument {
    /// Reads a body, or says what is wrong with it.
    pub(super) fn read(body: &[u8]) -> Result<Self, Problem> {
        let malformed = |why: String| Problem::new(Code::Malformed, why);
        let document: Self =
            serde_json::from_slice(body).map_err(|error| malformed(format!("body: {error}")))?;
        let by = document.by();
        if by.trim().is_empty() || by.chars().count() > LONGEST_NAME {
            return Err(malformed(format!("body: `by` is a name of 1 to {LONGEST_NAME} characters")));
        }
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
    pub(super) fn resolution(&self, exception: Option<&Exception>) -> Resolution {
        match self {
            Self::Take { start, items, .. } | Self::Override { start, items, .. } => {
                let raised = exception.map(|exception| &exception.raised);
                let mut offered = raised
                    .into_iter()
                    .flat_map(|raised| raised.candidates.iter().chain(&raised.alternatives));
                let number = offered.position(|one| is_named(one, *start, items));
                Resolution::Candidate(
                    number.and_then(|number| u16::try_from(number).ok()).unwrap_or(u16::MAX),
                )
            }
            Self::Decline { .. } => Resolution::Decline,
            Self::KeepPlatform { .. } => Resolution::KeepPlatform,
            Self::Done { .. } => Resolution::Done,
        }
    }
}

fn is_named(offered: &Assignment, start: Minute, items: &[ItemDocument]) -> bool {
    offered.start() == start
        && offered.items.len() == items.len()
        && offered.items.iter().zip(items).all(|(offered, named)| {
            let provider = offered.roles.iter().find_map(|role| match &role.who {
                Who::Provider(id) => Some(id),
                _ => None,
            });
            let resources: std::collections::BTreeSet<_> = offered
                .roles
                .iter()
                .filter_map(|role| match &role.who {
                    Who::Room(id) | Who::Device(id) => Some(id),
                    _ => None,
                })
                .collect();
            provider == Some(&named.provider) && resources == named.resources.iter().collect()
        })
}
