//! Random supervision: of every service that has it somebody else than the one who treats may supervise.

use std::collections::BTreeSet;

use dispatch_core::{
    CredentialId, Lane, NeedDocument, NeedKind, Presence, ProviderDocument, RulebookDocument,
    SupervisesDocument, SupervisionDocument,
};
use proptest::{option, prelude::*, sample::Index, sample::select};

use super::values::{CREDENTIALS, Hours, OPENING, credential, subset, weekly};

/// How many at once, and when they can be reached.
pub(super) type Supervises = Option<(u16, Option<Hours>)>;

pub(super) fn supervises() -> impl Strategy<Value = Supervises> {
    let all_day: Hours = &[(0, 1440)];
    let hours = option::weighted(0.7, prop_oneof![2 => select(OPENING), 3 => Just(all_day)]);
    option::weighted(0.7, (1u16..=2, hours))
}

pub(super) fn of_provider(drawn: &Supervises) -> Option<SupervisesDocument> {
    drawn.map(|(at_once, hours)| SupervisesDocument { at_once, hours: hours.map(weekly) })
}

/// Supervision before it is known who there is.
#[derive(Clone, Debug)]
pub(super) struct Supervised {
    presence: Presence,
    /// Somebody who is to be able to supervise, and which of what they hold is asked for.
    model: Index,
    by: BTreeSet<usize>,
    or_by: Option<BTreeSet<usize>>,
    /// Which of what one who treats holds makes them need nobody.
    unless: Option<BTreeSet<usize>>,
}

pub(super) fn supervised() -> impl Strategy<Value = Supervised> {
    let presence = select(&[Presence::InRoom, Presence::OnSite, Presence::Reachable][..]);
    let or_by = option::weighted(0.4, subset(CREDENTIALS));
    let unless = option::weighted(0.7, subset(4));
    (presence, any::<Index>(), subset(4), or_by, unless)
        .prop_map(|(presence, model, by, or_by, unless)| Supervised { presence, model, by, or_by, unless })
}

fn set(drawn: &BTreeSet<usize>) -> Option<Vec<CredentialId>> {
    (!drawn.is_empty()).then(|| drawn.iter().copied().map(credential).collect())
}

impl Supervised {
    /// None if nobody is left to supervise.
    pub(super) fn of(
        &self,
        document: &RulebookDocument,
        treats: &ProviderDocument,
        qualification: &[Vec<CredentialId>],
        needs: &[NeedDocument],
    ) -> Option<SupervisionDocument> {
        // Near, so that they may be there too.
        let near = |other: &&ProviderDocument| other.id != treats.id && other.location == treats.location;
        let near: Vec<&ProviderDocument> = document.providers.iter().filter(near).collect();
        let model = near.get(self.model.index(near.len().max(1))).copied();
        let model = model.unwrap_or(&document.providers[self.model.index(document.providers.len())]);
        let held: BTreeSet<&CredentialId> = model.credentials.iter().map(|held| &held.id).collect();
        let some = held.iter().enumerate().filter(|(at, _)| self.by.contains(at));
        let mut first: Vec<CredentialId> = some.map(|(_, id)| (*id).clone()).collect();
        if first.is_empty() {
            first.push((*held.first()?).clone());
        }
        let by: Vec<_> = std::iter::once(first).chain(self.or_by.as_ref().and_then(set)).collect();
        let mut roles = vec![holders(document, qualification)];
        for need in needs.iter().filter(|need| need.kind == NeedKind::Provider) {
            roles.extend((0..need.count).map(|_| holders(document, &need.qualification)));
        }
        roles.push(holders(document, &by));
        let held = treats.credentials.iter().enumerate();
        let of_theirs = |unless: &BTreeSet<usize>| -> Vec<CredentialId> {
            held.clone().filter(|(at, _)| unless.contains(at)).map(|(_, held)| held.id.clone()).collect()
        };
        let unless = self.unless.iter().map(of_theirs).filter(|set| !set.is_empty()).collect();
        different(&roles, &mut Vec::new()).then_some(SupervisionDocument {
            by,
            presence: self.presence,
            unless,
        })
    }
}

/// Those who hold one of the sets on some date; of no set, everybody does.
fn holders(document: &RulebookDocument, sets: &[Vec<CredentialId>]) -> Vec<usize> {
    let holds = |provider: &ProviderDocument, set: &Vec<CredentialId>| {
        set.iter().all(|id| provider.credentials.iter().any(|held| held.id == *id))
    };
    let may = |provider: &ProviderDocument| sets.is_empty() || sets.iter().any(|set| holds(provider, set));
    let providers = document.providers.iter().enumerate();
    providers.filter(|(_, provider)| may(provider)).map(|(at, _)| at).collect()
}

/// True if each role can have somebody of its own.
fn different(roles: &[Vec<usize>], taken: &mut Vec<usize>) -> bool {
    let Some(role) = roles.get(taken.len()) else { return true };
    role.iter().any(|one| {
        let free = !taken.contains(one);
        taken.push(*one);
        let found = free && different(roles, taken);
        taken.pop();
        found
    })
}

/// Those who have a lane of their own for what they supervise from outside the room.
pub(super) fn from_outside(document: &RulebookDocument) -> Vec<usize> {
    let rules = document.services.iter().filter_map(|service| service.supervision.as_ref());
    let outside = rules.filter(|rule| rule.presence != Presence::InRoom);
    let found: BTreeSet<usize> = outside.flat_map(|rule| holders(document, &rule.by)).collect();
    found.into_iter().collect()
}

/// How many may lie on such a lane at once; none for any other.
pub(super) fn at_once(document: &RulebookDocument, lane: Lane) -> Option<u16> {
    let behind = lane.position().checked_sub(document.providers.len() + document.resources.len())?;
    let at = *from_outside(document).get(behind)?;
    Some(document.providers[at].supervises.as_ref().map_or(1, |rule| rule.at_once))
}
