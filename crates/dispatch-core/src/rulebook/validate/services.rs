//! The menu: lengths, phases and their roles, buffers, prices, and the names that services refer to.

use std::collections::BTreeSet;

use crate::{
    ids::CredentialId,
    rulebook::{
        DocumentPath, NeedDocument, Only, ResourceKind, RulebookDocument, ServiceDocument, Variant,
        layout::{Role, roles},
        references,
        report::{DAY, Report, entry},
        rules::buffers,
    },
    time::Minutes,
};

/// No lead time is longer than a year.
const LONGEST_LEAD: i32 = 366 * DAY;

/// The most of one need: a search for all of them tries combinations, whose number grows with the count.
pub(super) const COUNT: u8 = 16;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    for (at, service) in document.services.iter().enumerate() {
        let path = entry("service", at);
        length(report, &path, service);
        uses(report, &path, service);
        qualification(report, document, &path, &service.qualification);
        for (position, need) in service.needs.iter().enumerate() {
            let path = path.field("needs").position(position);
            if !(1..=COUNT).contains(&need.count) {
                let message = format!("a service cannot need {} of the same kind", need.count);
                report.add(path.field("count"), "bad_count", message, format!("use 1 to {COUNT}"));
            }
            match need.kind.resource() {
                None => provider_need(report, document, &path, need),
                Some(kind) => resource_need(report, document, &path, need, kind),
            }
        }
        buffers::judge(report, &path.field("buffers"), &service.buffers);
        if let Some(price) = service.price.filter(|price| *price < 0) {
            let message = format!("the price `{price}` is below 0");
            report.add(path.field("price"), "bad_price", message, "use a price in cents, 0 or more");
        }
        booking_time(report, &path, service);
        clearance(report, document, &path, service);
    }
}

/// The days on which it may be booked: the lead time and the furthest date are in range and leave some days between them.
fn booking_time(report: &mut Report, path: &DocumentPath, service: &ServiceDocument) {
    let Some(Minutes(lead)) = service.lead_minutes else { return };
    let path = path.field("lead_minutes");
    if !(0..=LONGEST_LEAD).contains(&lead) {
        let message = format!("`{lead}` minutes is not a valid lead time");
        report.add(path, "bad_lead", message, format!("use 0 to {LONGEST_LEAD} minutes"));
    } else if service.furthest_days.is_some_and(|days| lead >= (i32::from(days) + 1).saturating_mul(DAY)) {
        let message = format!("the lead time of `{}` ends after the furthest date", service.code);
        report.add(path, "never_bookable", message, "shorten the lead time, or raise `furthest_days`");
    }
}

/// The clearances that clients need, and the phases for clients who lack them.
fn clearance(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    service: &ServiceDocument,
) {
    for (position, id) in service.clearance.iter().enumerate() {
        references::clearance(report, &document.clearances, path.field("clearance").position(position), id);
    }
    for (at, phase) in service.phases.iter().enumerate() {
        if phase.only == Some(Only::ClearanceMissing) && service.clearance.is_empty() {
            let message = format!("`{}` requires no clearance, so none can be missing", service.code);
            let path = path.field("phases").position(at).field("only");
            report.add(path, "clearance_omitted", message, "add `clearance = [...]` to the service");
        }
    }
}

fn length(report: &mut Report, path: &DocumentPath, service: &ServiceDocument) {
    match (service.minutes, service.phases.as_slice()) {
        (None, []) => {
            let message = format!("`{}` has neither minutes nor phases", service.code);
            report.add(path.clone(), "no_length", message, "add `minutes = ...`");
        }
        (Some(minutes), []) => report.length(path.field("minutes"), minutes),
        (minutes, phases) => {
            if minutes.is_some() {
                let message = format!("`{}` has both minutes and phases", service.code);
                report.add(path.field("minutes"), "two_lengths", message, "remove one of the two");
            }
            let before = phases.iter().filter(|phase| !(1..=DAY).contains(&phase.minutes.0)).count();
            for (at, phase) in phases.iter().enumerate() {
                report.length(path.field("phases").position(at).field("minutes"), phase.minutes);
            }
            let total: i64 = phases.iter().map(|phase| i64::from(phase.minutes.0)).sum();
            if before == 0 && total > i64::from(DAY) {
                let message = format!("the phases last {total} minutes, longer than a day");
                report.add(path.field("phases"), "bad_length", message, "shorten them");
            }
        }
    }
}

