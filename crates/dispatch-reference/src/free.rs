//! Free or not: what a lane would be used for, and what lies there already.

use std::collections::BTreeSet;

use dispatch_core::{BookingId, Lane, Minute, Minutes, Occupancy, Origin, Padding, ResourceKind, Span};

use super::{
    case::ReferenceCase,
    clock::span,
    menu::{Role, Use},
    supervisor,
};

impl ReferenceCase<'_> {
    /// What a lane in a role is used for, each contiguous use with its padding.
    pub(super) fn take_up(&self, role: &Role, lane: Lane, own: Option<i32>, start: i32) -> Vec<Occupancy> {
        let occupancy = |used: &Use| {
            let from = Minute(start + used.offset);
            Occupancy {
                lane,
                booking: self.request.booking,
                item: 0,
                phase: used.phase,
                service: Some(self.item.service.0),
                used: Span::from_start(from, Minutes(own.unwrap_or(used.minutes))),
                before: role.buffer.before,
                after: role.buffer.after,
                origin: Origin::Ours,
            }
        };
        role.uses.iter().map(occupancy).collect()
    }

    pub(super) fn provider_free(&self, lane: Lane, start: i32, is_open: bool) -> bool {
        let own = self.own_minutes(lane);
        let occupancies = self.take_up(&self.roles[0], lane, own, start);
        // A provider who takes longer than the menu says must be done before closing too.
        let visit = (start, start + own.unwrap_or(self.minutes()));
        let busy = &self.request.client.busy;
        let menu = span((start, start + self.minutes()));
        // A client who must leave before they are done cannot stay; one who cannot come at all is another matter.
        let runs_into = busy.iter().any(|busy| busy.overlaps(span(visit)) && !busy.overlaps(menu));
        !runs_into
            && (!is_open || self.hours.open(self.clock, self.request.location, visit))
            && self.person_free(lane, &occupancies)
    }

    pub(super) fn person_free(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        self.free(occupancies)
            && self.below_cap(lane, occupancies)
            && self.breaks_kept(lane, occupancies)
            && self.pauses_kept(lane, occupancies)
    }

    /// There for every minute, padding included; under no block; far enough from every other booking.
    pub(super) fn free(&self, occupancies: &[Occupancy]) -> bool {
        let (first, end) = self.clock.horizon();
        occupancies.iter().all(|own| {
            let padded = own.padded();
            let lies_on = |lane| lane == own.lane || lane == self.whose(own.lane);
            let blocked = self.blocks.iter().any(|block| lies_on(block.lane) && block.span.overlaps(padded));
            let inside = first <= padded.start.0 && padded.end.0 <= end;
            let there = inside
                && match supervisor::person(self.document, own.lane) {
                    Some(person) => self.at_hand(person, own),
                    None => (padded.start.0..padded.end.0).all(|minute| {
                        self.hours.there(self.clock, own.lane, self.request.location, minute)
                            || self.may_clean_up(own, minute)
                    }),
                };
            let mut others = self.others.iter().filter(|other| other.lane == own.lane);
            there
                && !blocked
                && !self.unreadable.contains(&self.whose(own.lane))
                && if self.holds(own.lane) > 1 {
                    self.room_for_one_more(own)
                } else {
                    others.all(|other| self.far_enough(own, other))
                }
        })
    }

    pub(super) fn holds(&self, lane: Lane) -> u16 {
        if let Some(person) = supervisor::person(self.document, lane) {
            return self.document.providers[person].supervises.as_ref().map_or(1, |rule| rule.at_once);
        }
        let resource = lane.position().checked_sub(self.document.providers.len());
        resource.and_then(|at| self.document.resources.get(at)).map_or(1, |resource| resource.holds)
    }

    /// At every minute, buffers included, fewer other bookings lie there than it holds.
    fn room_for_one_more(&self, own: &Occupancy) -> bool {
        let padded = own.padded();
        (padded.start.0..padded.end.0).all(|minute| {
            let minute = span((minute, minute + 1));
            let there =
                self.others.iter().filter(|other| other.lane == own.lane && other.padded().overlaps(minute));
            let bookings: BTreeSet<BookingId> = there.map(|other| other.booking).collect();
            bookings.len() < usize::from(self.holds(own.lane))
        })
    }

    /// `exclusive`: a gap of at least after + before; `shared`: of at least the larger.
    pub(super) fn far_enough(&self, one: &Occupancy, other: &Occupancy) -> bool {
        let padding = &self.document.padding;
        let rule = match self
            .document
            .resources
            .get(one.lane.position().wrapping_sub(self.document.providers.len()))
        {
            None if supervisor::person(self.document, one.lane).is_some() => Padding::Exclusive,
            None => padding.provider,
            Some(resource) if resource.kind == ResourceKind::Room => padding.room,
            Some(_) => padding.device,
        };
        let (earlier, later) = if one.used.start <= other.used.start { (one, other) } else { (other, one) };
        let gap = later.used.start.0 - earlier.used.end.0;
        gap >= match rule {
            Padding::Exclusive => earlier.after.0 + later.before.0,
            Padding::Shared => earlier.after.0.max(later.before.0),
        }
    }
}
