//! Lifted in the document's entry of somebody or something, or in what the client asks.

use dispatch_core::{Candidate, CredentialId, HeldCredential, NeedDocument, NeedKind, Who, WishKind};

use super::scene::Scene;

/// What the first of the sets lacks, for ever.
pub(super) fn grant(scene: &mut Scene, who: &Who, missing: &[Vec<CredentialId>]) {
    let lacks = missing.first().unwrap();
    assert!(!lacks.is_empty());
    let granted = lacks.iter().map(|id| HeldCredential { id: id.clone(), from: None, until: None });
    // What is held for a while only would be there twice.
    let provider = scene.provider(who);
    provider.credentials.retain(|held| !lacks.contains(&held.id));
    provider.credentials.extend(granted);
}

/// The client does not mind them any more.
pub(super) fn welcome(scene: &mut Scene, who: &Who) {
    let at = scene.document.providers.iter().position(|one| one.id.as_str() == who.as_str()).unwrap();
    scene.request.client.avoid.retain(|avoided| avoided.position() != at);
}

/// They are what the client asks for.
pub(super) fn meet(scene: &mut Scene, who: &Who, wish: WishKind, wanted: &str) {
    match wish {
        WishKind::Gender => scene.provider(who).gender = Some(wanted.to_owned()),
        WishKind::Language => scene.provider(who).languages.push(wanted.to_owned()),
    }
}

/// A room or device is put on the list of the role that it is wanted in.
pub(super) fn list(scene: &mut Scene, candidate: &Candidate) {
    let service = scene.request.items[0].service.position();
    let role = |need: &NeedDocument| {
        need.role.clone().unwrap_or_else(|| match need.kind {
            NeedKind::Provider => "provider".to_owned(),
            NeedKind::Room => "room".to_owned(),
            NeedKind::Device => "device".to_owned(),
        })
    };
    let kind = match candidate.who {
        Who::Room(_) => NeedKind::Room,
        _ => NeedKind::Device,
    };
    let needs = &mut scene.document.services[service].needs;
    let need = needs.iter_mut().find(|need| need.kind == kind && role(need) == *candidate.role).unwrap();
    assert!(!need.any_of.is_empty());
    need.any_of.push(candidate.who.as_str().into());
}
