//! Pauses against the lengths of services.

use super::{
    lengths::{longest, own_minutes, sound},
    staffing::may,
};
use crate::rulebook::{
    ProviderDocument, RulebookDocument,
    references::known_credentials,
    report::{DAY, Report, entry},
};

/// Services that take longer than any provider who may deliver them may work without a pause.
pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let known = known_credentials(&document.credentials);
    for (at, service) in document.services.iter().enumerate().filter(|(_, service)| sound(service)) {
        let uses = longest(service).into_iter().filter(|role| role.need.is_none()).flat_map(|role| role.uses);
        let Some(longest) = uses.map(|used| used.minutes.0).max() else { continue };
        let too_long = |provider: &ProviderDocument| {
            let rule = provider.max_in_a_row.filter(|rule| (1..=DAY).contains(&rule.minutes.0));
            rule.is_some_and(|rule| own_minutes(provider, service).unwrap_or(longest) > rule.minutes.0)
        };
        let mut qualified = document
            .providers
            .iter()
            .filter(|provider| may(provider, &service.qualification, &known))
            .peekable();
        if qualified.peek().is_some() && qualified.all(too_long) {
            let message = format!(
                "`{}` takes longer than any provider who may deliver it may work without a pause",
                service.code
            );
            let help = "raise `max_in_a_row` for one of these providers, or shorten the service";
            report.add(entry("service", at), "never_in_a_row", message, help);
        }
    }
}
