//! Fit: the lanes that may serve a demand, and why the others may not.

use std::sync::Arc;

use crate::{
    explain::{Blocker, TraceNames},
    ids::{CredentialId, Lane, ServiceIndex},
    rulebook::{
        Dated, Fit, Horizon, Missing, Names, NeedDocument, ProviderDocument, ResourceDocument, ResourceOrder,
        RulebookDocument, ServiceDocument, Unfit,
    },
    time::Minutes,
};

use super::{
    resolve::lane,
    validity::{Lacking, Validity, validity},
};

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

/// All that decides who or what fits.
pub(super) struct Menu<'a> {
    pub(super) document: &'a RulebookDocument,
    pub(super) horizon: Horizon,
    pub(super) names: &'a Names,
    pub(super) trace_names: &'a mut TraceNames,
    /// By position of the room or device: how many services of the menu can use it.
    scarcity: Vec<usize>,
}

impl<'a> Menu<'a> {
    pub(super) fn new(
        document: &'a RulebookDocument,
        horizon: Horizon,
        names: &'a Names,
        trace_names: &'a mut TraceNames,
    ) -> Self {
        let scarcity = document.resources.iter().map(|resource| usefulness(document, resource)).collect();
        Self { document, horizon, names, trace_names, scarcity }
    }

    /// All providers against these sets. `treats` is the service of which they may have a length of their own: a further
    /// provider stays as long as the provider who treats.
    pub(super) fn providers(
        &mut self,
        sets: &[Vec<CredentialId>],
        treats: Option<(ServiceIndex, &ServiceDocument)>,
        unqualified: fn(Arc<[Vec<CredentialId>]>) -> Blocker,
    ) -> (Vec<Fit>, Vec<(Lane, Unfit)>) {
        let document = self.document;
        let extra = |provider| treats.map_or(Minutes(0), |(at, service)| self.extra(provider, at, service));
        let all: Vec<_> = document.providers.iter().map(|provider| (provider, extra(provider))).collect();
        let all = (0..).map(Lane).zip(all).map(|(lane, (provider, extra))| (lane, provider, extra));
        self.people(all, sets, unqualified)
    }

    /// Some providers, each with how much longer than the menu says they take, against these sets.
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

    /// The minutes that a provider takes longer than the menu says.
    fn extra(&self, provider: &ProviderDocument, at: ServiceIndex, service: &ServiceDocument) -> Minutes {
        let is_it = |code: &str| self.names.services.get(code) == Some(&at);
        let own = provider.minutes.iter().find(|(code, _)| is_it(code.as_str()));
        let menu = if service.phases.is_empty() { service.minutes } else { None };
        own.zip(menu).map_or(Minutes(0), |((_, own), menu)| Minutes(own.0 - menu.0))
    }

    pub(super) fn resources(&mut self, need: &NeedDocument) -> (Vec<Fit>, Vec<(Lane, Unfit)>) {
        let (mut fit, mut unfits) = (Vec::new(), Vec::new());
        let first = self.document.providers.len();
        for (at, resource) in self.document.resources.iter().enumerate() {
            if need.kind.resource() != Some(resource.kind) {
                continue;
            }
            let Some(lane) = lane(first + at) else { continue };
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

/// How many services of the menu can use a room or device.
fn usefulness(document: &RulebookDocument, resource: &ResourceDocument) -> usize {
    let useful = |service: &&ServiceDocument| service.needs.iter().any(|need| fits(need, resource));
    document.services.iter().filter(useful).count()
}
