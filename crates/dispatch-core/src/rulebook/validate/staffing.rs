//! Whether somebody may deliver each service, dates left aside: a credential that ends takes a provider out from that
//! date and stops nothing else.

use std::collections::BTreeSet;

use super::{
    references::known_credentials,
    report::{Report, entry},
};
use crate::{
    ids::CredentialId,
    rulebook::{ProviderDocument, RulebookDocument, ServiceDocument},
};

pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let known = known_credentials(document);
    for (at, service) in document.services.iter().enumerate() {
        let somebody = document.providers.iter().any(|provider| may(provider, service, &known));
        if !somebody && !document.providers.is_empty() {
            let sets: Vec<String> = service.qualification.iter().map(|set| joined(set)).collect();
            let message =
                format!("no provider may deliver `{}`: nobody holds {}", service.code, sets.join(" or "));
            let mend = "add the credential to a provider, or loosen the qualification";
            report.add(entry("service", at).field("qualification"), "nobody_qualified", message, mend);
        }
    }
}

/// True if a provider holds a set of a service at some time, or might: unknown names count as held on either side.
pub(super) fn may(
    provider: &ProviderDocument,
    service: &ServiceDocument,
    known: &BTreeSet<&CredentialId>,
) -> bool {
    let holds = |id: &CredentialId| provider.credentials.iter().any(|held| held.id == *id);
    let misnamed = || provider.credentials.iter().any(|held| !known.contains(&held.id));
    let enough = |set: &Vec<CredentialId>| set.iter().all(|id| holds(id) || !known.contains(id));
    service.qualification.is_empty() || service.qualification.iter().any(enough) || misnamed()
}

fn joined(set: &[CredentialId]) -> String {
    let names: Vec<String> = set.iter().map(|id| format!("`{id}`")).collect();
    names.join(" and ")
}
