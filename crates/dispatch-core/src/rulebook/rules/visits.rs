//! Visits: how several services of one client follow each other.

use serde::{Deserialize, Serialize};

use crate::{
    rulebook::report::{Report, field},
    time::Minutes,
};

/// The rules of a visit of several services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct VisitsDocument {
    /// Most minutes that a client waits between two services.
    pub most_minutes_between: Minutes,
    /// The gaps that are tried: its multiples.
    pub grid: Minutes,
    /// The provider who treats goes on treating, if they are able.
    pub same_provider: bool,
}

impl Default for VisitsDocument {
    fn default() -> Self {
        Self { most_minutes_between: Minutes(0), grid: Minutes(5), same_provider: true }
    }
}

/// Most gaps that are tried between two services, beside none at all: a visit of several services multiplies them.
const GAPS: i32 = 6;

/// The gaps can all be tried.
pub(in crate::rulebook) fn judge(report: &mut Report, visits: VisitsDocument) {
    let (most, grid) = (visits.most_minutes_between, visits.grid);
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
