//! Sites: a zone whose days fit the calendar, and hours.

use crate::{
    calendar::local::Zone,
    rulebook::{
        Horizon, RulebookDocument, ranges,
        report::{Report, entry},
    },
};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    for (at, location) in document.locations.iter().enumerate() {
        let path = entry("location", at);
        let name = &location.time_zone;
        match Zone::named(name) {
            None => {
                let message = format!("there is no time zone `{name}`");
                let mend = "use an IANA name, such as `America/New_York`";
                report.unknown(path.field("time_zone"), "unknown_time_zone", message, mend, Zone::names());
            }
            // The days of the first location are those of the practice.
            Some(zone) if at == 0 && horizon.pages(Some(zone)).days() < usize::from(horizon.days) => {
                let message = format!("`{name}` has a day in the horizon that is not 23 to 25 hours long");
                let mend = "ask for a horizon without that day";
                report.add(path.field("time_zone"), "odd_day", message, mend);
            }
            Some(_) => {}
        }
        ranges::weekly(report, &path.field("hours"), &location.hours);
        if ranges::WEEK.iter().all(|day| location.hours.on(*day).is_empty()) {
            let message = format!("`{}` is closed all week", location.id);
            report.add(path.field("hours"), "never_open", message, "open it on some day, or take it out");
        }
    }
}
