//! The menu: services with their phases merged into what they demand.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::{
    explain::{Blocker, TraceNames},
    ids::{ClearanceId, ClearanceIndex, ServiceIndex},
    rulebook::{
        Demand, Horizon, InSpacing, Listed, Names, NeedKind, Only, Phase, PhaseDocument, RulebookDocument,
        Service, ServiceDocument, Variant,
    },
    time::Minutes,
};

use super::{
    fit::Menu,
    resolve::named,
    roles::{Role, plus, roles},
    supervision,
};

/// The menu, in rulebook order.
pub(super) fn services(
    document: &RulebookDocument,
    horizon: Horizon,
    names: &Names,
    trace_names: &mut TraceNames,
) -> Vec<Service> {
    let mut menu = Menu::new(document, horizon, names, trace_names);
    (0..)
        .map(ServiceIndex)
        .zip(&document.services)
        .map(|(at, service)| self::service(&mut menu, at, service))
        .collect()
}

fn service(menu: &mut Menu<'_>, at: ServiceIndex, service: &ServiceDocument) -> Service {
    let others = Variant::of(&service.phases).filter(|variant| *variant != Variant::default());
    let others = others.map(|variant| (variant, as_given(menu, at, service, variant))).collect();
    Service { others, ..as_given(menu, at, service, Variant::default()) }
}

/// The service as a client gets it.
fn as_given(menu: &mut Menu<'_>, at: ServiceIndex, service: &ServiceDocument, client: Variant) -> Service {
    let name = named(service.name.as_deref(), service.code.as_str());
    let phases = phases(service, &name, client);
    let end = phases.last().map_or(Minutes(0), |phase| plus(phase.offset, phase.minutes));
    let used = roles(service, client).into_iter().filter(|role| !role.uses.is_empty());
    let mut demands: Vec<Demand> = used.flat_map(|role| demands(menu, at, service, role)).collect();
    demands.extend(supervision::demand(menu, service, client, end));
    Service {
        unsupervised: supervision::unsupervised(menu.document, menu.horizon, service),
        code: service.code.clone(),
        minutes: end,
        price: service.price,
        lead: service.lead_minutes,
        furthest_days: service.furthest_days,
        demands,
        phases,
        name,
        clearance: clearances(menu.names, service),
        clears: service.phases.iter().any(|phase| phase.only == Some(Only::ClearanceMissing)),
        spacings: InSpacing::all(service.category.as_deref(), &menu.document.spacings),
        others: Vec::new(),
    }
}

fn clearances(names: &Names, service: &ServiceDocument) -> Vec<ClearanceIndex> {
    let known = |id: &ClearanceId| names.clearances.get(id.as_str()).copied();
    service.clearance.iter().filter_map(known).collect()
}

/// One demand for each of a role's count.
fn demands(menu: &mut Menu<'_>, at: ServiceIndex, service: &ServiceDocument, role: Role<'_>) -> Vec<Demand> {
    let count = role.need.map_or(1, |(_, need)| need.count);
    let first = demand(menu, at, service, role);
    (0..count).map(|copy| Demand { interchangeable: copy > 0, ..first.clone() }).collect()
}

fn demand(menu: &mut Menu<'_>, at: ServiceIndex, service: &ServiceDocument, role: Role<'_>) -> Demand {
    let unqualified = |missing| Blocker::Unqualified { missing };
    let (fit, unfit) = match role.need {
        None => menu.providers(&service.qualification, Some((at, service)), unqualified),
        Some((_, need)) if need.kind == NeedKind::Provider => {
            menu.providers(&need.qualification, None, unqualified)
        }
        Some((_, need)) => menu.resources(need),
    };
    Demand {
        role: menu.trace_names.role(role.name),
        kind: role.kind,
        interchangeable: false,
        uses: SmallVec::from_slice(&role.uses),
        before: role.buffer.before,
        after: role.buffer.after,
        listed: Listed::in_rulebook_order(&fit, &unfit),
        fit,
        unfit,
    }
}

fn phases(service: &ServiceDocument, name: &Arc<str>, client: Variant) -> Vec<Phase> {
    if service.phases.is_empty() {
        let minutes = service.minutes.unwrap_or_default();
        return vec![Phase { name: name.clone(), offset: Minutes(0), minutes }];
    }
    let applies = |phase: &&PhaseDocument| phase.applies(client);
    let starts = service.phases.iter().filter(applies).scan(Minutes(0), |end, phase| {
        let start = *end;
        *end = plus(*end, phase.minutes);
        Some(start)
    });
    let phase = |(phase, offset): (&PhaseDocument, _)| Phase {
        name: phase.name.as_str().into(),
        offset,
        minutes: phase.minutes,
    };
    service.phases.iter().filter(applies).zip(starts).map(phase).collect()
}
