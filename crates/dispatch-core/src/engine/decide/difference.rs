//! The difference between two pictures of an appointment, sorted by what follows from it.

use crate::rulebook::Rulebook;

use super::super::model::{ClientFacts, FieldAuthority, Snapshot};
use super::{
    case::{BookingCase, same_services},
    resolve::{Resolved, resolve},
};

/// What differs. A field that the platform does not keep, an id of a line and a contact's consent are no difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// The provider of a service.
    pub(super) provider: bool,
    /// A room or device of a service.
    pub(super) resources: bool,
    /// The start of a service.
    pub(super) time: bool,
    /// The services themselves, their add-ons, their lengths, the location, or that it is a group's.
    pub(super) services: bool,
    /// The length of a service alone.
    pub(super) length: bool,
    /// The client, or what was judged of them: wishes, VIP, clearances, history; or the status that it waits with.
    pub(super) client: bool,
}

impl Difference {
    pub(super) const fn any(self) -> bool {
        self.is_a_choice() || self.time || self.is_judged()
    }

    /// True if a person may have chosen another provider, room or device.
    pub(super) const fn is_a_choice(self) -> bool {
        self.provider || self.resources
    }

    /// True if something else changed that the decision was made from.
    pub(super) const fn is_judged(self) -> bool {
        self.services || self.length || self.client
    }
}

/// The difference of the picture under judgment from the one before.
pub(super) fn difference(rulebook: &Rulebook, before: &Snapshot, case: &BookingCase<'_>) -> Difference {
    let now = &*case.snapshot;
    if before == now {
        return Difference::default();
    }
    let resolved = resolve(rulebook, case.connection, before);
    let mut difference = Difference {
        services: !same_services(before, now),
        client: other_client(before, now) || other_flags(&resolved, &case.resolved),
        ..Difference::default()
    };
    let local_time = case.connection.authority.time == FieldAuthority::Local;
    for (old, new) in resolved.items.iter().zip(&case.resolved.items) {
        difference.provider |= old.provider != new.provider;
        difference.resources |= old.resources != new.resources;
        difference.time |= !local_time && old.span.start != new.span.start;
        difference.length |= old.span.minutes() != new.span.minutes();
    }
    difference
}

fn other_client(before: &Snapshot, now: &Snapshot) -> bool {
    let wished = |snapshot: &Snapshot| snapshot.items.iter().any(|item| item.provider_requested);
    before.client != now.client
        || before.booked_by != now.booked_by
        || wished(before) != wished(now)
        || !same_facts(&before.about_client, &now.about_client)
}

/// True if all that is judged of a client is the same. The provider of the last visit only ranks, and consent only says
/// how the client is written to.
fn same_facts(one: &ClientFacts, other: &ClientFacts) -> bool {
    let judged = |facts: &ClientFacts| (facts.vip, facts.new, facts.gender.clone(), facts.language.clone());
    judged(one) == judged(other)
        && one.avoid == other.avoid
        && one.clearances == other.clearances
        && one.history == other.history
}

/// True if the rulebook knows more of one picture than of the other, or a status that it does not know came or went.
fn other_flags(before: &Resolved, now: &Resolved) -> bool {
    before.flags != now.flags
}
