//! One service of a request as its client gets it: names looked up, lengths and prices added up, nothing judged yet.

use crate::{
    availability::{Context, Moment},
    calendar::Schedule,
    explain::{Note, ReasonCode},
    ids::ClearanceIndex,
    rulebook::{Fit, Rulebook, Service, UnknownHistory, Variant},
    time::{Minute, Minutes, Span},
};

use super::{
    bounds::Bounds,
    clearance::{self, Standing},
    flags::Flags,
    request::{Request, RequestItem},
    spacing::OnDate,
};

/// The most services of a visit: the search for a visit grows with each.
pub(super) const MOST_ITEMS: usize = 6;

/// The reason why a request cannot be judged at all.
pub(crate) fn unjudged(request: &Request) -> ReasonCode {
    if request.items.len() > MOST_ITEMS { ReasonCode::SeveralServices } else { ReasonCode::UnknownService }
}

/// A request for one service.
#[derive(Clone, Copy)]
pub(crate) struct ItemCase<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) request: &'a Request,
    pub(crate) item: &'a RequestItem,
    /// As the client gets it; where it asks for clearances, at a start that was given to [`Self::at`].
    pub(crate) service: &'a Service,
    pub(super) variant: Variant,
    standing: Standing,
    /// How much longer than the menu says it takes with its add-ons, whoever treats.
    pub(crate) added: Minutes,
    bounds: Bounds,
}

impl<'a> ItemCase<'a> {
    /// None for a request that is not for exactly one known service.
    #[inline]
    pub(crate) fn of(rulebook: &'a Rulebook, schedule: &'a Schedule, request: &'a Request) -> Option<Self> {
        let [item] = request.items.as_slice() else { return None };
        Self::for_item(rulebook, schedule, request, item)
    }

    /// One service of a request by itself. None if the rulebook does not know it.
    #[inline]
    pub(super) fn for_item(
        rulebook: &'a Rulebook,
        schedule: &'a Schedule,
        request: &'a Request,
        item: &'a RequestItem,
    ) -> Option<Self> {
        let variant = Variant { new_client: request.client.new, clearance_missing: false };
        let service = rulebook.services.get(item.service.position())?.for_client(variant);
        let Request { booking, location, ref client, .. } = *request;
        let context = Context { rulebook, schedule, booking, client, location };
        let bounds = Bounds::of(rulebook, service, request.now);
        let added = item.added_minutes.max(Minutes(0));
        Some(Self { context, request, item, service, variant, standing: Standing::Cleared, added, bounds })
    }

    /// The same request at a start: the service as the client gets it on that date.
    #[inline]
    pub(crate) fn at(&self, start: Minute) -> Self {
        if self.service.clearance.is_empty() { *self } else { self.after(start, &[]) }
    }

    /// Becomes [`Self::at`] a start; nothing is copied where no clearance is asked for.
    #[inline]
    pub(super) fn stand_at(&mut self, start: Minute) {
        if !self.service.clearance.is_empty() {
            *self = self.after(start, &[]);
        }
    }

    /// The same after a client had these clearances in earlier services of the visit.
    pub(super) fn after(&self, start: Minute, had: &[ClearanceIndex]) -> Self {
        let standing = Standing::of(&self.context, self.service, start, had);
        let variant = Variant { clearance_missing: standing == Standing::Missing, ..self.variant };
        let service = self.context.rulebook.services.get(self.item.service.position());
        let service = service.map_or(self.service, |service| service.for_client(variant));
        Self { service, variant, standing, ..*self }
    }

    /// The menu's length with the add-ons.
    #[inline]
    pub(crate) fn minutes(&self) -> Minutes {
        Minutes(self.service.minutes.0.saturating_add(self.added.0))
    }

    /// How much longer than the menu says it takes with this provider.
    #[inline]
    pub(crate) fn extra(&self, fit: &Fit) -> Minutes {
        Minutes(fit.extra.0.saturating_add(self.added.0))
    }

    /// The service's price with that of the add-ons.
    pub(super) fn price(&self) -> i64 {
        self.service.price.unwrap_or(0).saturating_add(self.item.added_price)
    }

    /// From the client's arrival to the end of the service.
    pub(crate) fn visit(&self, start: Minute, extra: Minutes) -> Span {
        Span::from_start(start, Minutes(self.service.minutes.0.saturating_add(extra.0)))
    }

    /// True if the rulebook sends bookings of this price to a person.
    pub(super) fn is_high_value(&self, price: i64) -> bool {
        self.context.rulebook.exceptions.high_value.is_some_and(|limit| price >= limit)
    }

