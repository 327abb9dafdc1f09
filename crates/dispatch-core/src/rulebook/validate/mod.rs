//! Validation of a document: every fault at once, and the weak spots of one without faults. The checks that need one rule
//! alone stand with the rule, in `rules/`; here are those that need several parts of the document.
//!
//! A broken reference is reported once and then ignored, so that it neither hides other faults nor causes new ones.

mod elsewhere;
mod in_a_row;
mod lengths;
mod limits;
mod locations;
mod midnight;
mod names;
mod providers;
mod resources;
mod services;
mod staffing;
mod supervision;
mod together;
mod weak;

use super::{
    Criteria, Horizon, RulebookDocument, RulebookError,
    report::Report,
    rules::{add_on, cadence, exceptions, ranking, spacing, visits},
};

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
    // The report sorts by field and entry; within one entry, faults are shown in this order.
    names::judge(&mut report, document);
    locations::judge(&mut report, document, horizon);
    providers::judge(&mut report, document);
    resources::judge(&mut report, document);
    elsewhere::judge(&mut report, document, horizon);
    services::judge(&mut report, document);
    spacing::judge(&mut report, &document.spacings, &document.services);
    add_on::judge(&mut report, &document.add_ons, &document.services);
    staffing::judge(&mut report, document);
    supervision::judge(&mut report, document);
    together::judge(&mut report, document);
    in_a_row::judge(&mut report, document);
    lengths::judge(&mut report, document);
    ranking::judge(&mut report, &document.ranking, criteria);
    visits::judge(&mut report, document.visits);
    exceptions::judge(&mut report, &document.exceptions);
    cadence::judge(&mut report, &document.cadence);
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
