//! Supervision: some provider may supervise, is left to do so, and is available for long enough.

use std::collections::BTreeSet;

use super::{
    hours,
    references::{self, known_credentials},
    report::{DAY, Report, entry},
    staffing::{all_different, may, people},
};
use crate::{
    calendar::local::Weekly,
    ids::CredentialId,
    rulebook::{
        DocumentPath, Horizon, Presence, RulebookDocument, ServiceDocument, SupervisionDocument, Variant,
        layout::{Place, SUPERVISOR, Validity, from_outside, longest_run, presence_hours, validity},
    },
};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    for (at, provider) in document.providers.iter().enumerate() {
        let Some(rule) = &provider.supervises else { continue };
        let path = entry("provider", at).field("supervises");
        if rule.at_once == 0 {
            let help = "use 1 or more, or remove `supervises`";
            report.add(
                path.field("at_once"),
                "bad_limit",
                "with `at_once = 0`, this provider can supervise no booking",
                help,
            );
        }
        if let Some(week) = &rule.hours {
            hours::weekly(report, &path.field("hours"), week);
        }
    }
    let known = known_credentials(document);
    for (at, service) in document.services.iter().enumerate() {
        let Some(rule) = &service.supervision else { continue };
        let path = entry("service", at).field("supervision");
        if service.needs.iter().any(|need| need.role.as_deref() == Some(SUPERVISOR)) {
            let message = format!("`{SUPERVISOR}` is the role of the supervising provider");
            report.add(path.clone(), "duplicate_role", message, "give the need another `role`");
        }
        if rule.by.is_empty() {
            let message = format!("the rule does not say who may supervise `{}`", service.code);
            report.add(path.field("by"), "empty_list", message, "name a set of credentials");
        }
        sets(report, document, &path.field("by"), &rule.by);
        sets(report, document, &path.field("unless"), &rule.unless);
        if !rule.by.is_empty() && !document.providers.is_empty() {
            staffing(report, document, &path, (service, rule), &known);
        }
    }
}

fn sets(report: &mut Report, document: &RulebookDocument, path: &DocumentPath, sets: &[Vec<CredentialId>]) {
    for (at, set) in sets.iter().enumerate() {
        let path = path.position(at);
        if set.is_empty() {
            let help = "name the credentials, or remove the set";
            report.add(path.clone(), "empty_set", "a set without credentials requires nothing", help);
        }
        for (position, id) in set.iter().enumerate() {
            references::credential(report, document, path.position(position), id);
        }
    }
}

fn staffing(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    (service, rule): (&ServiceDocument, &SupervisionDocument),
    known: &BTreeSet<&CredentialId>,
) {
    let holders = |sets: &[Vec<CredentialId>]| -> Vec<usize> {
        let providers = document.providers.iter().enumerate();
        providers.filter(|(_, provider)| may(provider, sets, known)).map(|(at, _)| at).collect()
    };
    let able = holders(&rule.by);
    if able.is_empty() {
        let message = format!("no provider may supervise `{}`", service.code);
        let help = "add the credentials to a provider, or loosen `by`";
        report.add(path.field("by"), "nobody_supervises", message, help);
        return;
    }
    let mut roles: Vec<Vec<usize>> = people(service)
        .flat_map(|people| std::iter::repeat_n(holders(people.sets), usize::from(people.count)))
        .collect();
    let exempt = if rule.unless.is_empty() { Vec::new() } else { holders(&rule.unless) };
    let treats = roles.first().map_or(&[][..], Vec::as_slice);
    let alone = treats.iter().any(|one| exempt.contains(one));
    let possible_without =
        roles.iter().all(|able| !able.is_empty()) && all_different(&roles, document.providers.len());
    roles.push(able.clone());
    if possible_without && !alone && !all_different(&roles, document.providers.len()) {
        let message = format!("no provider is left to supervise `{}`", service.code);
        let help = "a provider cannot supervise themselves: let another provider supervise, or loosen a qualification";
        report.add(path.field("by"), "too_few_providers", message, help);
    }
    let minutes = length(service);
    let longest = able.iter().map(|at| longest_presence(document, *at, rule.presence)).max().unwrap_or(0);
    let sound = (1..=i64::from(DAY)).contains(&minutes);
    if !alone && sound && minutes > longest {
        let message = format!(
            "`{}` takes {minutes} minutes, but no provider who may supervise it is available for longer than {longest}",
            service.code
        );
        report.add(
            path.field("presence"),
            "never_fits",
            message,
            "lengthen the hours of a provider who may supervise",
        );
    }
}

/// The length for a client who gets only the phases for every client.
fn length(service: &ServiceDocument) -> i64 {
    let phases = service.phases.iter().filter(|phase| phase.applies(Variant::default()));
    service.minutes.map_or_else(|| phases.map(|phase| i64::from(phase.minutes.0)).sum(), |all| all.0.into())
}

/// The longest time for which a provider is near enough. Breaks and duties take a supervisor out of the room, not away.
/// Hours that are at fault themselves are judged no further.
fn longest_presence(document: &RulebookDocument, provider: usize, presence: Presence) -> i64 {
    let Some(places) = presence_hours(document, provider, presence) else { return i64::MAX };
    let at_place = |place: &Place<'_>| {
        let dates: Vec<_> = place.dates.iter().map(|dated| dated.shifts.clone()).collect();
        longest_run(place.week.unwrap_or(&Weekly::default()), &dates, &[], &[])
    };
    places.iter().map(at_place).max().unwrap_or(0).into()
}

/// Weak spots: nothing is wrong, but the practice should know.
pub(super) fn weak_spots(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    let supervise = from_outside(document);
    for (at, provider) in document.providers.iter().enumerate() {
        if provider.supervises.is_some() && !supervise.contains(&at) {
            let message = format!("`{}` supervises no service from outside the room", provider.id);
            let path = entry("provider", at).field("supervises");
            let help =
                "remove `supervises`, or name this provider's credentials in the supervision of a service";
            report.add(path, "supervises_nothing", message, help);
        }
    }
    for (at, service) in document.services.iter().enumerate() {
        let Some(rule) = &service.supervision else { continue };
        // A single supervisor is the usual case, so it is not reported.
        let ever = |provider| !matches!(validity(provider, &rule.by, horizon), Validity::Never(_));
        if !document.providers.iter().any(ever) {
            let message = format!("no provider may supervise `{}` on any day of the horizon", service.code);
            let path = entry("service", at).field("supervision").field("by");
            report.add(path, "nobody_qualified_now", message, "renew the credentials, or name others");
        }
    }
}
