//! Weak spots: nothing is wrong, but the practice should know.

use super::{
    report::{Report, entry, field},
    staffing::{People, path, people},
};
use crate::{
    ids::CredentialId,
    rulebook::{
        DocumentPath, Horizon, ProviderDocument, ResourceKind, RulebookDocument, ServiceDocument,
        layout::{Validity, validity},
    },
};

/// A credential is reported if it ends within this many days of the horizon's start.
const SOON: i64 = 30;

pub(super) fn judge(report: &mut Report, document: &RulebookDocument, horizon: Horizon) {
    let rooms = document.resources.iter().filter(|resource| resource.kind == ResourceKind::Room).count();
    if document.providers.len() == 1 && rooms <= 1 {
        let message = "there is one provider and at most one room, so there is nothing to dispatch";
        report.add(field("provider"), "one_provider_one_room", message, "you do not need this");
    }
    for (at, provider) in document.providers.iter().enumerate() {
        credentials(report, at, provider, horizon);
    }
    for (at, service) in document.services.iter().enumerate() {
        staffing(report, document, at, service, horizon);
    }
    if document.exceptions.high_value.is_some()
        && document.services.iter().all(|service| service.price.is_none())
    {
        let message = "no service has a price, so no booking is ever of high value";
        let path = field("exceptions").field("high_value");
        report.add(path, "high_value_without_prices", message, "add the prices");
    }
    if document.ranking.criteria.is_empty() {
        let message = "no criterion ranks the providers, so every choice between two is a tie";
        report.add(field("ranking").field("criteria"), "no_criteria", message, "add a criterion");
    }
}

fn credentials(report: &mut Report, at: usize, provider: &ProviderDocument, horizon: Horizon) {
    for (position, held) in provider.credentials.iter().enumerate() {
        let Some(until) = held.until else { continue };
        let longer = |other: &crate::rulebook::HeldCredential| {
            other.id == held.id && other.until.is_none_or(|other| other > until)
        };
        if provider.credentials.iter().any(longer) {
            continue;
        }
        let left = until.signed_duration_since(horizon.first).num_days();
        let path = entry("provider", at).field("credentials").position(position).field("until");
        let help = "renew it; after that date the provider gets no service that requires it";
        if left < 0 {
            let message = format!("`{}` of `{}` expired on {until}", held.id, provider.id);
            report.add(path, "credential_expired", message, help);
        } else if left <= SOON {
            let message = format!("`{}` of `{}` expires on {until}", held.id, provider.id);
            report.add(path, "credential_expiring", message, help);
        }
    }
}

fn staffing(
    report: &mut Report,
    document: &RulebookDocument,
    at: usize,
    service: &ServiceDocument,
    horizon: Horizon,
) {
    if service.qualification.is_empty() {
        let message = format!("every provider may deliver `{}`", service.code);
        let help = "add a qualification, unless this is intended";
        report.add(entry("service", at), "anybody_may", message, help);
    }
    for People { need, sets, .. } in people(service).filter(|people| !people.sets.is_empty()) {
        let path = path(at, need).field("qualification");
        let role = need.and_then(|need| service.needs.get(need)?.role.as_deref());
        let doing = role.map_or_else(|| "deliver".to_owned(), |role| format!("be the {role} of"));
        qualified(report, document, path, (sets, &doing, service), horizon);
    }
}

fn qualified(
    report: &mut Report,
    document: &RulebookDocument,
    path: DocumentPath,
    (sets, doing, service): (&[Vec<CredentialId>], &str, &ServiceDocument),
    horizon: Horizon,
) {
    let ever =
        |provider: &&ProviderDocument| !matches!(validity(provider, sets, horizon), Validity::Never(_));
    let mut qualified = document.providers.iter().filter(ever);
    match (qualified.next(), qualified.next()) {
        (None, _) => {
            let message = format!("no provider may {doing} `{}` on any day of the horizon", service.code);
            report.add(
                path,
                "nobody_qualified_now",
                message,
                "renew the credentials, or qualify another provider",
            );
        }
        (Some(only), None) if document.providers.len() > 1 => {
            let message = format!("only `{}` may {doing} `{}`", only.id, service.code);
            let help = "it cannot be booked when that provider is away: qualify a second one";
            report.add(path, "one_qualified_provider", message, help);
        }
        _ => {}
    }
}
