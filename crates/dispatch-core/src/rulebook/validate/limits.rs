//! Limits of size: what the compiled form can hold, and what keeps validation quick on any document.

use chrono::Datelike;

use crate::rulebook::{
    DocumentPath, Horizon, RulebookDocument,
    report::{Report, entry, field},
};

/// Lanes are 16-bit numbers; with their second lanes there are twice as many at most.
const LANES: usize = 4096;
const SERVICES: usize = 4096;
const ADD_ONS: usize = 4096;
const LOCATIONS: usize = 256;
const PHASES: usize = 64;
const NEEDS: usize = 64;
const BREAKS: usize = 64;
const SPACINGS: usize = 64;
/// Two years and some weeks, for planning ahead.
const DAYS: u16 = 800;
/// Minutes since 1970 are 32-bit numbers, and clock changes far ahead are guesses.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2200;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    if !(1..=DAYS).contains(&horizon.days) || !YEARS.contains(&horizon.first.year()) {
        let message = format!("a horizon of {} days from {} is not supported", horizon.days, horizon.first);
        let help = format!("use 1 to {DAYS} days within the years {} to {}", YEARS.start(), YEARS.end());
        report.add(DocumentPath::default(), "bad_horizon", message, help);
    }
    let mut most = |path, what: &str, count: usize, limit: usize| {
        if count > limit {
            let message = format!("there are {count} {what}, but at most {limit} are supported");
            report.add(path, "too_many", message, format!("keep at most {limit}, or split the practice"));
        }
    };
    most(field("location"), "locations", document.locations.len(), LOCATIONS);
    let (providers, resources) = (document.providers.len(), document.resources.len());
    let larger = if providers > resources { "provider" } else { "resource" };
    most(field(larger), "providers, rooms and devices", providers + resources, LANES);
    most(field("service"), "services", document.services.len(), SERVICES);
    most(field("clearance"), "clearances", document.clearances.len(), SERVICES);
    most(field("spacing"), "rules about days", document.spacings.len(), SPACINGS);
    most(field("add_on"), "add-ons", document.add_ons.len(), ADD_ONS);
    for (at, provider) in document.providers.iter().enumerate() {
        let path = entry("provider", at);
        most(path.field("breaks"), "breaks", provider.breaks.len(), BREAKS);
        most(path.field("duties"), "duties", provider.duties.len(), BREAKS);
        most(path.field("dates"), "dates", provider.dates.len(), usize::from(DAYS));
        most(path.field("elsewhere"), "further locations", provider.elsewhere.len(), LOCATIONS);
        for (at, elsewhere) in provider.elsewhere.iter().enumerate() {
            let path = path.field("elsewhere").position(at).field("dates");
            most(path, "dates", elsewhere.dates.len(), usize::from(DAYS));
        }
    }
    for (at, resource) in document.resources.iter().enumerate() {
        let path = entry("resource", at);
        most(path.field("duties"), "duties", resource.duties.len(), BREAKS);
        most(path.field("dates"), "dates", resource.dates.len(), usize::from(DAYS));
        most(path.field("elsewhere"), "further locations", resource.elsewhere.len(), LOCATIONS);
        for (at, elsewhere) in resource.elsewhere.iter().enumerate() {
            let path = path.field("elsewhere").position(at).field("dates");
            most(path, "dates", elsewhere.dates.len(), usize::from(DAYS));
        }
    }
    for (at, service) in document.services.iter().enumerate() {
        let path = entry("service", at);
        most(path.field("phases"), "phases", service.phases.len(), PHASES);
        most(path.field("needs"), "needs", service.needs.len(), NEEDS);
        most(path.field("clearance"), "clearances", service.clearance.len(), NEEDS);
    }
}
