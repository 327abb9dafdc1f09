//! The menu, made to fit those who are there.

use std::collections::BTreeSet;

use dispatch_core::{
    BufferDocument, BuffersDocument, CredentialId, LocationId, Minutes, NeedDocument, NeedKind, Only,
    PhaseDocument, ProviderDocument, ResourceDocument, ResourceKind, RulebookDocument, ServiceDocument,
};
use proptest::{collection::vec, option, prelude::*, sample::Index, sample::select};

use crate::random_practice::{
    supervision::{self, Supervised},
    values::{CAPABILITIES, CLEARANCES, CREDENTIALS, clearance, credential, subset},
};

#[derive(Clone, Debug)]
pub(super) struct Service {
    minutes: i32,
    phases: Vec<Drawn>,
    /// Somebody who is to be able to deliver it.
    provider: Index,
    qualified_by: BTreeSet<usize>,
    or_by: Option<BTreeSet<usize>>,
    /// Something of each kind that is to suit it.
    room: Option<(Index, Need)>,
    second_room: Option<(Index, Need)>,
    device: Option<(Index, Need)>,
    /// Somebody else who is to be able to help, and what is asked of them.
    assistants: Vec<(Index, BTreeSet<usize>)>,
    /// Two of a need, where that is possible.
    twice: bool,
    buffers: Vec<i32>,
    price: Option<i64>,
    lead: Option<i32>,
    furthest_days: Option<u16>,
    supervised: Option<Supervised>,
    clearance: BTreeSet<usize>,
}

/// A phase: its minutes, whether the provider and which needs are in it, and for whom alone it is.
pub(super) type Drawn = (i32, bool, Vec<bool>, Option<Only>);

/// How much of what suits is asked for.
pub(super) type Need = (BTreeSet<usize>, Option<BTreeSet<usize>>);

pub(super) fn service() -> impl Strategy<Value = Service> {
    let minutes = select(&[10, 15, 20, 30, 35, 45, 60, 90][..]);
    let only = prop_oneof![
        4 => Just(None),
        2 => Just(Some(Only::NewClient)),
        2 => Just(Some(Only::ClearanceMissing)),
    ];
    let phase = (select(&[5, 10, 20, 25, 40][..]), any::<bool>(), vec(any::<bool>(), 5), only);
    let phases = prop_oneof![2 => Just(Vec::new()), 1 => vec(phase, 2..=3)];
    let need = || (any::<Index>(), (subset(CAPABILITIES), option::weighted(0.3, subset(4))));
    let needs =
        (option::weighted(0.8, need()), option::weighted(0.15, need()), option::weighted(0.5, need()));
    let who = (any::<Index>(), subset(4), option::weighted(0.4, subset(CREDENTIALS)));
    let assistants =
        prop_oneof![5 => vec((any::<Index>(), subset(4)), 0), 3 => vec((any::<Index>(), subset(4)), 1..=2)];
    let buffers = vec(prop_oneof![2 => Just(0), 1 => Just(5), 1 => Just(10), 1 => Just(15)], 6);
    let lead = option::weighted(0.3, select(&[0, 60, 180, 1440, 2000][..]));
    let furthest_days = option::weighted(0.3, 0u16..3);
    let twice = prop::bool::weighted(0.4);
    let supervised = option::weighted(0.36, supervision::supervised());
    let asked = prop_oneof![3 => Just(BTreeSet::new()), 1 => subset(CLEARANCES)];
    let selling =
        (option::weighted(0.6, select(&[0, 9_900, 60_000][..])), lead, furthest_days, supervised, asked);
    ((minutes, phases), (who, assistants, twice), needs, buffers, selling).prop_map(
        |(length, people, needs, buffers, selling)| {
            let (minutes, phases) = length;
            let ((provider, qualified_by, or_by), assistants, twice) = people;
            let (room, second_room, device) = needs;
            let (price, lead, furthest_days, supervised, clearance) = selling;
            // Of a lead time that ends after the furthest date nothing is left.
            let lead =
                lead.filter(|lead| furthest_days.is_none_or(|days| *lead < (i32::from(days) + 1) * 1440));
            Service {
                minutes,
                phases,
                provider,
                qualified_by,
                or_by,
                room,
                second_room,
                device,
                assistants,
                twice,
                buffers,
                price,
                lead,
                furthest_days,
                supervised,
                clearance,
            }
        },
    )
}

