//! Ranking: which of several possible providers, rooms or devices is taken.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    calendar::local::LocalTime,
    rulebook::{
        Criteria, Criterion, ranges,
        report::{Report, field},
    },
};

/// How one of several possible providers is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RankingDocument {
    /// In order: each keeps those within its tolerance of the best value; what is left goes to the next.
    #[serde(default = "usual_criteria")]
    pub criteria: Vec<CriterionDocument>,
    /// What happens when several are left at the end.
    #[serde(default)]
    pub ties: TiePolicy,
    /// Which of several free rooms or devices is taken.
    #[serde(default)]
    pub resource_order: ResourceOrder,
    /// The time at which the day is split for loads.
    #[serde(default = "noon")]
    pub half_day_split: LocalTime,
}

impl Default for RankingDocument {
    fn default() -> Self {
        Self {
            criteria: usual_criteria(),
            ties: TiePolicy::default(),
            resource_order: ResourceOrder::default(),
            half_day_split: noon(),
        }
    }
}

fn usual_criteria() -> Vec<CriterionDocument> {
    let by = |by: &str, tolerance| CriterionDocument { by: by.to_owned(), tolerance };
    vec![by("requested", 0), by("wishes", 0), by("lighter_half_day", 15), by("seniority", 0)]
}

fn noon() -> LocalTime {
    LocalTime(720)
}

/// One criterion of the ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CriterionDocument {
    /// Its name: one of the built-in ones or one that the embedder registered.
    pub by: String,
    /// Values this far from the best still count as equal, in the criterion's unit.
    #[serde(default)]
    pub tolerance: i64,
}

/// What happens when several providers are equal on every criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TiePolicy {
    /// A person decides.
    #[default]
    ToPerson,
    /// The one with the fewest appointments that day; then rulebook order.
    Rotate,
}

/// Which of several free rooms or devices is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceOrder {
    /// The one that the fewest services of the menu can use; then rulebook order.
    #[default]
    Scarcity,
    /// Rulebook order.
    Listed,
}

/// Known criteria, each once.
pub(in crate::rulebook) fn judge(report: &mut Report, ranking: &RankingDocument, criteria: &Criteria) {
    let path = field("ranking");
    let mut seen = BTreeSet::new();
    for (at, criterion) in ranking.criteria.iter().enumerate() {
        let path = path.field("criteria").position(at);
        let name = criterion.by.as_str();
        if criteria.get(name).is_none() {
            let message = format!("there is no criterion `{name}`");
            let help = "use one of the known criteria, or register it";
            report.unknown(path.field("by"), "unknown_criterion", message, help, criteria.names());
        } else if !seen.insert(name) {
            let message = format!("`{name}` is already in the ranking");
            report.add(path.field("by"), "duplicate_criterion", message, "keep only the first of the two");
        }
        if criterion.tolerance < 0 {
            let message = format!("the tolerance `{}` is below 0", criterion.tolerance);
            report.add(path.field("tolerance"), "negative_tolerance", message, "use 0 or more");
        }
    }
    ranges::time(report, path.field("half_day_split"), ranking.half_day_split);
}

/// A criterion with its tolerance.
#[derive(Clone, Debug)]
pub(crate) struct RankedCriterion {
    pub(crate) name: Arc<str>,
    pub(crate) criterion: Criterion,
    pub(crate) tolerance: i64,
}

impl RankedCriterion {
    /// The criteria of a ranking, in order.
    pub(in crate::rulebook) fn all(ranking: &RankingDocument, criteria: &Criteria) -> Vec<Self> {
        let rank = |written: &CriterionDocument| {
            let criterion = criteria.get(&written.by)?;
            Some(Self { name: written.by.as_str().into(), criterion, tolerance: written.tolerance })
        };
        ranking.criteria.iter().filter_map(rank).collect()
    }
}
