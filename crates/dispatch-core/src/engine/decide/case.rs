//! One booking under judgment: what was known of it before the command, and what the platform shows now.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::{
    explain::ReasonCode,
    ids::{BookingId, Lane, ProviderId},
    rulebook::Rulebook,
};

use super::super::model::{BookedBy, Booking, Connection, FieldAuthority, Snapshot, State};
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

    /// True if a person placed it: rules do not move it.
    pub(super) fn is_pinned(&self) -> bool {
        self.known.is_some_and(|known| known.pinned)
    }
}
