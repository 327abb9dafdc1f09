//! Names: none is empty, none means two things, and no list that a practice needs is empty.

use std::collections::BTreeMap;

use crate::rulebook::{
    RulebookDocument,
    report::{Report, entry, field},
};

const NO_ALIASES: &[String] = &[];

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    report.not_empty(field("practice"), document.practice.as_str());
    report.not_empty(field("exceptions").field("owner"), &document.exceptions.owner);
    report.not_empty(field("exceptions").field("escalate_to"), &document.exceptions.escalate_to);
    some(report, "location", document.locations.len());
    some(report, "provider", document.providers.len());
    some(report, "service", document.services.len());
    let names = document.locations.iter().map(|l| (l.id.as_str(), l.aliases.as_slice()));
    unique(report, "location", "id", names);
    unique(report, "credential", "id", document.credentials.iter().map(|c| (c.id.as_str(), NO_ALIASES)));
    let names = document.clearances.iter().map(|c| (c.id.as_str(), c.aliases.as_slice()));
    unique(report, "clearance", "id", names);
    let names = document.providers.iter().map(|p| (p.id.as_str(), p.aliases.as_slice()));
    unique(report, "provider", "id", names);
    let names = document.resources.iter().map(|r| (r.id.as_str(), r.aliases.as_slice()));
    unique(report, "resource", "id", names);
    let names = document.services.iter().map(|s| (s.code.as_str(), s.aliases.as_slice()));
    unique(report, "service", "code", names);
    let names = document.add_ons.iter().map(|a| (a.code.as_str(), a.aliases.as_slice()));
    unique(report, "add_on", "code", names);
}

fn some(report: &mut Report, list: &str, count: usize) {
    if count == 0 {
        let message = format!("the rulebook has no {list}");
        report.add(field(list), "empty_list", message, format!("add a `[[{list}]]`"));
    }
}

/// Ids before aliases: an alias that repeats an id is the one at fault. An entry may repeat its own name.
fn unique<'a>(
    report: &mut Report,
    list: &str,
    id_field: &str,
    entries: impl Iterator<Item = (&'a str, &'a [String])> + Clone,
) {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, (id, _)) in entries.clone().enumerate() {
        let path = entry(list, at).field(id_field);
        report.not_empty(path.clone(), id);
        if let Some(owner) = owners.get(id) {
            let message = format!("`{id}` is also the {id_field} of {}", entry(list, *owner));
            let code = if id_field == "code" { "duplicate_code" } else { "duplicate_id" };
            report.add(path, code, message, format!("give each {list} its own {id_field}"));
        } else {
            owners.insert(id, at);
        }
    }
    for (at, (_, aliases)) in entries.enumerate() {
        for (position, alias) in aliases.iter().enumerate() {
            let path = entry(list, at).field("aliases").position(position);
            report.not_empty(path.clone(), alias);
            let owner = *owners.entry(alias).or_insert(at);
            if owner != at {
                let message = format!("`{alias}` already means {}", entry(list, owner));
                report.add(path, "duplicate_alias", message, "keep the alias in one entry only");
            }
        }
    }
}
