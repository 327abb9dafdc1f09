//! The menu: length, phases and their roles, buffers, price, and what is named.

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
                let message = format!("a need cannot be counted {} times", need.count);
                report.add(path.field("count"), "bad_count", message, format!("use 1 to {COUNT}"));
            }
            match need.kind.resource() {
                None => provider_need(report, document, &path, need),
                Some(kind) => resource_need(report, document, &path, need, kind),
            }
        }
        buffers::judge(report, &path.field("buffers"), &service.buffers);
        if let Some(price) = service.price.filter(|price| *price < 0) {
            let message = format!("a price of `{price}` is below 0");
            report.add(path.field("price"), "bad_price", message, "write cents, 0 or more");
        }
        booking_time(report, &path, service);
        clearance(report, document, &path, service);
    }
}

/// When it may be booked: within what is left between the lead time and the furthest date, both sane.
fn booking_time(report: &mut Report, path: &DocumentPath, service: &ServiceDocument) {
    let Some(Minutes(lead)) = service.lead_minutes else { return };
    let path = path.field("lead_minutes");
    if !(0..=LONGEST_LEAD).contains(&lead) {
        let message = format!("nobody asks `{lead}` minutes before");
        report.add(path, "bad_lead", message, format!("use 0 to {LONGEST_LEAD} minutes"));
    } else if service.furthest_days.is_some_and(|days| lead >= (i32::from(days) + 1).saturating_mul(DAY)) {
        let message = format!("the lead time of `{}` ends after the furthest date", service.code);
        report.add(path, "never_bookable", message, "shorten it, or raise `furthest_days`");
    }
}

/// What clients must have had, and what takes place if they have not.
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
            let message = format!("`{}` asks for no clearance that could be missing", service.code);
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
                report.add(path.field("minutes"), "two_lengths", message, "leave one of the two");
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
                "`provider` is the role of the one who treats".to_owned()
            } else {
                format!("another need has the role `{name}`")
            };
            report.add(path, "duplicate_role", message, "give it `role = ...` of its own");
        } else if !service.phases.is_empty()
            && !service.phases.iter().any(|phase| uses_role(&phase.uses, name))
        {
            let message = format!("no phase uses `{name}`");
            report.add(path, "unused_role", message, "add it to a phase's `uses`, or take the need out");
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
        let message = format!("only some clients have a phase of `{}` that uses the provider", service.code);
        let mend = "take `only` out of a phase that uses `provider`, or add one for everybody";
        report.add(path.field("phases"), "nothing_for_others", message, mend);
    }
    for (at, phase) in service.phases.iter().enumerate() {
        for (position, used) in phase.uses.iter().enumerate() {
            if !seen.contains(used.as_str()) {
                let path = path.field("phases").position(at).field("uses").position(position);
                let message = format!("`{}` has no role `{used}`", service.code);
                let mend = "use `provider` or the role of a need";
                report.unknown(path, "unknown_role", message, mend, seen.iter().copied());
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
            let mend = "name the credentials, or leave the qualification out if anybody may deliver it";
            report.add(path.clone(), "empty_set", "a set without credentials asks for nothing", mend);
        }
        for (position, id) in set.iter().enumerate() {
            references::credential(report, &document.credentials, path.position(position), id);
        }
    }
}

/// A further provider is asked for by what they hold.
fn provider_need(report: &mut Report, document: &RulebookDocument, path: &DocumentPath, need: &NeedDocument) {
    qualification(report, document, path, &need.qualification);
    for (field, written) in
        [("capabilities", !need.capabilities.is_empty()), ("any_of", !need.any_of.is_empty())]
    {
        if written {
            let message = format!("`{field}` is asked of rooms and devices");
            report.add(path.field(field), "wrong_field", message, "ask a provider for a `qualification`");
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
        let message = format!("a {} holds no credentials", word(kind));
        report.add(path.field("qualification"), "wrong_field", message, "ask it for `capabilities`");
    }
    for (position, id) in need.any_of.iter().enumerate() {
        let path = path.field("any_of").position(position);
        references::resource(report, &document.resources, path.clone(), id);
        let found = document.resources.iter().find(|resource| resource.id == *id);
        if found.is_some_and(|resource| resource.kind != kind) {
            let message = format!("`{id}` is no {}", word(kind));
            report.add(path, "wrong_kind", message, "name one of the need's kind");
        }
    }
    let known = capabilities(document, kind);
    for (position, wanted) in need.capabilities.iter().enumerate() {
        if !known.contains(wanted.as_str()) {
            let path = path.field("capabilities").position(position);
            let message = format!("no {} is capable of `{wanted}`", word(kind));
            let mend = "name a capability that one has, or add it to one";
            report.unknown(path, "unknown_capability", message, mend, known.iter().copied());
        }
    }
}

/// What the rooms or devices of a rulebook can do.
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