    /// True if the location is open for all of a visit.
    pub(super) fn is_open(&self, visit: Span) -> bool {
        let opening = self.context.rulebook.opening(self.context.location);
        let at = opening.partition_point(|span| span.end <= visit.start);
        opening.get(at).is_some_and(|span| span.contains(visit))
    }

    /// False for a provider who takes longer than the menu says, where only the menu's length ends before closing.
    pub(super) fn done_by_closing(&self, start: Minute, extra: Minutes) -> bool {
        extra <= self.added
            || self.is_open(self.visit(start, extra))
            || !self.is_open(self.visit(start, self.added))
    }

    /// The other bookings of the client that begin before a provider is done who takes longer than the menu says.
    pub(super) fn runs_into(&self, start: Minute, extra: Minutes) -> impl Iterator<Item = Span> {
        let (menu, own) = (self.visit(start, self.added), self.visit(start, extra));
        let busy = if extra > self.added { self.request.client.busy.as_slice() } else { &[] };
        busy.iter().copied().filter(move |busy| busy.overlaps(own) && !busy.overlaps(menu))
    }

    /// The first and the last start to look at, in a window or among alternatives. Those between them may be out of the
    /// question all the same: [`Self::ruled_out`] says.
    pub(crate) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The reasons why a start cannot be had, whoever takes the booking; empty if a provider might.
    #[inline]
    pub(crate) fn ruled_out(&self, start: Minute) -> Flags {
        let mut flags = self.bounds.flags(start);
        let visit = self.visit(start, self.added);
        let elsewhere = self.request.client.busy.iter().any(|busy| busy.overlaps(visit));
        flags.raise_if(elsewhere, ReasonCode::ClientElsewhere);
        flags.add(self.spacing_flags(start));
        flags
    }

    /// The flags for the rules about days between services that a start breaks.
    #[inline]
    pub(super) fn spacing_flags(&self, start: Minute) -> Flags {
        if self.service.spacings.is_empty() {
            return Flags::default();
        }
        OnDate::of(&self.context, std::iter::once(self.service), start).flags()
    }

    /// A service that such rules name is judged by a person while it is not known what else the client had.
    #[inline]
    pub(super) fn history_flags(&self) -> Flags {
        let mut flags = Flags::default();
        let unknown = !self.service.spacings.is_empty()
            && !self.context.client.history.complete
            && self.context.rulebook.unknown_history == UnknownHistory::Flag;
        flags.raise_if(unknown, ReasonCode::HistoryUnknown);
        flags
    }

    /// The flags for clearances that the client lacks or may lack.
    #[inline]
    pub(super) fn clearance_flags(&self) -> Flags {
        self.standing.flags(self.service)
    }

    /// The clearances that the client has once this service is over, which it has a phase for.
    pub(super) fn clears_in_it(&self) -> &'a [ClearanceIndex] {
        if self.standing == Standing::Missing && self.service.clears { &self.service.clearance } else { &[] }
    }

    /// One note for each clearance that the client lacks or may lack.
    pub(super) fn clearance_notes(&self, start: Minute, item: u8, had: &[ClearanceIndex]) -> Vec<Note> {
        clearance::notes(&self.context, self.service, self.standing, (start, item), had)
    }

    /// One note for each rule about days between services that a start breaks.
    pub(super) fn spacing_notes(&self, start: Minute, into: &mut Vec<Note>) {
        if !self.service.spacings.is_empty() {
            OnDate::of(&self.context, std::iter::once(self.service), start).notes(into);
        }
    }

    /// True if the calendar of a lane that could serve on that day cannot be read: of the providers who could treat, only the
    /// one asked for counts, if any.
    pub(super) fn could_be_unread(&self, moment: &Moment<'_>) -> bool {
        if self.context.schedule.unreadable().is_empty() {
            return false;
        }
        // A provider who supervises from outside the room may be anywhere.
        let here = |lane| {
            self.context.person(lane) != lane
                || self.context.lane(lane).is_some_and(|rules| rules.works_at(self.context.location))
        };
        let asked = |lane| self.item.requested.is_none_or(|requested| requested == lane);
        let treats = self.service.ranked().into_iter().flat_map(|demand| &demand.fit);
        let treats = treats.filter(|fit| asked(fit.lane));
        let rest = self.service.others().iter().flat_map(|demand| &demand.fit);
        treats
            .chain(rest)
            .any(|fit| !self.context.is_readable(fit.lane) && here(fit.lane) && fit.is_valid(moment.page))
    }
}
