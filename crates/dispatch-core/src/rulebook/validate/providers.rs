//! Providers: credentials, shifts, breaks, limits and their own lengths.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    hours, references,
    report::{Report, entry},
};
use crate::rulebook::{BreakDocument, DatedShifts, DocumentPath, ProviderDocument, RulebookDocument};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let services = services(document);
    for (at, provider) in document.providers.iter().enumerate() {
        let path = entry("provider", at);
        references::location(report, document, &path, provider.location.as_ref());
        words(report, &path, provider);
        credentials(report, document, &path, provider);
        if let Some(shifts) = &provider.shifts {
            hours::weekly(report, &path.field("shifts"), shifts);
        }
        dates(report, &path, &provider.dates);
        for (position, pause) in provider.breaks.iter().enumerate() {
            one_break(report, &path.field("breaks").position(position), pause);
        }
        hours::duties(report, &path.field("duties"), &provider.duties);
        if provider.max_appointments_a_day == Some(0) {
            let help = "remove the limit, or take the provider off shift";
            report.add(
                path.field("max_appointments_a_day"),
                "bad_limit",
                "with a limit of 0, nothing can be booked",
                help,
            );
        }
        if let Some(rule) = provider.max_in_a_row {
            let path = path.field("max_in_a_row");
            report.length(path.field("minutes"), rule.minutes);
            report.length(path.field("pause"), rule.pause);
        }
        own_minutes(report, document, &services, &path, provider);
    }
}

/// The words that clients can ask for.
fn words(report: &mut Report, path: &DocumentPath, provider: &ProviderDocument) {
    let gender = provider.gender.iter().map(|word| (path.field("gender"), word));
    let languages = provider.languages.iter().enumerate();
    let languages = languages.map(|(at, word)| (path.field("languages").position(at), word));
    for (path, _) in gender.chain(languages).filter(|(_, word)| word.trim().is_empty()) {
        report.add(
            path,
            "empty_name",
            "the text is empty",
            "write the word that clients use, or remove the field",
        );
    }
}

fn credentials(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    provider: &ProviderDocument,
) {
    for (position, held) in provider.credentials.iter().enumerate() {
        let path = path.field("credentials").position(position);
        references::credential(report, document, path.field("id"), &held.id);
        if let Some((from, until)) = held.from.zip(held.until).filter(|(from, until)| from > until) {
            let message = format!("`{}` is valid from {from}, which is after its last day, {until}", held.id);
            report.add(path.field("until"), "credential_never_valid", message, "put the dates in order");
        }
    }
}

/// Each date once, its hours sound.
pub(super) fn dates(report: &mut Report, path: &DocumentPath, dates: &[DatedShifts]) {
    let mut seen = BTreeSet::new();
    for (position, dated) in dates.iter().enumerate() {
        let path = path.field("dates").position(position);
        if !seen.insert(dated.date) {
            let message = format!("{} is listed twice", dated.date);
            report.add(
                path.field("date"),
                "duplicate_date",
                message,
                "put all shifts of the date in one entry",
            );
        }
        hours::day(report, &path.field("shifts"), &dated.shifts);
    }
}

fn one_break(report: &mut Report, path: &DocumentPath, pause: &BreakDocument) {
    match pause {
        BreakDocument::Fixed(pause) => {
            hours::range(report, path.field("at"), pause.at);
        }
        BreakDocument::Floating(pause) => {
            report.length(path.field("minutes"), pause.minutes);
            let sound = hours::range(report, path.field("within"), pause.within);
            let room = hours::end(pause.within) - i32::from(pause.within.from.0);
            if sound && pause.minutes.0 > room {
                let message = format!("a break of {} does not fit into `{}`", pause.minutes, pause.within);
                report.add(path.clone(), "break_too_long", message, "shorten the break or widen the range");
            }
        }
    }
}

/// Codes and aliases to positions.
fn services(document: &RulebookDocument) -> BTreeMap<&str, usize> {
    let aliases = document.services.iter().enumerate();
    let aliases = aliases.flat_map(|(at, service)| service.aliases.iter().map(move |a| (a.as_str(), at)));
    let codes = document.services.iter().enumerate().map(|(at, service)| (service.code.as_str(), at));
    aliases.chain(codes).collect()
}

fn own_minutes(
    report: &mut Report,
    document: &RulebookDocument,
    services: &BTreeMap<&str, usize>,
    path: &DocumentPath,
    provider: &ProviderDocument,
) {
    let mut seen = BTreeSet::new();
    for (code, minutes) in &provider.minutes {
        let path = path.field("minutes").field(code.as_str());
        report.length(path.clone(), *minutes);
        let Some(at) = services.get(code.as_str()) else {
            let known = document.services.iter().map(|service| service.code.as_str());
            let message = format!("there is no service `{code}`");
            report.unknown(
                path,
                "unknown_service",
                message,
                "use the code of a service, or add the service",
                known,
            );
            continue;
        };
        if !seen.insert(*at) {
            let message = format!("`{code}` already has a length, under another of its names");
            report.add(path, "duplicate_minutes", message, "remove one of the two");
        } else if document.services.get(*at).is_some_and(|service| !service.phases.is_empty()) {
            let message = format!("`{code}` has phases, so a provider cannot have their own length for it");
            report.add(path, "own_minutes_of_phases", message, "remove it");
        }
    }
}
