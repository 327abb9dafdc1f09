//! What services demand: phases merged into contiguous uses, and who fits.

use std::{cmp::Ordering, sync::Arc};

use smallvec::SmallVec;

use crate::{
    explain::{Blocker, TraceNames},
    ids::{ClearanceId, ClearanceIndex, CredentialId, Lane, ServiceIndex},
    rulebook::{
        BufferDocument, Dated, Demand, DemandKind, Fit, Horizon, InSpacing, LengthRule, Listed, Missing,
        Names, NeedDocument, NeedKind, Only, Phase, PhaseDocument, ProviderDocument, ResourceDocument,
        ResourceOrder, RulebookDocument, Service, ServiceDocument, SpacingDocument, Unfit, Use, Variant,
    },
    time::Minutes,
};

use super::{Validity, named, validity, validity::Lacking};

/// The order of demands in a service.
pub(in crate::rulebook) const KINDS: [DemandKind; 3] =
    [DemandKind::Provider, DemandKind::Room, DemandKind::Device];

/// A role of a service: of the provider who treats if it has no need.
#[derive(Clone, Debug)]
pub(in crate::rulebook) struct Role<'a> {
    pub(in crate::rulebook) name: &'a str,
    pub(in crate::rulebook) kind: DemandKind,
    /// Its position in the service's needs, and the need.
    pub(in crate::rulebook) need: Option<(usize, &'a NeedDocument)>,
    pub(in crate::rulebook) buffer: BufferDocument,
    /// Contiguous uses in order; empty if no phase uses it.
    pub(in crate::rulebook) uses: Vec<Use>,
}

/// The roles of a service in the order of its demands: who treats, further providers, rooms, devices; unused ones
/// included. Their uses are those of the phases that take place for a client.
pub(in crate::rulebook) fn roles(service: &ServiceDocument, client: Variant) -> Vec<Role<'_>> {
    let buffer = |kind| match kind {
        DemandKind::Provider | DemandKind::Supervisor(_) => service.buffers.provider,
        DemandKind::Room => service.buffers.room,
        DemandKind::Device => service.buffers.device,
    };
    let mut roles = Vec::with_capacity(service.needs.len() + 1);
    for kind in KINDS {
        let needs = service.needs.iter().enumerate().filter(|(_, need)| kind_of(need.kind) == kind).map(Some);
        let none = (kind == DemandKind::Provider).then_some(None);
        for need in none.into_iter().chain(needs) {
            let name = match need {
                None => "provider",
                Some((_, need)) => role_name(need),
            };
            roles.push(Role { name, kind, need, buffer: buffer(kind), uses: uses(service, name, client) });
        }
    }
    roles
}

pub(super) fn role_name(need: &NeedDocument) -> &str {
    need.role.as_deref().unwrap_or(match need.kind {
        NeedKind::Provider => "provider",
        NeedKind::Room => "room",
        NeedKind::Device => "device",
    })
}

const fn kind_of(kind: NeedKind) -> DemandKind {
    match kind {
        NeedKind::Provider => DemandKind::Provider,
        NeedKind::Room => DemandKind::Room,
        NeedKind::Device => DemandKind::Device,
    }
}

/// The uses of a role; neighbouring phases make one.
fn uses(service: &ServiceDocument, role: &str, client: Variant) -> Vec<Use> {
    if service.phases.is_empty() {
        let minutes = service.minutes.unwrap_or_default();
        return vec![Use { offset: Minutes(0), minutes, phase: 0, stretch: LengthRule::Grows }];
    }
    let with_provider = |phase: &PhaseDocument| phase.uses.iter().any(|used| used == "provider");
    let phases = || (0u8..).zip(&service.phases).filter(|(_, phase)| phase.applies(client));
    let longer = phases().filter(|(_, phase)| with_provider(phase)).last();
    let longer = longer.map_or(u8::MAX, |(at, _)| at);
    let mut uses: Vec<Use> = Vec::new();
    let mut offset = Minutes(0);
    for (at, phase) in phases() {
        if phase.uses.iter().any(|used| used == role) {
            match uses.last_mut() {
                Some(last) if plus(last.offset, last.minutes) == offset => {
                    last.minutes = plus(last.minutes, phase.minutes);
                    if at == longer {
                        last.stretch = LengthRule::Grows;
                    }
                }
                _ => {
                    let stretch = match at.cmp(&longer) {
                        Ordering::Less => LengthRule::Stays,
                        Ordering::Equal => LengthRule::Grows,
                        Ordering::Greater => LengthRule::Shifts,
                    };
                    uses.push(Use { offset, minutes: phase.minutes, phase: at, stretch });
                }
            }
        }
        offset = plus(offset, phase.minutes);
    }
    uses
}

fn plus(left: Minutes, right: Minutes) -> Minutes {
    Minutes(left.0.saturating_add(right.0))
}

