//! One booking under judgment: what is known of it before this command, and what was seen with it.

use std::sync::Arc;

use crate::{
    explain::ReasonCode,
    ids::{BookingId, Lane, ProviderId},
    rulebook::Rulebook,
};

use super::super::{
    BookedBy, Booking, Connection, FieldAuthority, Snapshot, State,
    resolve::{Resolved, resolve},
};

/// One booking under judgment.
pub(super) struct Case<'a> {
    pub(super) id: BookingId,
    /// As before this command; none if it is new.
    pub(super) known: Option<&'a Booking>,
    pub(super) connection: &'a Connection,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) resolved: Resolved,
}

impl<'a> Case<'a> {
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

    /// True if the platform's provider is a wish of the client's or of the staff's.
    pub(super) fn is_requested(&self) -> bool {
        let asked = self.snapshot.items.first().is_some_and(|item| item.provider_requested);
        asked || self.snapshot.booked_by == BookedBy::Staff
    }

    /// True if we could not say who treats, what or where.
    pub(super) fn is_partly_unknown(&self) -> bool {
        let unknown = [ReasonCode::UnknownService, ReasonCode::UnknownProvider, ReasonCode::UnknownLocation];
        let flags = &self.resolved.flags;
        self.platform_provider().is_none() || unknown.iter().any(|unknown| flags.contains(unknown))
    }

    /// The provider that must not be exchanged: requested, booked by staff, or not ours to set.
    pub(super) fn wished(&self) -> Option<Lane> {
        let fixed = self.is_requested() || self.connection.authority.provider == FieldAuthority::Platform;
        self.platform_provider().filter(|_| fixed)
    }

    /// The provider in messages where nobody was assigned by us.
    pub(super) fn platform_provider_id(&self, rulebook: &Rulebook) -> Option<ProviderId> {
        rulebook.provider_id(self.platform_provider()?).cloned()
    }
}
