//! Judges a document: every fault, and the weak spots of one without faults.

use chrono::Datelike;

use super::{Criteria, DocumentPath, Horizon, RulebookDocument, RulebookError};
use crate::calendar::local::Zone;

/// Every fault, in the order of the document's fields.
pub(super) fn faults(document: &RulebookDocument, horizon: Horizon, _: &Criteria) -> Vec<RulebookError> {
    let mut faults = Vec::new();
    let root = DocumentPath::default();
    let mut add = |path: DocumentPath, code, message: &str, mend: &str| {
        faults.push(RulebookError {
            path,
            code,
            message: message.into(),
            mend: mend.into(),
            known: Vec::new(),
        });
    };
    if horizon.days == 0 || !(1970..=2200).contains(&horizon.first.year()) {
        add(root.clone(), "bad_horizon", "there is no such horizon", "ask for at least one day");
    }
    if document.locations.is_empty() {
        add(root.field("location"), "no_location", "there is no location", "add one");
    }
    for (at, location) in document.locations.iter().enumerate() {
        if Zone::named(&location.time_zone).is_none() {
            let path = root.field("location").position(at).field("time_zone");
            add(path, "unknown_time_zone", "there is no such time zone", "use an IANA name");
        }
    }
    faults
}

/// The weak spots of a document without faults.
pub(super) fn weak_spots(_: &RulebookDocument, _: Horizon) -> Vec<RulebookError> {
    Vec::new()
}
