//! Overrun: the spans after the last of a day's hours.

use chrono::NaiveDate;

use crate::{rulebook::OverrunDocument, time::Span};

use super::{
    hours::{Calendar, Place},
    resolve::kind_of,
};

/// The spans between the last of one day's hours and the first of a later day's, at whichever location; none if nothing of
/// that kind may last into them.
pub(super) fn after_close(calendar: &Calendar<'_>, lane: usize, places: &[Place<'_>]) -> Vec<Span> {
    let overrun: OverrunDocument = calendar.document.padding.cleanup_may_overrun_close;
    if !kind_of(calendar.document, lane).is_some_and(|kind| kind.may_overrun(overrun)) {
        return Vec::new();
    }
    let mut hours: Vec<(Span, NaiveDate)> =
        places.iter().flat_map(|place| calendar.dated(place)).filter(|(span, _)| !span.is_empty()).collect();
    hours.sort();
    let horizon = calendar.table.horizon();
    let mut gaps = Vec::new();
    let Some((first, date)) = hours.first().copied() else { return gaps };
    let mut last = (first.end, date);
    for (span, date) in hours {
        if span.start > last.0 && date > last.1 {
            gaps.push(Span::new(last.0, span.start));
        }
        last = last.max((span.end, date));
    }
    if last.0 < horizon.end {
        gaps.push(Span::new(last.0, horizon.end));
    }
    gaps
}
