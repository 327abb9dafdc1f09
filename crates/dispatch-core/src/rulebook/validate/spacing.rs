//! Rules about the days between services: categories that exist, and days that can be kept.

use crate::explain::SameDay;
use std::collections::BTreeSet;

use super::report::{Report, entry};
use crate::rulebook::{DocumentPath, RulebookDocument, SpacingDocument};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let known: BTreeSet<&str> =
        document.services.iter().filter_map(|service| service.category.as_deref()).collect();
    for (at, spacing) in document.spacings.iter().enumerate() {
        let path = entry("spacing", at);
        for (field, category) in [("after", &spacing.after), ("then", &spacing.then)] {
            if !known.contains(category.as_str()) {
                let message = format!("no service has the category `{category}`");
                let mend = "name the category of a service, or give it to one";
                report.unknown(path.field(field), "unknown_category", message, mend, known.iter().copied());
            }
        }
        days(report, &path, spacing);
    }
}

fn days(report: &mut Report, path: &DocumentPath, spacing: &SpacingDocument) {
    let SpacingDocument { after, then, at_least_days, at_most_days, same_day } = spacing;
    if at_least_days.is_none() && at_most_days.is_none() && same_day.is_none() {
        let message = format!("nothing is said of what lies between `{after}` and `{then}`");
        let mend = "add `at_least_days`, `at_most_days` or `same_day`";
        report.add(path.clone(), "empty_spacing", message, mend);
    }
    if *same_day == Some(SameDay::InOrder) && after == then {
        let message = format!("two of `{after}` on one day have no order");
        report.add(path.field("same_day"), "no_order", message, "use `never` or `any_order`");
    }
    let same_day = spacing.same_day() != SameDay::Never;
    // One day at the least, unless the day itself will do.
    let least = at_least_days.unwrap_or(0).max(1);
    if at_most_days.is_some_and(|most| most < least && !same_day) {
        let message = format!("`{then}` would have to come no sooner than {least} days later, and sooner");
        report.add(
            path.field("at_most_days"),
            "never_in_time",
            message,
            "raise it to `at_least_days` or more",
        );
    }
}
