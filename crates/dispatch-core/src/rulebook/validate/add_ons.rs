//! Add-ons: length, price, and the services that they may be added to.

use super::{
    references,
    report::{DAY, Report, entry},
};
use crate::{rulebook::RulebookDocument, time::Minutes};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    for (at, add_on) in document.add_ons.iter().enumerate() {
        let path = entry("add_on", at);
        let Minutes(minutes) = add_on.minutes;
        if !(0..=DAY).contains(&minutes) {
            let message = format!("an add-on cannot take `{minutes}` minutes");
            report.add(path.field("minutes"), "bad_length", message, format!("use 0 to {DAY} minutes"));
        }
        if let Some(price) = add_on.price.filter(|price| *price < 0) {
            let message = format!("the price `{price}` is below 0");
            report.add(path.field("price"), "bad_price", message, "use a price in cents, 0 or more");
        }
        for (position, code) in add_on.services.iter().enumerate() {
            references::service(report, document, path.field("services").position(position), code);
        }
    }
}
