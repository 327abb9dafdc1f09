//! Needs of a service, from its document.

use dispatch_core::{
    BufferDocument, CredentialId, Lane, NeedDocument, NeedKind, Only, PhaseDocument, ResourceDocument,
    ResourceKind, ResourceOrder, RulebookDocument, ServiceDocument,
};

/// For whom a service is given.
#[derive(Clone, Copy)]
pub(super) struct Whom {
    pub(super) new: bool,
    /// Lacks a clearance.
    pub(super) uncleared: bool,
}

/// Something that a service needs for some of its time.
#[derive(Clone)]
pub(super) struct Role {
    pub(super) buffer: BufferDocument,
    pub(super) uses: Vec<Use>,
    /// Providers, rooms or devices in the order in which they are tried; of providers, everybody.
    pub(super) candidates: Vec<Lane>,
    /// How many of the roles before ask for the same: each takes a candidate listed after theirs.
    pub(super) again: u8,
    /// What a provider must hold: any of these sets. None for rooms and devices.
    pub(super) qualification: Option<Vec<Vec<CredentialId>>>,
}

/// A contiguous use: phases that follow each other make one.
#[derive(Clone)]
pub(super) struct Use {
    pub(super) offset: i32,
    pub(super) minutes: i32,
    pub(super) phase: u8,
}

impl Use {
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.offset <= other.offset && other.offset + other.minutes <= self.offset + self.minutes
    }
}

/// Who treats, further providers, rooms, devices, each kind in the order of the needs.
pub(super) fn roles(document: &RulebookDocument, service: &ServiceDocument, whom: Whom) -> Vec<Role> {
    let everybody = || (0..).map(Lane).take(document.providers.len()).collect();
    let person = |uses, sets: &[Vec<CredentialId>]| Role {
        buffer: service.buffers.provider,
        uses,
        candidates: everybody(),
        again: 0,
        qualification: Some(sets.to_vec()),
    };
    let copies = |role: Role, count: u8| (0..count).map(move |again| Role { again, ..role.clone() });
    let mut roles = vec![person(uses(service, "provider", whom), &service.qualification)];
    for need in service.needs.iter().filter(|need| need.kind == NeedKind::Provider) {
        let uses = uses(service, need.role.as_deref().unwrap_or("provider"), whom);
        roles.extend(copies(person(uses, &need.qualification), need.count));
    }
    for (kind, resource, buffer, name) in [
        (NeedKind::Room, ResourceKind::Room, service.buffers.room, "room"),
        (NeedKind::Device, ResourceKind::Device, service.buffers.device, "device"),
    ] {
        for need in service.needs.iter().filter(|need| need.kind == kind) {
            let uses = uses(service, need.role.as_deref().unwrap_or(name), whom);
            let candidates = candidates(document, need, resource);
            roles
                .extend(copies(Role { buffer, uses, candidates, again: 0, qualification: None }, need.count));
        }
    }
    roles.retain(|role| !role.uses.is_empty());
    roles
}

/// All of a service as one use.
pub(super) fn whole(service: &ServiceDocument, whom: Whom) -> Use {
    let phase = phases(service, whom).map(|(at, _)| at).next().unwrap_or(0);
    Use { offset: 0, minutes: minutes(service, whom), phase }
}

/// The menu's length for a client.
pub(super) fn minutes(service: &ServiceDocument, whom: Whom) -> i32 {
    let phases = || phases(service, whom).map(|(_, phase)| phase.minutes.0).sum();
    service.minutes.map_or_else(phases, |minutes| minutes.0)
}

/// The phases that take place for a client, with their numbers.
fn phases(service: &ServiceDocument, whom: Whom) -> impl Iterator<Item = (u8, &PhaseDocument)> {
    (0u8..).zip(&service.phases).filter(move |(_, phase)| match phase.only {
        Some(Only::NewClient) => whom.new,
        Some(Only::ClearanceMissing) => whom.uncleared,
        None => true,
    })
}

/// A provider's own length of a service that has no phases.
pub(super) fn own_minutes(document: &RulebookDocument, service: &ServiceDocument, lane: Lane) -> Option<i32> {
    let own = document.providers.get(lane.position())?.minutes.get(&service.code)?;
    service.phases.is_empty().then_some(own.0)
}

/// The room that a device cannot leave.
pub(super) fn fixed_in(document: &RulebookDocument, lane: Lane) -> Option<Lane> {
    let resource = document.resources.get(lane.position().checked_sub(document.providers.len())?)?;
    let room = resource.fixed_in.as_ref()?;
    let at = document.resources.iter().position(|other| other.id == *room)?;
    resource_lane(document, at)
}

/// Those that can serve a need: the one that the fewest services could use first, or as listed.
fn candidates(document: &RulebookDocument, need: &NeedDocument, kind: ResourceKind) -> Vec<Lane> {
    let usefulness = |resource: &ResourceDocument| {
        let could_use = |service: &&ServiceDocument| service.needs.iter().any(|need| fits(need, resource));
        document.services.iter().filter(could_use).count()
    };
    let fitting = document.resources.iter().enumerate().filter(|(_, it)| it.kind == kind && fits(need, it));
    let mut fitting: Vec<_> = fitting.map(|(at, resource)| (usefulness(resource), at)).collect();
    if document.ranking.resource_order == ResourceOrder::Scarcity {
        fitting.sort_unstable();
    }
    fitting.into_iter().filter_map(|(_, at)| resource_lane(document, at)).collect()
}

fn fits(need: &NeedDocument, resource: &ResourceDocument) -> bool {
    let right_kind = match need.kind {
        NeedKind::Provider => false,
        NeedKind::Room => resource.kind == ResourceKind::Room,
        NeedKind::Device => resource.kind == ResourceKind::Device,
    };
    right_kind
        && (need.any_of.is_empty() || need.any_of.contains(&resource.id))
        && need.capabilities.iter().all(|wanted| resource.capabilities.contains(wanted))
}

fn uses(service: &ServiceDocument, role: &str, whom: Whom) -> Vec<Use> {
    if let Some(minutes) = service.minutes {
        return vec![Use { offset: 0, minutes: minutes.0, phase: 0 }];
    }
    let mut uses: Vec<Use> = Vec::new();
    let (mut offset, mut used_before) = (0, false);
    for (at, phase) in phases(service, whom) {
        let used = phase.uses.iter().any(|used| used == role);
        match uses.last_mut() {
            Some(last) if used && used_before => last.minutes += phase.minutes.0,
            _ if used => uses.push(Use { offset, minutes: phase.minutes.0, phase: at }),
            _ => {}
        }
        offset += phase.minutes.0;
        used_before = used;
    }
    uses
}

fn resource_lane(document: &RulebookDocument, at: usize) -> Option<Lane> {
    u16::try_from(document.providers.len() + at).ok().map(Lane)
}
