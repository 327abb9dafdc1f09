//! Staffing: some provider may deliver each service and fill each further role, dates left aside. A credential that ends takes
//! a provider out from that date and stops nothing else.

use std::collections::BTreeSet;

use super::{
    references::known_credentials,
    report::{Report, entry},
    services::COUNT,
};
use crate::{
    ids::CredentialId,
    rulebook::{DocumentPath, NeedKind, ProviderDocument, RulebookDocument, ServiceDocument},
};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let known = known_credentials(document);
    if document.providers.is_empty() {
        return;
    }
    for (at, service) in document.services.iter().enumerate() {
        let mut roles: Vec<Vec<usize>> = Vec::new();
        for People { need, sets, count } in people(service) {
            let able: Vec<usize> = document
                .providers
                .iter()
                .enumerate()
                .filter_map(|(at, provider)| may(provider, sets, &known).then_some(at))
                .collect();
            if able.is_empty() {
                let all: Vec<String> = sets.iter().map(|set| joined(set)).collect();
                let path = path(at, need).field("qualification");
                let message =
                    format!("no provider may deliver `{}`: none holds {}", service.code, all.join(" or "));
                let help = "add the credential to a provider, or loosen the qualification";
                report.add(path, "nobody_qualified", message, help);
            }
            roles.extend(std::iter::repeat_n(able, usize::from(count)));
        }
        if roles.iter().all(|able| !able.is_empty()) && !all_different(&roles, document.providers.len()) {
            let message = format!(
                "`{}` needs {} providers at once, but there are not that many qualified providers",
                service.code,
                roles.len()
            );
            let help =
                "one provider cannot fill two roles: qualify another provider, or loosen a qualification";
            report.add(entry("service", at).field("needs"), "too_few_providers", message, help);
        }
    }
}

/// The providers that a service needs for one role.
pub(super) struct People<'a> {
    /// The position of the need; none for the treating provider.
    pub(super) need: Option<usize>,
    /// The credentials that each must hold.
    pub(super) sets: &'a [Vec<CredentialId>],
    pub(super) count: u8,
}

/// The treating provider, then those of each need.
pub(super) fn people(service: &ServiceDocument) -> impl Iterator<Item = People<'_>> {
    let further = service.needs.iter().enumerate().filter(|(_, need)| need.kind == NeedKind::Provider);
    let further = further.map(|(position, need)| People {
        need: Some(position),
        sets: &need.qualification,
        count: need.count.min(COUNT),
    });
    std::iter::once(People { need: None, sets: &service.qualification, count: 1 }).chain(further)
}

/// The service, or its need.
pub(super) fn path(service: usize, need: Option<usize>) -> DocumentPath {
    let service = entry("service", service);
    need.map_or(service.clone(), |need| service.field("needs").position(need))
}

/// True if each role can have a provider of its own (a matching, by augmenting paths).
pub(super) fn all_different(roles: &[Vec<usize>], people: usize) -> bool {
    let mut taken: Vec<Option<usize>> = vec![None; people];
    (0..roles.len()).all(|role| give(roles, role, &mut taken, &mut vec![false; people]))
}

fn give(roles: &[Vec<usize>], role: usize, taken: &mut [Option<usize>], asked: &mut [bool]) -> bool {
    for person in roles.get(role).into_iter().flatten().copied() {
        let Some(asked_before) = asked.get_mut(person) else { continue };
        if std::mem::replace(asked_before, true) {
            continue;
        }
        let has = taken.get(person).copied().flatten();
        if has.is_none_or(|has| give(roles, has, taken, asked)) {
            if let Some(taken) = taken.get_mut(person) {
                *taken = Some(role);
            }
            return true;
        }
    }
    false
}

/// True if a provider holds one of the sets at some time, or might: unknown names count as held on either side.
pub(super) fn may(
    provider: &ProviderDocument,
    sets: &[Vec<CredentialId>],
    known: &BTreeSet<&CredentialId>,
) -> bool {
    let holds = |id: &CredentialId| provider.credentials.iter().any(|held| held.id == *id);
    let misnamed = || provider.credentials.iter().any(|held| !known.contains(&held.id));
    let enough = |set: &Vec<CredentialId>| set.iter().all(|id| holds(id) || !known.contains(id));
    sets.is_empty() || sets.iter().any(enough) || misnamed()
}

fn joined(set: &[CredentialId]) -> String {
    let names: Vec<String> = set.iter().map(|id| format!("`{id}`")).collect();
    names.join(" and ")
}
