//! The ranking: known criteria, each once.

use std::collections::BTreeSet;

use super::{
    hours,
    report::{Report, field},
};
use crate::rulebook::{Criteria, RulebookDocument};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument, criteria: &Criteria) {
    let path = field("ranking");
    let mut seen = BTreeSet::new();
    for (at, criterion) in document.ranking.criteria.iter().enumerate() {
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
    hours::time(report, path.field("half_day_split"), document.ranking.half_day_split);
}
