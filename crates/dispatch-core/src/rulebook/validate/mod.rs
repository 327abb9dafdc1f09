//! Validation of a document: every fault at once, and the weak spots of a document without faults.
//!
//! A broken reference is reported once and then ignored, so that it neither hides other faults nor causes new ones.

mod add_ons;
mod cadence;
mod elsewhere;
mod hours;
mod lengths;
mod limits;
mod locations;
mod midnight;
mod names;
mod providers;
mod ranking;
mod references;
mod report;
mod resources;
mod services;
mod spacing;
mod staffing;
mod supervision;
mod together;
mod visits;
mod weak;

use super::{Criteria, Horizon, RulebookDocument, RulebookError};
use report::Report;

/// Every fault, in the order of the document's fields.
pub(super) fn faults(
    document: &RulebookDocument,
    horizon: Horizon,
    criteria: &Criteria,
) -> Vec<RulebookError> {
    let mut report = Report::default();
    limits::judge(&mut report, document, horizon);
    if !report.is_empty() {
        // Past these limits the other rules could take unbounded time.
        return report.in_order();
    }
    names::judge(&mut report, document);
    locations::judge(&mut report, document, horizon);
    providers::judge(&mut report, document);
    resources::judge(&mut report, document);
    elsewhere::judge(&mut report, document, horizon);
    services::judge(&mut report, document);
    spacing::judge(&mut report, document);
    add_ons::judge(&mut report, document);
    staffing::judge(&mut report, document);
    supervision::judge(&mut report, document);
    together::judge(&mut report, document);
    lengths::judge(&mut report, document);
    ranking::judge(&mut report, document, criteria);
    visits::judge(&mut report, document);
    cadence::judge(&mut report, document);
    report.in_order()
}

/// The weak spots of a document without faults, in the order of its fields.
pub(super) fn weak_spots(document: &RulebookDocument, horizon: Horizon) -> Vec<RulebookError> {
    let mut report = Report::default();
    weak::judge(&mut report, document, horizon);
    supervision::weak_spots(&mut report, document, horizon);
    lengths::short_days(&mut report, document);
    midnight::judge(&mut report, document);
    report.in_order()
}

#[cfg(test)]
mod tests;
