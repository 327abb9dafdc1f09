//! Hours that end a minute before midnight: the habit of writing 23:59.

use crate::{
    calendar::local::{LocalRange, Weekly},
    rulebook::{
        DatedShifts, DocumentPath, ElsewhereDocument, RulebookDocument,
        report::{Report, entry},
    },
};

/// The last minute of the day, as an end.
const LAST: u16 = 24 * 60 - 1;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    for (at, location) in document.locations.iter().enumerate() {
        week(report, entry("location", at).field("hours"), Some(&location.hours));
    }
    for (at, provider) in document.providers.iter().enumerate() {
        let path = entry("provider", at);
        week(report, path.field("shifts"), provider.shifts.as_ref());
        dates(report, path.field("dates"), &provider.dates);
        elsewhere(report, &path.field("elsewhere"), &provider.elsewhere);
    }
    for (at, resource) in document.resources.iter().enumerate() {
        let path = entry("resource", at);
        week(report, path.field("hours"), resource.hours.as_ref());
        dates(report, path.field("dates"), &resource.dates);
        elsewhere(report, &path.field("elsewhere"), &resource.elsewhere);
    }
}

fn elsewhere(report: &mut Report, path: &DocumentPath, listed: &[ElsewhereDocument]) {
    for (at, one) in listed.iter().enumerate() {
        week(report, path.position(at).field("shifts"), one.shifts.as_ref());
        dates(report, path.position(at).field("dates"), &one.dates);
    }
}

fn week(report: &mut Report, path: DocumentPath, week: Option<&Weekly>) {
    let Some(week) = week else { return };
    let Weekly { daily, weekdays, mon, tue, wed, thu, fri, sat, sun } = week;
    let lists = [daily, weekdays, mon, tue, wed, thu, fri, sat, sun];
    ends(report, path, lists.into_iter().flatten().flatten());
}

fn dates(report: &mut Report, path: DocumentPath, dates: &[DatedShifts]) {
    ends(report, path, dates.iter().flat_map(|dated| &dated.shifts));
}

fn ends<'a>(report: &mut Report, path: DocumentPath, mut ranges: impl Iterator<Item = &'a LocalRange>) {
    if let Some(range) = ranges.find(|range| range.to.0 == LAST) {
        let message = format!("`{range}` leaves out the minute before midnight");
        let help = "write `24:00` if you mean the end of the day: otherwise no booking can last until midnight or continue into the next day";
        report.add(path, "minute_to_midnight", message, help);
    }
}