impl Service {
    pub(super) fn service(&self, at: usize, document: &RulebookDocument) -> ServiceDocument {
        let treats = self.provider.index(document.providers.len());
        let provider = &document.providers[treats];
        let mut needs = self.needs(document, provider.location.as_ref());
        needs.extend(self.further_providers(document, treats));
        if self.twice {
            two_of_one(document, treats, &mut needs);
        }
        let buffer = |at: usize| BufferDocument {
            before: Minutes(self.buffers[at]),
            after: Minutes(self.buffers[at + 1]),
        };
        let mut phases: Vec<_> =
            (0..).zip(&self.phases).map(|(at, drawn)| phase(at, drawn, &needs)).collect();
        if self.clearance.is_empty() {
            let asks = |phase: &&mut PhaseDocument| phase.only == Some(Only::ClearanceMissing);
            phases.iter_mut().filter(asks).for_each(|phase| phase.only = None);
        }
        let treats = |phase: &PhaseDocument| phase.uses.iter().any(|used| used == "provider");
        if !phases.iter().any(|phase| phase.only.is_none() && treats(phase)) {
            phases.iter_mut().for_each(|phase| phase.only = None);
        }
        let qualification = self.qualification(provider);
        let supervision =
            self.supervised.as_ref().and_then(|drawn| drawn.of(document, provider, &qualification, &needs));
        ServiceDocument {
            code: ["TOX", "FILLER", "LASER", "FACIAL"][at.min(3)].into(),
            name: None,
            aliases: Vec::new(),
            category: None,
            minutes: phases.is_empty().then_some(Minutes(self.minutes)),
            phases,
            qualification,
            supervision,
            needs,
            buffers: BuffersDocument { provider: buffer(0), room: buffer(2), device: buffer(4) },
            price: self.price,
            lead_minutes: self.lead.map(Minutes),
            furthest_days: self.furthest_days,
            clearance: self.clearance.iter().copied().map(clearance).collect(),
        }
    }

    /// Needs that others than the drawn provider fulfil, if there are any: each somebody of their own, of the same
    /// location if possible.
    fn further_providers(&self, document: &RulebookDocument, treats: usize) -> Vec<NeedDocument> {
        let mut others: Vec<&ProviderDocument> = document.providers.iter().collect();
        let location = others.remove(treats).location.clone();
        others.sort_by_key(|provider| provider.location != location);
        let mut needs = Vec::new();
        for (at, (model, held)) in self.assistants.iter().enumerate() {
            let near = others.iter().filter(|other| other.location == location).count();
            if others.is_empty() {
                break;
            }
            let model = others.remove(model.index(if near > 0 { near } else { others.len() }));
            let set: BTreeSet<_> = model
                .credentials
                .iter()
                .enumerate()
                .filter(|(at, _)| held.contains(at))
                .map(|(_, held)| held.id.clone())
                .collect();
            needs.push(NeedDocument {
                kind: NeedKind::Provider,
                count: 1,
                role: Some(["assistant", "second assistant"][at.min(1)].to_owned()),
                qualification: (!set.is_empty()).then(|| set.into_iter().collect()).into_iter().collect(),
                capabilities: Vec::new(),
                any_of: Vec::new(),
            });
        }
        needs
    }

    /// Some of what the provider holds, or another set.
    fn qualification(&self, provider: &ProviderDocument) -> Vec<Vec<CredentialId>> {
        let held = provider.credentials.iter().enumerate();
        let first: BTreeSet<_> =
            held.filter(|(at, _)| self.qualified_by.contains(at)).map(|(_, held)| held.id.clone()).collect();
        if first.is_empty() {
            return Vec::new();
        }
        let second = self.or_by.iter().map(|set| set.iter().copied().map(credential).collect::<Vec<_>>());
        let second = second.filter(|set| !set.is_empty() && !set.iter().eq(first.iter()));
        std::iter::once(first.iter().cloned().collect()).chain(second).collect()
    }

