//! Visits of several services: a number of gaps that can be tried.

use super::report::{Report, field};
use crate::rulebook::RulebookDocument;

/// The most gaps between two services that are tried, besides no gap.
const GAPS: i32 = 6;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let (most, grid) = (document.visits.most_minutes_between, document.visits.grid);
    let path = field("visits");
    if grid.0 < 1 {
        let message = format!("a grid of `{}` minutes allows no gaps", grid.0);
        report.add(path.field("grid"), "grid_too_small", message, "use 1 or more, such as 5");
        return;
    }
    let path = path.field("most_minutes_between");
    if most.0 < 0 {
        let message = format!("`{}` minutes is below 0", most.0);
        report.add(path, "negative_gap", message, "use 0 or more");
    } else if most.0 / grid.0 > GAPS {
        let message = format!(
            "{most} in steps of {grid} makes {} gaps, but at most {GAPS} are supported",
            most.0 / grid.0
        );
        let help = format!("let a client wait at most {GAPS} times `grid`, or use a wider grid");
        report.add(path, "too_many_gaps", message, help);
    }
}