fn uses(report: &mut Report, path: &DocumentPath, service: &ServiceDocument) {
    let roles = roles(service, Variant::EVERYTHING);
    let mut seen = BTreeSet::new();
    for Role { name, need, .. } in &roles {
        let Some((position, _)) = need else {
            seen.insert(*name);
            continue;
        };
        let path = path.field("needs").position(*position);
        if !seen.insert(*name) {
            let message = if *name == "provider" {
                "`provider` is the role of the treating provider".to_owned()
            } else {
                format!("another need has the role `{name}`")
            };
            report.add(path, "duplicate_role", message, "give this need its own `role = ...`");
        } else if !service.phases.is_empty()
            && !service.phases.iter().any(|phase| uses_role(&phase.uses, name))
        {
            let message = format!("no phase uses `{name}`");
            report.add(path, "unused_role", message, "add it to the `uses` of a phase, or remove the need");
        }
    }
    let treats = |client| {
        let mut phases = service.phases.iter().filter(|phase| phase.applies(client));
        service.phases.is_empty() || phases.any(|phase| uses_role(&phase.uses, "provider"))
    };
    if !treats(Variant::EVERYTHING) {
        let message = format!("no phase of `{}` uses the provider", service.code);
        report.add(path.field("phases"), "no_provider", message, "add `provider` to the `uses` of a phase");
    } else if !treats(Variant::default()) {
        let message = format!("for some clients, no phase of `{}` uses the provider", service.code);
        let help = "remove `only` from a phase that uses `provider`, or add such a phase for all clients";
        report.add(path.field("phases"), "nothing_for_others", message, help);
    }
    for (at, phase) in service.phases.iter().enumerate() {
        for (position, used) in phase.uses.iter().enumerate() {
            if !seen.contains(used.as_str()) {
                let path = path.field("phases").position(at).field("uses").position(position);
                let message = format!("`{}` has no role `{used}`", service.code);
                let help = "use `provider` or the role of a need";
                report.unknown(path, "unknown_role", message, help, seen.iter().copied());
            }
        }
    }
}

fn uses_role(uses: &[String], role: &str) -> bool {
    uses.iter().any(|used| used == role)
}

fn qualification(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    sets: &[Vec<CredentialId>],
) {
    for (at, set) in sets.iter().enumerate() {
        let path = path.field("qualification").position(at);
        if set.is_empty() {
            let help = "name the credentials, or remove the qualification if every provider may deliver it";
            report.add(path.clone(), "empty_set", "a set without credentials requires nothing", help);
        }
        for (position, id) in set.iter().enumerate() {
            references::credential(report, &document.credentials, path.position(position), id);
        }
    }
}

/// A further provider is chosen by the credentials they hold.
fn provider_need(report: &mut Report, document: &RulebookDocument, path: &DocumentPath, need: &NeedDocument) {
    qualification(report, document, path, &need.qualification);
    for (field, written) in
        [("capabilities", !need.capabilities.is_empty()), ("any_of", !need.any_of.is_empty())]
    {
        if written {
            let message = format!("`{field}` is for rooms and devices, not for providers");
            report.add(path.field(field), "wrong_field", message, "use `qualification` for a provider");
        }
    }
}

fn resource_need(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    need: &NeedDocument,
    kind: ResourceKind,
) {
    if !need.qualification.is_empty() {
        let message = format!("a {} cannot hold credentials", word(kind));
        report.add(path.field("qualification"), "wrong_field", message, "use `capabilities`");
    }
    for (position, id) in need.any_of.iter().enumerate() {
        let path = path.field("any_of").position(position);
        references::resource(report, &document.resources, path.clone(), id);
        let found = document.resources.iter().find(|resource| resource.id == *id);
        if found.is_some_and(|resource| resource.kind != kind) {
            let message = format!("`{id}` is not a {}", word(kind));
            report.add(path, "wrong_kind", message, "use the id of one of the right kind");
        }
    }
    let known = capabilities(document, kind);
    for (position, wanted) in need.capabilities.iter().enumerate() {
        if !known.contains(wanted.as_str()) {
            let path = path.field("capabilities").position(position);
            let message = format!("no {} has the capability `{wanted}`", word(kind));
            let help = "use a capability that a room or device has, or add it to one";
            report.unknown(path, "unknown_capability", message, help, known.iter().copied());
        }
    }
}

/// The capabilities of a rulebook's rooms or devices.
pub(super) fn capabilities(document: &RulebookDocument, kind: ResourceKind) -> BTreeSet<&str> {
    let of_kind = document.resources.iter().filter(|resource| resource.kind == kind);
    of_kind.flat_map(|resource| resource.capabilities.iter().map(String::as_str)).collect()
}

pub(super) const fn word(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Room => "room",
        ResourceKind::Device => "device",
    }
}
