//! Sites: a zone whose days fit the calendar, and hours.

use super::{
    hours,
    report::{Report, entry},
};
use crate::{
    calendar::local::Zone,
    rulebook::{Horizon, RulebookDocument, layout::page_table},
};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    for (at, location) in document.locations.iter().enumerate() {
        let path = entry("location", at);
        let name = &location.time_zone;
        match Zone::named(name) {
            None => {
                let message = format!("`{name}` is not a time zone");
                let help = "use an IANA name, such as `America/New_York`";
                report.unknown(path.field("time_zone"), "unknown_time_zone", message, help, Zone::names());
            }
            // The days of the first location are those of the practice.
            Some(zone) if at == 0 && page_table(Some(zone), horizon).days() < usize::from(horizon.days) => {
                let message = format!("in `{name}`, a day of the horizon is not 23 to 25 hours long");
                let help = "choose a horizon without that day";
                report.add(path.field("time_zone"), "odd_day", message, help);
            }
            Some(_) => {}
        }
        hours::weekly(report, &path.field("hours"), &location.hours);
        if hours::WEEK.iter().all(|day| location.hours.on(*day).is_empty()) {
            let message = format!("`{}` is closed all week", location.id);
            report.add(
                path.field("hours"),
                "never_open",
                message,
                "add hours on some day, or remove the location",
            );
        }
    }
}
