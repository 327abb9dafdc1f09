//! Rules about the days between services: categories that exist, and days that can be kept.

use std::collections::BTreeSet;

use super::report::{Report, entry};
use crate::rulebook::{DocumentPath, RulebookDocument, SameDay, SpacingDocument};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let known: BTreeSet<&str> =
        document.services.iter().filter_map(|service| service.category.as_deref()).collect();
    for (at, spacing) in document.spacings.iter().enumerate() {
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
