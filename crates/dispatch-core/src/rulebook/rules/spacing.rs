//! Spacing: the days between services of one client.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    explain::SameDay,
    rulebook::{
        DocumentPath, ServiceDocument,
        report::{Report, entry},
    },
};

/// What lies between a service of one category and a later one of another, or of the same, of one client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpacingDocument {
    /// The category of the earlier one.
    pub after: String,
    /// The category of the later one; the same for a series.
    pub then: String,
    /// Least days from the date of the earlier one to that of the later one.
    #[serde(default)]
    pub at_least_days: Option<u16>,
    /// The later one is due so many days after the last earlier one. A client without an earlier one is not judged.
    #[serde(default)]
    pub at_most_days: Option<u16>,
    /// Whether both may be on one date; `never` if absent where `at_least_days` is 1 or more, else `any_order`.
    #[serde(default)]
    pub same_day: Option<SameDay>,
}

impl SpacingDocument {
    /// Whether both may be on one date.
    #[must_use]
    pub fn same_day(&self) -> SameDay {
        let apart = self.at_least_days.is_some_and(|days| days > 0);
        self.same_day.unwrap_or(if apart { SameDay::Never } else { SameDay::AnyOrder })
    }
}

/// Treatment of a history that is not known to be complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UnknownHistory {
    /// A person finds out.
    #[default]
    Flag,
    /// It counts as complete.
    TakeKnown,
}

/// Categories exist, and the days can be kept.
pub(in crate::rulebook) fn judge(
    report: &mut Report,
    spacings: &[SpacingDocument],
    services: &[ServiceDocument],
) {
    let known: BTreeSet<&str> = services.iter().filter_map(|service| service.category.as_deref()).collect();
    for (at, spacing) in spacings.iter().enumerate() {
        let path = entry("spacing", at);
        for (field, category) in [("after", &spacing.after), ("then", &spacing.then)] {
            if !known.contains(category.as_str()) {
                let message = format!("no service has the category `{category}`");
                let help = "use the category of a service, or give a service this category";
                report.unknown(path.field(field), "unknown_category", message, help, known.iter().copied());
            }
        }
        days(report, &path, spacing);
    }
}

fn days(report: &mut Report, path: &DocumentPath, spacing: &SpacingDocument) {
    let SpacingDocument { after, then, at_least_days, at_most_days, same_day } = spacing;
    if at_least_days.is_none() && at_most_days.is_none() && same_day.is_none() {
        let message = format!("the rule for `{after}` and `{then}` says nothing");
        let help = "add `at_least_days`, `at_most_days` or `same_day`";
        report.add(path.clone(), "empty_spacing", message, help);
    }
    if *same_day == Some(SameDay::InOrder) && after == then {
        let message = format!("two services of the category `{after}` on the same day have no order");
        report.add(path.field("same_day"), "no_order", message, "use `never` or `any_order`");
    }
    let same_day = spacing.same_day() != SameDay::Never;
    // At least one day, unless the same day is allowed.
    let least = at_least_days.unwrap_or(0).max(1);
    if at_most_days.is_some_and(|most| most < least && !same_day) {
        let message = format!("`{then}` must come at least {least} days later, but `at_most_days` is less");
        report.add(
            path.field("at_most_days"),
            "never_in_time",
            message,
            "raise it to `at_least_days` or more",
        );
    }
}

/// A rule about days as compiled.
#[derive(Clone, Debug)]
pub(crate) struct Spacing {
    /// Categories.
    pub(crate) after: Arc<str>,
    pub(crate) then: Arc<str>,
    /// Days on different dates.
    pub(crate) at_least: u16,
    pub(crate) at_most: Option<u16>,
    pub(crate) same_day: SameDay,
}

/// The part that a service has in a rule about days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InSpacing {
    /// Position of the rule.
    pub(crate) rule: u16,
    pub(crate) after: bool,
    pub(crate) then: bool,
}

impl From<&SpacingDocument> for Spacing {
    fn from(document: &SpacingDocument) -> Self {
        Self {
            after: document.after.as_str().into(),
            then: document.then.as_str().into(),
            at_least: document.at_least_days.unwrap_or(0),
            at_most: document.at_most_days,
            same_day: document.same_day(),
        }
    }
}

impl InSpacing {
    /// The rules that name a category.
    pub(in crate::rulebook) fn all(category: Option<&str>, spacings: &[SpacingDocument]) -> Vec<Self> {
        let place = |(rule, spacing): (u16, &SpacingDocument)| {
            let is = |named: &str| category == Some(named);
            let (after, then) = (is(&spacing.after), is(&spacing.then));
            (after || then).then_some(Self { rule, after, then })
        };
        (0..).zip(spacings).filter_map(place).collect()
    }
}