    /// Needs that the drawn room and device of the location fulfil together.
    fn needs(&self, document: &RulebookDocument, location: Option<&LocationId>) -> Vec<NeedDocument> {
        let of_kind = |kind| {
            let all = document.resources.iter();
            all.filter(|resource| resource.kind == kind && resource.location.as_ref() == location)
                .collect::<Vec<_>>()
        };
        let (rooms, devices) = (of_kind(ResourceKind::Room), of_kind(ResourceKind::Device));
        let device = self.device.as_ref().filter(|_| !devices.is_empty());
        let device = device.map(|(model, need)| (devices[model.index(devices.len())], need));
        let stands_in = device.and_then(|(device, _)| device.fixed_in.as_ref());
        let room = match (&self.room, stands_in) {
            (Some((_, need)), Some(stands_in)) => {
                rooms.iter().find(|room| room.id == *stands_in).map(|room| (*room, need.clone()))
            }
            (None, Some(stands_in)) => {
                rooms.iter().find(|room| room.id == *stands_in).map(|room| (*room, Need::default()))
            }
            (Some((model, need)), None) if !rooms.is_empty() => {
                Some((rooms[model.index(rooms.len())], need.clone()))
            }
            _ => None,
        };
        let second = self.second_room.as_ref().zip(room.as_ref()).and_then(|((model, need), (first, _))| {
            let others: Vec<_> = rooms.iter().filter(|room| room.id != first.id).collect();
            (!others.is_empty()).then(|| (*others[model.index(others.len())], need))
        });
        let first = room.as_ref().map(|(room, wanted)| need(document, room, wanted, None));
        let second = second.map(|(room, wanted)| need(document, room, wanted, Some("second room")));
        let device = device.map(|(device, wanted)| need(document, device, wanted, None));
        // In any order: the solver sorts by kind.
        device.into_iter().chain(first).chain(second).collect()
    }
}

/// Makes the first need that can be had twice a need for two.
pub(super) fn two_of_one(document: &RulebookDocument, treats: usize, needs: &mut [NeedDocument]) {
    let location = &document.providers[treats].location;
    let alone = |needs: &[NeedDocument], kind| needs.iter().filter(|need| need.kind == kind).count() == 1;
    for at in 0..needs.len() {
        let need = &needs[at];
        let fitting = match need.kind {
            NeedKind::Provider => {
                let holds = |provider: &ProviderDocument, id: &CredentialId| {
                    provider.credentials.iter().any(|held| held.id == *id)
                };
                let may = |provider: &ProviderDocument| {
                    need.qualification.iter().all(|set| set.iter().all(|id| holds(provider, id)))
                };
                let others = document.providers.iter().enumerate().filter(|(at, _)| *at != treats);
                others.filter(|(_, provider)| may(provider)).count()
            }
            NeedKind::Room | NeedKind::Device => {
                let fits = |resource: &&ResourceDocument| {
                    need.kind.resource() == Some(resource.kind)
                        && resource.location == *location
                        && resource.fixed_in.is_none()
                        && (need.any_of.is_empty() || need.any_of.contains(&resource.id))
                        && need.capabilities.iter().all(|wanted| resource.capabilities.contains(wanted))
                };
                document.resources.iter().filter(fits).count()
            }
        };
        if fitting > 1 && alone(needs, need.kind) {
            needs[at].count = 2;
            return;
        }
    }
}

/// A need that the model fulfils: some of its capabilities, and perhaps a list that it is on.
pub(super) fn need(
    document: &RulebookDocument,
    model: &ResourceDocument,
    wanted: &Need,
    role: Option<&str>,
) -> NeedDocument {
    let (capabilities, listed) = wanted;
    let of_model = model.capabilities.iter().enumerate();
    let of_kind = document.resources.iter().filter(|resource| resource.kind == model.kind).enumerate();
    NeedDocument {
        kind: if model.kind == ResourceKind::Room { NeedKind::Room } else { NeedKind::Device },
        count: 1,
        role: role.map(str::to_owned),
        qualification: Vec::new(),
        capabilities: of_model
            .filter(|(at, _)| capabilities.contains(at))
            .map(|(_, name)| name.clone())
            .collect(),
        any_of: listed.as_ref().map_or_else(Vec::new, |listed| {
            let on_list = |at: usize, id| listed.contains(&at) || id == &model.id;
            of_kind
                .filter(|(at, resource)| on_list(*at, &resource.id))
                .map(|(_, resource)| resource.id.clone())
                .collect()
        }),
    }
}

/// The first phase uses everything, the others some of it.
pub(super) fn phase(
    at: usize,
    (minutes, provider, needed, only): &Drawn,
    needs: &[NeedDocument],
) -> PhaseDocument {
    let role = |need: &NeedDocument| {
        need.role
            .clone()
            .unwrap_or_else(|| if need.kind == NeedKind::Room { "room" } else { "device" }.to_owned())
    };
    let provider = (at == 0 || *provider).then(|| "provider".to_owned());
    let needed = needs.iter().zip(needed).filter(|(_, used)| at == 0 || **used).map(|(need, _)| role(need));
    let mut uses: Vec<_> = provider.into_iter().chain(needed).collect();
    if uses.is_empty() {
        uses.push("provider".to_owned());
    }
    PhaseDocument { name: format!("phase {}", at + 1), minutes: Minutes(*minutes), uses, only: *only }
}
