//! Names that must be known: locations, credentials, rooms and devices, services.

use std::collections::BTreeSet;

use super::report::Report;
use crate::{
    ids::{ClearanceId, CredentialId, LocationId, ResourceId, ServiceCode},
    rulebook::{DocumentPath, RulebookDocument},
};

/// The location of a provider, room or device: known, and named where there are several.
pub(super) fn location(
    report: &mut Report,
    document: &RulebookDocument,
    path: &DocumentPath,
    named: Option<&LocationId>,
) {
    let known = || document.locations.iter().map(|location| location.id.as_str());
    match named {
        Some(id) if !known().any(|name| name == id.as_str()) => {
            let message = format!("there is no location `{id}`");
            let help = "use the id of a location, or add the location";
            report.unknown(path.field("location"), "unknown_location", message, help, known());
        }
        None if document.locations.len() > 1 => {
            let message = "the rulebook has several locations, and none is named here";
            report.unknown(path.clone(), "location_omitted", message, "add `location = ...`", known());
        }
        _ => {}
    }
}

pub(super) fn credential(
    report: &mut Report,
    document: &RulebookDocument,
    path: DocumentPath,
    id: &CredentialId,
) {
    let known = || document.credentials.iter().map(|credential| credential.id.as_str());
    if !known().any(|name| name == id.as_str()) {
        let message = format!("there is no credential `{id}`");
        let help = "use the id of a credential, or add the credential";
        report.unknown(path, "unknown_credential", message, help, known());
    }
}

pub(super) fn clearance(
    report: &mut Report,
    document: &RulebookDocument,
    path: DocumentPath,
    id: &ClearanceId,
) {
    let known = || document.clearances.iter().map(|clearance| clearance.id.as_str());
    if !known().any(|name| name == id.as_str()) {
        let message = format!("there is no clearance `{id}`");
        let help = "use the id of a clearance, or add the clearance";
        report.unknown(path, "unknown_clearance", message, help, known());
    }
}

pub(super) fn resource(
    report: &mut Report,
    document: &RulebookDocument,
    path: DocumentPath,
    id: &ResourceId,
) {
    let known = || document.resources.iter().map(|resource| resource.id.as_str());
    if !known().any(|name| name == id.as_str()) {
        let message = format!("there is no room or device `{id}`");
        let help = "use the id of a room or device, or add it";
        report.unknown(path, "unknown_resource", message, help, known());
    }
}

/// A service, by code or alias.
pub(super) fn service(
    report: &mut Report,
    document: &RulebookDocument,
    path: DocumentPath,
    code: &ServiceCode,
) {
    let mut named = document.services.iter().filter(|service| {
        service.code == *code || service.aliases.iter().any(|alias| alias == code.as_str())
    });
    if named.next().is_none() {
        let known = document.services.iter().map(|service| service.code.as_str());
        let message = format!("there is no service `{code}`");
        report.unknown(
            path,
            "unknown_service",
            message,
            "use the code of a service, or add the service",
            known,
        );
    }
}

/// The credentials that exist, for rules that look past broken references.
pub(super) fn known_credentials(document: &RulebookDocument) -> BTreeSet<&CredentialId> {
    document.credentials.iter().map(|credential| &credential.id).collect()
}