/// True if a room or device may serve a need.
pub(in crate::rulebook) fn fits(need: &NeedDocument, resource: &ResourceDocument) -> bool {
    need.kind.resource() == Some(resource.kind) && unfit(need, resource).is_empty()
}

/// Capabilities of a need that a room or device lacks.
pub(in crate::rulebook) fn lacks(need: &NeedDocument, resource: &ResourceDocument) -> Vec<String> {
    need.capabilities.iter().filter(|wanted| !resource.capabilities.contains(wanted)).cloned().collect()
}

/// What keeps a room or device from serving a need.
fn unfit(need: &NeedDocument, resource: &ResourceDocument) -> Vec<Blocker> {
    let missing: Arc<[String]> = lacks(need, resource).into();
    let is_listed = need.any_of.is_empty() || need.any_of.contains(&resource.id);
    let not_listed = (!is_listed).then_some(Blocker::NotListed);
    let incapable = (!missing.is_empty()).then_some(Blocker::Incapable { missing });
    not_listed.into_iter().chain(incapable).collect()
}

/// The menu, in rulebook order.
pub(super) fn services(
    document: &RulebookDocument,
    horizon: Horizon,
    names: &Names,
    trace_names: &mut TraceNames,
) -> Vec<Service> {
    let scarcity: Vec<usize> =
        document.resources.iter().map(|resource| usefulness(document, resource)).collect();
    let mut menu = Menu { document, horizon, names, trace_names, scarcity };
    (0..).map(ServiceIndex).zip(&document.services).map(|(at, service)| menu.service(at, service)).collect()
}

/// How many services of the menu can use a room or device.
fn usefulness(document: &RulebookDocument, resource: &ResourceDocument) -> usize {
    let useful = |service: &&ServiceDocument| service.needs.iter().any(|need| fits(need, resource));
    document.services.iter().filter(useful).count()
}

pub(super) struct Menu<'a> {
    pub(super) document: &'a RulebookDocument,
    pub(super) horizon: Horizon,
    names: &'a Names,
    pub(super) trace_names: &'a mut TraceNames,
    /// By position of the resource.
    scarcity: Vec<usize>,
}

