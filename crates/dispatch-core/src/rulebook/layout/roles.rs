//! Roles of a service, with the phases that use them merged into contiguous uses.

use std::cmp::Ordering;

use crate::{
    rulebook::{
        BufferDocument, DemandKind, LengthRule, NeedDocument, NeedKind, PhaseDocument, ServiceDocument, Use,
        Variant,
    },
    time::Minutes,
};

/// The order of demands in a service.
const KINDS: [DemandKind; 3] = [DemandKind::Provider, DemandKind::Room, DemandKind::Device];

/// A role of a service. Without a need it is that of the provider who treats.
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

/// The roles of a service in the order of its demands: the provider who treats, further providers, rooms, devices; unused ones
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
                Some((_, need)) => need.role_name(),
            };
            roles.push(Role { name, kind, need, buffer: buffer(kind), uses: uses(service, name, client) });
        }
    }
    roles
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

pub(super) fn plus(left: Minutes, right: Minutes) -> Minutes {
    Minutes(left.0.saturating_add(right.0))
}
