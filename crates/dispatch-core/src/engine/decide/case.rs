//! One booking under judgment: what was known of it before the command, and what the platform shows now.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::{
    assign::Assignment,
    explain::ReasonCode,
    ids::{BookingId, Lane, ProviderId},
    rulebook::Rulebook,
    time::{Minute, Minutes},
};

use super::super::model::{BookedBy, Booking, Connection, Disposition, FieldAuthority, Snapshot, State};
use super::resolve::{Resolved, resolve};

/// The lane of the provider who treats, service by service.
pub(super) type Providers = SmallVec<[Option<Lane>; 4]>;

/// One booking under judgment.
pub(super) struct BookingCase<'a> {
    pub(super) id: BookingId,
    /// As before this command; none if it is new.
    pub(super) known: Option<&'a Booking>,
    pub(super) connection: &'a Connection,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) resolved: Resolved,
}

impl<'a> BookingCase<'a> {
    pub(super) fn new(
        rulebook: &Rulebook,
        id: BookingId,
        known: Option<&'a Booking>,
        connection: &'a Connection,
        snapshot: Arc<Snapshot>,
    ) -> Self {
        let resolved = resolve(rulebook, connection, &snapshot);
        Self { id, known, connection, snapshot, resolved }
    }

    /// A booking as it stands.
    pub(super) fn of(rulebook: &Rulebook, state: &'a State, id: BookingId) -> Option<Self> {
        let known = state.booking(id)?;
        let connection = state.connection(&known.connection)?;
        Some(Self::new(rulebook, id, Some(known), connection, Arc::clone(&known.snapshot)))
    }

    /// The platform's provider of the first service.
    pub(super) fn platform_provider(&self) -> Option<Lane> {
        self.resolved.items.first()?.provider
    }

    /// The platform's provider of each service.
    pub(super) fn platform_providers(&self) -> Providers {
        self.resolved.items.iter().map(|item| item.provider).collect()
    }

    /// The provider that messages name where none was assigned by us.
    pub(super) fn platform_provider_id(&self, rulebook: &Rulebook) -> Option<ProviderId> {
        rulebook.provider_id(self.platform_provider()?).cloned()
    }

    /// True if the client or the staff wished for the platform's provider of some service.
    pub(super) fn is_requested(&self) -> bool {
        (0..self.snapshot.items.len()).any(|item| self.is_requested_for(item))
    }

    fn is_requested_for(&self, item: usize) -> bool {
        let asked = self.snapshot.items.get(item).is_some_and(|item| item.provider_requested);
        asked || self.snapshot.booked_by == BookedBy::Staff
    }

    /// For each service the provider that must not be exchanged: requested, booked by staff, or not ours to set.
    pub(super) fn wished(&self) -> Providers {
        let platform = self.connection.authority.provider == FieldAuthority::Platform;
        let fixed = |item: usize| self.is_requested_for(item) || platform;
        let items = self.resolved.items.iter().enumerate();
        items.map(|(at, item)| if fixed(at) { item.provider } else { None }).collect()
    }

    /// True if the rulebook does not know the provider, the service or the location.
    pub(super) fn is_partly_unknown(&self) -> bool {
        let unknown = [ReasonCode::UnknownService, ReasonCode::UnknownProvider, ReasonCode::UnknownLocation];
        let flags = &self.resolved.flags;
        let items = &self.resolved.items;
        items.is_empty()
            || items.iter().any(|item| item.provider.is_none())
            || unknown.iter().any(|unknown| flags.contains(unknown))
    }

    /// The client's arrival as the platform shows it.
    pub(super) fn shown_start(&self) -> Option<Minute> {
        self.resolved.items.first().map(|item| item.span.start)
    }

    /// True if every service of an assignment starts when the platform shows it.
    pub(super) fn starts_like(&self, assignment: &Assignment) -> bool {
        let ours = assignment.items.iter().map(|item| item.span.start);
        ours.eq(self.resolved.items.iter().map(|item| item.span.start))
    }

    /// True if a message about it answers what the client did.
    pub(super) fn answers_client(&self) -> bool {
        self.snapshot.booked_by == BookedBy::Client
    }

    /// True if it is assigned already.
    pub(super) fn is_assigned(&self) -> bool {
        self.known.is_some_and(|known| known.disposition == Disposition::Assigned)
    }

    /// The reasons that a person has decided upon, as long as client, services and time are those that they decided for.
    pub(super) fn accepted(&self) -> &'a [ReasonCode] {
        let Some(known) = self.known else { return &[] };
        let start = |snapshot: &Snapshot| snapshot.items.first().map(|item| item.start);
        let same = known.snapshot.client == self.snapshot.client
            && same_services(&known.snapshot, &self.snapshot)
            && start(&known.snapshot) == start(&self.snapshot)
            && lengths(&known.snapshot).eq(lengths(&self.snapshot));
        if same { &known.accepted } else { &[] }
    }

    /// True if the services and their lengths are as they were.
    pub(super) fn is_as_before(&self) -> bool {
        self.known.is_some_and(|known| {
            same_services(&known.snapshot, &self.snapshot)
                && lengths(&known.snapshot).eq(lengths(&self.snapshot))
        })
    }

    /// True if the platform gives a service more time than before, and more than the menu does.
    pub(super) fn was_made_longer(&self) -> bool {
        let Some(known) = self.known else { return false };
        let longer = lengths(&known.snapshot).zip(lengths(&self.snapshot)).any(|(before, now)| now > before);
        longer && self.resolved.items.iter().any(|item| item.stretch > Minutes(0))
    }

    /// True if the platform gives a service another length than the menu and its provider do.
    pub(super) fn length_differs(&self, assignment: &Assignment) -> bool {
        let ours = assignment.items.iter().map(|item| item.span.minutes());
        self.resolved.items.iter().any(|item| item.stretch > Minutes(0))
            || !ours.eq(self.resolved.items.iter().map(|item| item.span.minutes()))
    }

    /// True if a person placed it: rules do not move it.
    pub(super) fn is_pinned(&self) -> bool {
        self.known.is_some_and(|known| known.pinned)
    }
}

fn lengths(snapshot: &Snapshot) -> impl Iterator<Item = i64> + '_ {
    snapshot.items.iter().map(|item| item.end.0 - item.start.0)
}

/// True if two pictures are of the same services at the same location.
pub(super) fn same_services(one: &Snapshot, other: &Snapshot) -> bool {
    one.location == other.location
        && one.grouped == other.grouped
        && one.items.len() == other.items.len()
        && one
            .items
            .iter()
            .zip(&other.items)
            .all(|(one, other)| (&one.service, &one.add_ons) == (&other.service, &other.add_ons))
}
