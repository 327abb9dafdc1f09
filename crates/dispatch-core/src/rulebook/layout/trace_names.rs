//! Names of a trace: lanes, roles and criteria.

use std::collections::BTreeSet;

use crate::{
    explain::{TraceNames, Who},
    rulebook::{
        BESIDE_THE_CRITERIA, NeedDocument, RankedCriterion, ResourceKind, RulebookDocument,
        rules::supervision::SUPERVISOR,
    },
};

use super::supervision::from_outside;

/// All names but the ineligibilities, which are found service by service.
pub(super) fn trace_names(document: &RulebookDocument, criteria: &[RankedCriterion]) -> TraceNames {
    let providers = document.providers.iter().map(|provider| Who::Provider(provider.id.clone()));
    let resources = document.resources.iter().map(|resource| match resource.kind {
        ResourceKind::Room => Who::Room(resource.id.clone()),
        ResourceKind::Device => Who::Device(resource.id.clone()),
    });
    let outside = from_outside(document).into_iter().filter_map(|at| document.providers.get(at));
    let supervisors = outside.map(|provider| Who::Supervisor(provider.id.clone()));
    let needs = document.services.iter().flat_map(|service| &service.needs);
    let roles: BTreeSet<&str> =
        ["provider", SUPERVISOR].into_iter().chain(needs.map(NeedDocument::role_name)).collect();
    let ranked = criteria.iter().map(|ranked| ranked.name.clone());
    TraceNames {
        who: providers.chain(resources).chain(supervisors).collect(),
        roles: roles.into_iter().map(Into::into).collect(),
        criteria: ranked.chain(BESIDE_THE_CRITERIA.map(Into::into)).collect(),
        ineligibilities: Vec::new(),
    }
}