impl Menu<'_> {
    fn service(&mut self, at: ServiceIndex, service: &ServiceDocument) -> Service {
        let others = Variant::of(&service.phases).filter(|variant| *variant != Variant::default());
        let others = others.map(|variant| (variant, self.variant(at, service, variant))).collect();
        Service { others, ..self.variant(at, service, Variant::default()) }
    }

    /// The service as a client gets it.
    fn variant(&mut self, at: ServiceIndex, service: &ServiceDocument, client: Variant) -> Service {
        let name = named(service.name.as_deref(), service.code.as_str());
        let phases = phases(service, &name, client);
        let end = phases.last().map_or(Minutes(0), |phase| plus(phase.offset, phase.minutes));
        let used = roles(service, client).into_iter().filter(|role| !role.uses.is_empty());
        let mut demands: Vec<Demand> = used.flat_map(|role| self.demands(at, service, role)).collect();
        demands.extend(self.supervision(service, client, end));
        Service {
            unsupervised: self.unsupervised(service),
            code: service.code.clone(),
            minutes: end,
            price: service.price,
            lead: service.lead_minutes,
            furthest_days: service.furthest_days,
            demands,
            phases,
            name,
            clearance: self.clearances(service),
            clears: service.phases.iter().any(|phase| phase.only == Some(Only::ClearanceMissing)),
            spacings: self.spacings(service),
            others: Vec::new(),
        }
    }

    fn spacings(&self, service: &ServiceDocument) -> Vec<InSpacing> {
        let place = |(rule, spacing): (u16, &SpacingDocument)| {
            let is = |category: &str| service.category.as_deref() == Some(category);
            let (after, then) = (is(&spacing.after), is(&spacing.then));
            (after || then).then_some(InSpacing { rule, after, then })
        };
        (0..).zip(&self.document.spacings).filter_map(place).collect()
    }

    fn clearances(&self, service: &ServiceDocument) -> Vec<ClearanceIndex> {
        let known = |id: &ClearanceId| self.names.clearances.get(id.as_str()).copied();
        service.clearance.iter().filter_map(known).collect()
    }

    /// One demand for each of a role's count.
    fn demands(&mut self, at: ServiceIndex, service: &ServiceDocument, role: Role<'_>) -> Vec<Demand> {
        let count = role.need.map_or(1, |(_, need)| need.count);
        let first = self.demand(at, service, role);
        (0..count).map(|copy| Demand { interchangeable: copy > 0, ..first.clone() }).collect()
    }

    fn demand(&mut self, at: ServiceIndex, service: &ServiceDocument, role: Role<'_>) -> Demand {
        let unqualified = |missing| Blocker::Unqualified { missing };
        let (fit, unfit) = match role.need {
            None => self.providers(&service.qualification, Some((at, service)), unqualified),
            Some((_, need)) if need.kind == NeedKind::Provider => {
                self.providers(&need.qualification, None, unqualified)
            }
            Some((_, need)) => self.resources(need),
        };
        Demand {
            role: self.trace_names.role(role.name),
            kind: role.kind,
            interchangeable: false,
            uses: SmallVec::from_slice(&role.uses),
            before: role.buffer.before,
            after: role.buffer.after,
            listed: in_rulebook_order(&fit, &unfit),
            fit,
            unfit,
        }
    }

    /// Everybody against these sets. `treats` is the service of which they may have a length of their own: a further
    /// provider stays as long as the one who treats.
    pub(super) fn providers(
        &mut self,
        sets: &[Vec<CredentialId>],
        treats: Option<(ServiceIndex, &ServiceDocument)>,
        unqualified: fn(Arc<[Vec<CredentialId>]>) -> Blocker,
    ) -> (Vec<Fit>, Vec<(Lane, Unfit)>) {
        let document = self.document;
        let extra = |provider| treats.map_or(Minutes(0), |(at, service)| self.extra(provider, at, service));
        let everybody: Vec<_> =
            document.providers.iter().map(|provider| (provider, extra(provider))).collect();
        let everybody = (0..).map(Lane).zip(everybody);
        self.people(everybody.map(|(lane, (person, extra))| (lane, person, extra)), sets, unqualified)
    }

    /// Of some people, with how much longer than the menu says each takes: who holds one of the sets, and what the others
    /// lack.
    pub(super) fn people<'d>(
        &mut self,
        people: impl Iterator<Item = (Lane, &'d ProviderDocument, Minutes)>,
        sets: &[Vec<CredentialId>],
        unqualified: fn(Arc<[Vec<CredentialId>]>) -> Blocker,
    ) -> (Vec<Fit>, Vec<(Lane, Unfit)>) {
        let (mut fit, mut unfit) = (Vec::new(), Vec::new());
        let mut missing = |lacking: Lacking| {
            let ineligibility =
                |(first, missing)| (first, self.trace_names.ineligibility(vec![unqualified(missing)]));
            Missing::of(lacking.into_iter().map(ineligibility))
        };
        for (lane, person, extra) in people {
            match validity(person, sets, self.horizon) {
                Validity::Always => fit.push(Fit { lane, extra, dated: None }),
                Validity::Sometimes(valid, lacking) => {
                    let dated = Dated { valid, missing: missing(lacking) };
                    fit.push(Fit { lane, extra, dated: Some(Box::new(dated)) });
                }
                Validity::Never(lacking) => unfit.push((lane, Unfit { missing: missing(lacking), extra })),
            }
        }
        (fit, unfit)
    }

    /// How much longer than the menu says a provider takes.
    fn extra(&self, provider: &ProviderDocument, at: ServiceIndex, service: &ServiceDocument) -> Minutes {
        let is_it = |code: &str| self.names.services.get(code) == Some(&at);
        let own = provider.minutes.iter().find(|(code, _)| is_it(code.as_str()));
        let menu = service.minutes.filter(|_| service.phases.is_empty());
        own.zip(menu).map_or(Minutes(0), |((_, own), menu)| Minutes(own.0 - menu.0))
    }

    fn resources(&mut self, need: &NeedDocument) -> (Vec<Fit>, Vec<(Lane, Unfit)>) {
        let (mut fit, mut unfits) = (Vec::new(), Vec::new());
        let first = self.document.providers.len();
        for (at, resource) in self.document.resources.iter().enumerate() {
            let Some(lane) = super::lane(first + at).filter(|_| need.kind.resource() == Some(resource.kind))
            else {
                continue;
            };
            match self.trace_names.ineligibility(unfit(need, resource)) {
                None => fit.push(Fit { lane, extra: Minutes(0), dated: None }),
                ineligibility => {
                    unfits.push((lane, Unfit { missing: Missing::always(ineligibility), extra: Minutes(0) }))
                }
            }
        }
        if self.document.ranking.resource_order == ResourceOrder::Scarcity {
            // Stable: rulebook order among equals.
            fit.sort_by_key(|fit| self.scarcity.get(fit.lane.position() - first).copied());
        }
        (fit, unfits)
    }
}

pub(super) fn in_rulebook_order(fit: &[Fit], unfit: &[(Lane, Unfit)]) -> Vec<Listed> {
    let fit = (0..).zip(fit).map(|(at, fit)| (fit.lane, Listed::Fit(at)));
    let unfit = (0..).zip(unfit).map(|(at, (lane, _))| (*lane, Listed::Unfit(at)));
    let mut listed: Vec<_> = fit.chain(unfit).collect();
    listed.sort_by_key(|(lane, _)| *lane);
    listed.into_iter().map(|(_, listed)| listed).collect()
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
